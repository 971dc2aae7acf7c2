import { expect, test } from '@jest/globals';
import { longestPeriod } from '../../../../bot/engine/cluster/cron-period.ts';

const minutes = (count: number) => count * 60_000;

test.each([
  ['* * * * *', 1],
  ['*/15 * * * *', 15],
  ['7 * * * *', 60],
  ['0 */6 * * *', 360],
  ['30 2 * * *', 1440],
  ['TZ=Europe/Berlin 30 2 * * *', 1440],
  ['0 8 * * 1-5', 7 * 1440],
  ['0 0 1 * *', 31 * 1440],
  ['@hourly', 60],
])('%s starts at the latest after %d minutes', (schedule, expected) => {
  expect(longestPeriod(schedule)).toBe(minutes(expected));
});

test.each(['', 'every day', '0 0 1 1 *', '0 0 1 * 1', '1 2 3'])('of "%s" nothing is said', (schedule) => {
  expect(longestPeriod(schedule)).toBeUndefined();
});
