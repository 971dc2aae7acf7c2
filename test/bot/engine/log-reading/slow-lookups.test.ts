import { expect, test } from '@jest/globals';
import { slowLookups } from '../../../../bot/engine/log-reading/slow-lookups.ts';

const isSlow = (text: string) =>
  slowLookups(
    [
      {
        service: 'desk',
        lines: 9,
        levels: { warn: 9 },
        patterns: [{ template: text, count: 9, level: 'warn', samples: [{ text }] }],
      },
    ],
    1,
  ).length > 0;

test('a client that times its lookups is read in the words of each', () => {
  expect(isSlow('DNS lookup of orders took 2.5 s')).toBe(true);
  expect(isSlow('resolving orders.shop.internal took 2510 ms (first name server gave no answer)')).toBe(true);
  expect(isSlow('slow dial orders-db.shop.internal: lookup took 2.51s, connect 1ms')).toBe(true);
});

test('quick ones, and those who look up or resolve other things, are not', () => {
  expect(isSlow('resolving orders.shop.internal took 12 ms')).toBe(false);
  expect(isSlow('slow dial orders-db.shop.internal: lookup took 2ms, connect 1.2s')).toBe(false);
  expect(isSlow('price lookup took 2.5 s')).toBe(false);
  expect(isSlow('resolving conflicts took 4 s')).toBe(false);
  expect(isSlow('resolved dispute 41.7 took 4 s')).toBe(false);
});
