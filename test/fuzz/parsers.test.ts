import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CARRIED } from '../../bot/slack/carried.ts';
import { processorMs } from '../support/processor-time.ts';
import { hostileText, hostileValue, isOurs, PIECES, RUNS, SEED } from './hostile.ts';

// Every parser of what comes from outside takes anything: it answers, or refuses with an error of ours, in linear time.

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Parse = (input: never, ...more: never[]) => unknown;
/** How one parser is called with whatever came: `text` as it is typed or read, `payload` once its JSON is read. */
interface Way {
  readonly takes: 'text' | 'payload';
  readonly call: (parse: Parse, input: never) => unknown;
}
const NOW = new Date('2026-01-05T10:00:00.000Z');
const text = (...more: readonly unknown[]): Way => ({
  takes: 'text',
  call: (parse, input) => parse(input, ...(more as never[])),
});
const payload = (...more: readonly unknown[]): Way => ({ ...text(...more), takes: 'payload' });
const record = (...more: readonly unknown[]): Way => ({
  takes: 'payload',
  call: (parse, input) => parse((isRecord(input) ? input : {}) as never, ...(more as never[])),
});
const isRecord = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** By file and name. A parser in one of the rooms below that is not here fails a test. */
const PARSERS: Readonly<Record<string, Way>> = {
  'bot/alerts/alertmanager.ts readAlertmanager': payload(NOW),
  'bot/alerts/alertmanager.ts readPrometheusAlert': {
    takes: 'payload',
    call: (parse, input) =>
      parse('alertmanager' as never, (isRecord(input) ? input : {}) as never, NOW as never, [] as never),
  },
  'bot/alerts/cloudwatch.ts readCloudWatch': text(NOW),
  'bot/alerts/datadog.ts readDatadog': payload(NOW),
  'bot/alerts/generic.ts readGeneric': payload(NOW),
  'bot/alerts/grafana.ts readGrafana': payload(NOW),
  'bot/alerts/pagerduty.ts readPagerDuty': payload(NOW),
  'bot/domain/target.ts parseTarget': text(),
  'bot/duty/settings.ts readDutySettings': text(),
  'bot/investigation/since.ts parseSince': text(),
  'bot/slack/carried.ts readCarried': text(CARRIED.look),
  'bot/slack/commands/follow-up.ts parseFollowUp': text({ sinceSeconds: 3_600 }),
  'bot/slack/commands/grammar.ts parseCommand': text(),
  'bot/slack/commands/window.ts readLength': text(),
  'bot/slack/receiving/request-body.ts readSlackBody': text('application/x-www-form-urlencoded'),
  'bot/engine/cluster/scheduling.ts parseSchedulerMessage': text(),
  'bot/engine/log-reading/peers.ts readCallFailure': text(),
  'bot/engine/log-reading/peers.ts readPeer': text(),
  'bot/adapters/agentcore/gateway-errors.ts readRetryAfter': text(NOW),
  'backends/common/api-key.ts readApiKeys': text(),
  'backends/common/snapshot/descriptions.ts parseDescriptions': text({ path: 'pods.txt', printedAt: NOW }),
  'backends/common/snapshot/events-table.ts parseEventsTable': text({ path: 'events.txt', printedAt: NOW }),
  'backends/common/snapshot/json-documents.ts parseJsonDocuments': text(),
  'backends/common/snapshot/printed-table.ts parseAge': text(),
  'backends/common/snapshot/printed-table.ts parsePrintedTable': {
    takes: 'text',
    call: (parse, input) => parse(String(input).split('\n') as never, 1 as never),
  },
  'backends/common/snapshot/printed-tree.ts parsePrintedTrees': text(),
  'backends/common/snapshot/yaml-documents.ts parseYamlDocuments': text(),
  'backends/common/time.ts parseDuration': text(),
  'backends/common/time.ts parseMoment': text(NOW, 'from'),
  'schemas/quantity.ts parseQuantity': payload(),
  'backends/logs/patterns/cloudwatch-origin.ts readPlatformEvent': text('/aws/events/rds'),
  'backends/logs/patterns/levels.ts readLevel': payload(),
  'backends/logs/patterns/plain-lines.ts parsePlainLine': text(2026),
  'backends/logs/patterns/record-fields.ts readParts': record(),
  'backends/logs/patterns/structured-records.ts parseJsonRecord': text(),
  'backends/logs/patterns/structured-records.ts readRecord': record(),
  'backends/logs/patterns/timestamps.ts readTime': payload(),
  'backends/logs/patterns/timestamps.ts readWritten': payload(),
  'backends/runbooks/parse-runbook.ts parseRunbook': {
    takes: 'text',
    call: (parse, input) => parse({ id: 'a-runbook', markdown: input, path: 'a.md' } as never),
  },
  'infra/local/live/read-live.ts readLive': {
    takes: 'text',
    call(parse, input) {
      const file = join(folder, 'live.yaml');
      writeFileSync(file, input);
      return parse(file as never, {} as never);
    },
  },
};
/** What reads a model's words, under names of its own. */
const OF_A_MODEL: Readonly<Record<string, Way>> = {
  'bot/investigation/reasoning/citations.ts splitSentences': text(),
  'bot/investigation/reasoning/citations.ts citesOf': text(),
  'bot/investigation/reasoning/figures.ts takeFigures': text(),
  'bot/investigation/reasoning/figures.ts amountsOf': text(),
  'bot/investigation/reasoning/times.ts takeTimes': text(),
  'bot/investigation/reasoning/names.ts wordsOf': text(),
};
/** Readers of what is ours: the environment, a database, evidence that the schema has passed. */
const NOT_FROM_OUTSIDE =
  /^(?:backends\/common\/(?:settings|openapi)\.ts|bot\/duty\/environment\.ts|bot\/engine\/(?!cluster\/scheduling|log-reading\/peers)|bot\/investigation\/(?:postmortem|lookups)\/|bot\/adapters\/postgres\/|bot\/config\.ts|bot\/server\/|bot\/slack\/views\/)/;

const exported = ['bot', 'backends', 'schemas', 'infra/local/live'].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(room, path))
    .filter((path) => !NOT_FROM_OUTSIDE.test(path))
    .flatMap((path) =>
      [...readFileSync(join(ROOT, path), 'utf8').matchAll(/^export function ((?:parse|read)[A-Z]\w*)/gm)].map(
        ([, name]) => `${path} ${name}`,
      ),
    ),
);

test('every parser is in the table, and nothing else is', () => {
  expect(Object.keys(PARSERS).toSorted()).toEqual(exported.toSorted());
});

/** Texts in an alert that was accepted, wherever they stand. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]);
}

describe.each(Object.entries({ ...PARSERS, ...OF_A_MODEL }))('%s', (place, { takes, call }) => {
  const [path = '', name = ''] = place.split(' ');
  const load = async () => ((await import(join(ROOT, path))) as Record<string, Parse>)[name] as Parse;

  test('answers or refuses with an error of ours, whatever it is given', async () => {
    const parse = await load();
    fc.assert(
      fc.property(takes === 'text' ? hostileText : hostileValue, (input) => {
        let answer: unknown;
        try {
          answer = call(parse, input as never);
        } catch (error) {
          if (!isOurs(error)) throw error;
          return;
        }
        // What is kept and shown of alerts: no NUL and no half of a pair.
        if (!path.startsWith('bot/alerts/')) return;
        expect(textsIn(answer).filter((one) => !one.isWellFormed() || one.includes('\u0000'))).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  test('reads long hostile text in linear time', async () => {
    if (takes !== 'text') return;
    const parse = await load();
    const long = PIECES.filter((piece) => piece.length > 0).map((piece) =>
      piece.repeat(Math.ceil(20_000 / piece.length)),
    );
    const spent = await processorMs(async () => {
      for (const input of long) {
        try {
          call(parse, input as never);
        } catch (error) {
          if (!isOurs(error)) throw error;
        }
      }
    });
    // Twenty thousand characters a time; what is quadratic takes minutes.
    expect(spent).toBeLessThan(30_000);
  });
});
