import { expect, test } from '@jest/globals';
import type { LogPattern } from '../../../../../bot/domain/signals.ts';
import { clockWords } from '../../../../../bot/engine/analyzers/logs/clock-words.ts';
import { evidenceOf, findingsOf, logsOf, minute, pattern, range } from './log-evidence.ts';

/** Lines that were collected at minute 20, 05:20. */
const collected = (text: string): LogPattern => ({
  ...pattern('warn', text, range(20, 30)),
  samples: [{ text, timestamp: minute(20) }],
});
const analyze = (text: string) => clockWords.analyze(evidenceOf({ logs: [logsOf('vault', [collected(text)])] }));

test('unknown without logs', () => {
  expect(clockWords.analyze(evidenceOf({})).status).toBe('unknown');
});

test.each([
  'JWT expired at 2026-03-04T05:30:00Z. Current time: 2026-03-04T05:57:00Z, a difference of 1620000 milliseconds.',
  "IDX10223: Lifetime validation failed. ValidTo (UTC): '3/4/2026 5:30:00 AM', Current time (UTC): '3/4/2026 5:57:00 AM'.",
  'x509: certificate has expired or is not yet valid: current time 2026-03-04T04:31:00Z is before 2026-03-04T05:00:00Z',
])('a clock that is wrong by its own words: %s', (text) => {
  expect(findingsOf(analyze(text))).toMatchObject([{ component: 'service/vault', cause: 'clock_skew' }]);
});

test.each([
  'JWT expired at 2026-03-04T05:10:00Z. Current time: 2026-03-04T05:20:01Z, a difference of 601000 milliseconds.',
  'JWT expired at 2026-03-04T05:10:00Z. Current time: 2026-03-04T04:20:01Z, a difference of 3001000 milliseconds.',
  'token of 2026-03-04T05:57:00Z refused',
])('a clock that is right, a time zone, and a time that is not its own are none: %s', (text) => {
  expect(analyze(text).status).toBe('clear');
});

test.each([
  ['2026-03-04T05:31:00Z is after 2026-03-04T05:30:00Z', 'clock_skew'],
  ['2026-03-04T05:31:00Z is after 2026-03-04T05:00:00Z', undefined],
  ['2026-03-04T05:01:00Z is before 2026-03-04T05:10:00Z', 'clock_skew'],
  ['2026-03-04T05:01:00Z is before 2026-03-04T05:50:00Z', undefined],
])('what is past or not due by the collector as well is rightly refused: %s', (words, cause) => {
  const text = `x509: certificate has expired or is not yet valid: current time ${words}`;
  const result = analyze(text);
  expect(result.status === 'found' ? result.findings[0]!.cause : undefined).toBe(cause);
});

test('a wrong clock is wrong by the same in every line', () => {
  const text = (time: string) => `Current time: 2026-03-04T${time}Z, token is valid from 2026-03-04T09:00:00Z`;
  const lines = (...times: string[]) => ({
    ...collected(''),
    samples: times.map((time, i) => ({ text: text(time), timestamp: minute(20 + i) })),
  });
  const status = (one: LogPattern) => clockWords.analyze(evidenceOf({ logs: [logsOf('vault', [one])] })).status;
  expect(status(lines('05:57:00', '05:58:02', '05:59:01'))).toBe('found');
  expect(status(lines('05:57:00', '05:03:00', '05:41:00'))).toBe('clear');
});
