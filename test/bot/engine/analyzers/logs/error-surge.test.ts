import { expect, test } from '@jest/globals';
import { errorSurge } from '../../../../../bot/engine/analyzers/logs/error-surge.ts';
import { evidenceOf, findingsOf, logsOf, minute, pattern, range } from './log-evidence.ts';

const exception = (minutes: readonly number[], lines = 2) =>
  pattern('error', 'java.lang.IllegalStateException: no price', minutes, lines);

test('an exception never seen before is new, and may be the program’s own fault', () => {
  const evidence = evidenceOf({ logs: [logsOf('till', [exception(range(24, 30))])] });
  expect(findingsOf(errorSurge.analyze(evidence))).toEqual([
    expect.objectContaining({ component: 'service/till', cause: 'application_error', onset: minute(24) }),
  ]);
});

test('a complaint about another that is new is a symptom without a cause', () => {
  const evidence = evidenceOf({
    logs: [logsOf('till', [pattern('error', 'connection refused by ledger', range(24, 30))])],
  });
  const [finding] = findingsOf(errorSurge.analyze(evidence));
  expect(finding?.cause).toBeUndefined();
  expect(finding?.strength).toBeLessThanOrEqual(0.3);
});

test('errors four times as frequent as in the first half surge', () => {
  const buckets = range(0, 30).map((slice) => (slice < 15 ? 1 : 12));
  const surging = { ...exception(range(0, 30)), buckets, count: 195 };
  expect(errorSurge.analyze(evidenceOf({ logs: [logsOf('till', [surging])] })).status).toBe('found');
});

test.each([
  ['steady errors', exception(range(0, 30))],
  ['fewer than five lines', exception([25], 4)],
  ['warnings', pattern('warn', 'slow answer', range(20, 30))],
  ['errors from the first minute on, in a log without a past', exception([0, 1, 2])],
])('is clear for %s', (_, noise) => {
  expect(errorSurge.analyze(evidenceOf({ logs: [logsOf('till', [noise])] })).status).toBe('clear');
});

test('a few errors that scatter are not new for beginning late by chance; a cluster of them is', () => {
  const at = (minutes: readonly number[]) => evidenceOf({ logs: [logsOf('till', [exception(minutes, 1)])] });
  expect(errorSurge.analyze(at([7, 12, 18, 23, 28])).status).toBe('clear');
  expect(errorSurge.analyze(at([20, 21, 22, 23, 24, 25])).status).toBe('found');
  expect(errorSurge.analyze(at([10, 11, 12, 13, 14, 15])).status).toBe('found');
});

test('clients that go away are nobody’s new error', () => {
  const gone = pattern('error', 'BadHttpRequestException: Unexpected end of request content.', range(20, 30));
  expect(errorSurge.analyze(evidenceOf({ logs: [logsOf('till', [gone])] })).status).toBe('clear');
});

test('is unknown without logs, and when no line carries a time', () => {
  expect(errorSurge.analyze(evidenceOf({})).status).toBe('unknown');
  expect(errorSurge.analyze(evidenceOf({ logs: [logsOf('till', [pattern('error', 'boom', [], 9)], [])] })).status).toBe(
    'unknown',
  );
});
