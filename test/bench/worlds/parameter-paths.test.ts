import { expect, test } from '@jest/globals';
import { numbersIn, recording, withNumber } from './parameter-paths.ts';

const parameters = Object.freeze({ faultAt: 0.4, weights: { margin: 2 }, limits: [{ name: 'disk', at: 0.95 }] });

test('every number is found by its path', () => {
  expect([...numbersIn(parameters)]).toEqual([
    ['faultAt', 0.4],
    ['weights.margin', 2],
    ['limits.0.at', 0.95],
  ]);
});

test('a number is exchanged in a copy', () => {
  expect(withNumber(parameters, 'limits.0.at', 0.5).limits).toEqual([{ name: 'disk', at: 0.5 }]);
  expect(parameters.limits[0]!.at).toBe(0.95);
});

test('numbers that are looked at are noted, also in lists and frozen objects', () => {
  const read = new Set<string>();
  const watched = recording(parameters, read);
  expect(watched.weights.margin + watched.limits.map(({ at }) => at)[0]!).toBe(2.95);
  expect([...read].sort()).toEqual(['limits.0.at', 'weights.margin']);
});
