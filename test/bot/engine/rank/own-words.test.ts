import { expect, test } from '@jest/globals';
import type { CauseCode } from '../../../../bot/domain/cause.ts';
import type { Observation } from '../../../../bot/domain/observation.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import type { Candidate } from '../../../../bot/engine/rank/candidates.ts';
import { ownWords } from '../../../../bot/engine/rank/own-words.ts';
import type { Reach } from '../../../../bot/engine/rank/reach.ts';
import { evidenceOf, logsOf, observedErrors, pattern, range } from '../analyzers/logs/log-evidence.ts';

const nothing: ReadonlySet<never> = new Set();
const reachOf = (places: readonly string[]) =>
  ({
    dependants: () => nothing,
    dependencies: () => nothing,
    places: () => new Set(places),
    callees: () => [],
    isQueue: () => false,
    isKnown: () => false,
    entries: [],
  }) as unknown as Reach;
const candidate = (component: string, cause: CauseCode, text?: string) =>
  ({
    component,
    cause,
    grade: 'measured',
    belief: 0.8,
    findings: [],
    explains: [],
    reportedBy: [],
    evidence: text === undefined ? [] : [{ source: 'logs', tool: 't', target: component, text }],
  }) as unknown as Candidate;

function quoted(
  first: Candidate,
  others: readonly Candidate[] = [],
  lines = [torn],
  places: readonly string[] = [],
  observations: readonly Observation[] = [],
) {
  const evidence = evidenceOf({ logs: [logsOf('till', lines)] });
  const context = {
    candidates: [first, ...others],
    reach: reachOf(places),
    observations,
    evidence,
    parameters: PARAMETERS,
  };
  return ownWords(first, context).map(({ text }) => text);
}

const torn = pattern('error', 'drawer 7 does not open', range(16, 30));
const failing = candidate('service/till', 'availability_regression');

test('a cause that figures alone tell of is told in the errors that its own log holds since', () => {
  expect(quoted(failing)).toEqual([expect.stringContaining('drawer 7 does not open')]);
});

test('errors that came as often before, and a line that is cited already, add nothing', () => {
  expect(quoted(failing, [], [pattern('error', 'drawer 7 does not open', range(0, 30))])).toEqual([]);
  expect(quoted(candidate('service/till', 'availability_regression', 'drawer 7 does not open'))).toEqual([]);
});

test('errors that are lived with, and come oftener with the requests alone, tell nothing of it', () => {
  expect(quoted(failing, [], [torn], [], [observedErrors('till', torn, 'standing')])).toEqual([]);
  expect(quoted(failing, [], [torn], [], [observedErrors('till', torn, 'relevant')])).toHaveLength(1);
  // The next one in line is new.
  const opened = pattern('warn', 'drawer 8 opens by hand', range(16, 30));
  expect(quoted(failing, [], [torn, opened], [], [observedErrors('till', torn, 'standing')])).toEqual([
    expect.stringContaining('drawer 8'),
  ]);
});

test('a log that begins late in what was read has its past from there on', () => {
  const late = (lines: readonly number[]) => {
    const { logs } = evidenceOf({
      logs: [logsOf('till', [pattern('error', 'drawer 7 does not open', lines)], range(15, 30))],
    });
    const context = { candidates: [failing], reach: reachOf([]), observations: [], parameters: PARAMETERS };
    return ownWords(failing, { ...context, evidence: { ...evidenceOf({}), logs } });
  };
  expect(late(range(15, 30))).toEqual([]);
  expect(late(range(19, 30))).toHaveLength(1);
});

test('what others found about the same trouble in words comes first', () => {
  const names = candidate('service/till', 'dns_resolution_failure', 'no such host: vault');
  expect(quoted(failing, [names])).toEqual(['no such host: vault']);
});

test('a full disk is told by the database that stands on it, and by no other', () => {
  const disk = candidate('node/field-1', 'node_disk_filling');
  const full = candidate('service/vault', 'database_storage_full', 'No space left on device');
  expect(quoted(disk, [full], [torn], ['node/field-1'])).toEqual(['No space left on device']);
  expect(quoted(disk, [full], [torn], ['node/field-2'])).toEqual([]);
});
