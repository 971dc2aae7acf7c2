import { expect, test } from '@jest/globals';
import { timesForTerminal } from '../../../bot/wording/times.ts';

test('times of the day that is spoken of are clock times, others have their day once', () => {
  const text =
    'cart wrote 6 times from 2031-03-04T06:05:30.000Z to 2031-03-04T08:15:30+02:00: full at 2031-03-03T23:59:00Z';
  expect(timesForTerminal(text, '2031-03-04')).toBe(
    'cart wrote 6 times from 06:05 UTC to 06:15 UTC: full at 2031-03-03 23:59 UTC',
  );
  expect(timesForTerminal('since 2031-03-04T06:05:30Z, 2031-03-04T06:06:00Z')).toBe(
    'since 2031-03-04 06:05 UTC, 06:06 UTC',
  );
});

test('what only looks like a time stays as it is', () => {
  expect(timesForTerminal('2031-13-45T99:99:00Z and job-2031-03-04')).toBe('2031-13-45T99:99:00Z and job-2031-03-04');
});
