import { expect, test } from '@jest/globals';
import { parseQuantity } from '../../schemas/quantity.ts';

test.each([
  ['250m', 0.25],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['128Mi', 128 * 2 ** 20],
  ['2', 2],
  ['1e3', 1000],
  ['500M', 5e8],
  ['100n', 1e-7],
  ['3Gi', 3 * 2 ** 30],
  ['5k', 5000],
  ['5E', 5e18],
  ['.5', 0.5],
  [4, 4],
])('%p is %p', (text, value) => {
  expect(parseQuantity(text)).toBeCloseTo(value, 12);
});

test.each([
  '',
  'lots',
  '1 Gi',
  '1gi',
  null,
  undefined,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '1e999',
  '2e3Ki',
  '0x1',
  {},
])('%p is no quantity', (text) => {
  expect(parseQuantity(text)).toBeUndefined();
});
