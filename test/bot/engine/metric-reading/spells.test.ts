import { expect, test } from '@jest/globals';
import { spellsIn } from '../../../../bot/engine/metric-reading/spells.ts';

const START = 1_760_000_000;
const at = (minute: number) => new Date((START + minute * 60) * 1000).toISOString();
/** What is read of 90 minutes in which these are bad. */
const read = (bad: readonly number[], now = 90) => {
  const course = Array.from(
    { length: 90 },
    (_, minute) => [START + minute * 60, bad.includes(minute) ? 9 : 1] as const,
  );
  return spellsIn(course, (figure) => figure > 5, at(now));
};
const clock = (...starts: readonly number[]) => starts.flatMap((start) => [start, start + 1]);

test('what comes back at even distances goes on in between', () => {
  expect(read(clock(33, 43, 53, 63, 74, 84))).toEqual({
    first: at(33),
    last: at(84),
    times: 6,
    everySeconds: 600,
    standing: false,
  });
});

test('it is over where the next is overdue, and has always been so where the course shows no longer time without it', () => {
  expect(read(clock(20, 30, 40, 50))).toMatchObject({ until: at(51), standing: false });
  expect(read(clock(5, 15, 25, 35, 45, 55, 65, 75, 85))).toMatchObject({ standing: true });
});

test.each([
  ['comes at any distance', clock(20, 24, 45, 60, 82)],
  ['came three times', clock(60, 70, 80)],
  [
    'is bad for longer than well',
    [20, 30, 40, 50, 60, 70, 80].flatMap((one) => [...Array(8).keys()].map((n) => one + n)),
  ],
  ['is bad from the first on', clock(0, 10, 20, 30, 40)],
  ['comes so often that slices hide at what distance', clock(20, 23, 26, 29, 32, 35)],
  ['is well', []],
] as const)('what %s is no clock', (_, bad) => {
  expect(read(bad)).toBeUndefined();
});
