import { expect, test } from '@jest/globals';
import type { Actor } from '../../../bot/domain/actor.ts';
import type { Alert } from '../../../bot/domain/alert.ts';
import type { Answer } from '../../../bot/domain/answer.ts';
import type { EvidenceDraft } from '../../../bot/domain/finding.ts';
import type { InvestigationRequest } from '../../../bot/domain/investigation.ts';
import {
  withRedactedAlerts,
  withRedactedAnswers,
  withRedactedQuestions,
  withRedactedRows,
  withRedactedWrites,
} from '../../../bot/investigation/redacting.ts';
import { createRedaction } from '../../../bot/redaction/redactor.ts';
import { createFakeMemory } from '../../support/fakes/memory.ts';
import { plantSecrets } from '../redaction/planted-secrets.ts';

const planted = plantSecrets(10);
const redaction = () => createRedaction({ emails: true, addresses: 'public' });
const request = { id: 'Ev1', question: 'what is wrong?' } as InvestigationRequest;
const actor = { teamId: 'T1', slackUserId: 'U1', username: 'slack-u1' } as Actor;

function leaks(value: unknown): string[] {
  const text = JSON.stringify(value);
  return planted.filter(({ secret }) => text.includes(JSON.stringify(secret).slice(1, -1))).map(({ kind }) => kind);
}

test('no planted secret leaves an examination, in findings, notes or answer', async () => {
  const drafts: EvidenceDraft[] = planted.map(({ line }) => ({ source: 'logs', tool: 't', target: 'x', text: line }));
  const said: unknown[] = [];
  const examine = withRedactedAnswers(async (_deps, _request, on) => {
    for (const [index, draft] of drafts.entries()) {
      await on.progress([{ source: 'logs', state: 'reading', note: draft.text }]);
      await on.findings(`f${index}`, [
        { analyzer: 'a', component: 'service/x', statement: draft.text, strength: 1, evidence: [draft] },
      ]);
    }
    const evidence = drafts.map((draft, index) => ({ ...draft, id: `E${index + 1}` }));
    return { verdict: 'unknown', evidence, reasons: drafts.map(({ text }) => text) } as unknown as Answer;
  }, redaction());
  const listener = {
    progress: (sources: unknown) => void said.push(sources),
    findings: (_key: string, findings: unknown) => void said.push(findings),
  };
  const answer = await examine({} as never, request, listener, new AbortController().signal);
  expect(leaks(drafts)).toHaveLength(planted.length);
  expect(said).toHaveLength(planted.length * 2);
  expect(leaks(said)).toEqual([]);
  expect(leaks(answer)).toEqual([]);
  expect(answer.evidence).toHaveLength(planted.length);
});

test('no planted secret is written to memory, nor accepted as a question, nor shown by a look', async () => {
  const memory = createFakeMemory();
  const clean = withRedactedWrites(memory, redaction());
  const accepted: unknown[] = [];
  const investigations = withRedactedQuestions(
    { start: async (each) => ({ started: accepted.push(each) > 0 }), stop: async () => ({ stopped: true }) },
    redaction(),
  );
  const looks = withRedactedRows(
    { look: async () => ({ status: 'seen', rows: planted.map(({ line }) => ({ line })), searched: 'all' }) as never },
    redaction(),
  );
  for (const [index, { line }] of planted.entries()) {
    await clean.learn('service/x', line);
    await clean.summarize(actor, `s${index}`, line);
    await clean.record(actor, `s${index}`, { role: 'USER', text: line, at: '2031-01-01T00:00:00Z', key: `${index}` });
    await investigations.start({ ...request, id: `Ev${index}`, question: line });
  }
  expect([memory.turns.length, memory.summaries.length, accepted.length]).toEqual(Array(3).fill(planted.length));
  expect(leaks([memory.turns, memory.summaries, await memory.knowledge('service/x', '')])).toEqual([]);
  expect(leaks(accepted)).toEqual([]);
  expect(leaks(await looks.look(actor, 'logs', { sinceSeconds: 60 }))).toEqual([]);
});

test('no planted secret comes in with the words of an alert; its facts stay', async () => {
  const kept: Alert[] = [];
  const desk = withRedactedAlerts(
    { accept: async (alerts) => ({ taken: kept.push(...alerts) }) },
    createRedaction({ emails: true, addresses: 'all' }),
    createRedaction({ emails: false, addresses: 'none' }),
  );
  const labels = { instance: '203.0.113.9:9100' };
  await desk.accept(
    planted.map(
      ({ line }, index) =>
        ({ fingerprint: `f${index}`, name: 'A', labels, summary: line, links: [] }) as unknown as Alert,
    ),
  );
  expect(kept).toHaveLength(planted.length);
  expect(leaks(kept)).toEqual([]);
  expect(kept[0]).toMatchObject({ fingerprint: 'f0', labels });
});
