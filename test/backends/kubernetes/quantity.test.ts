import { expect, test } from '@jest/globals';
import { parseQuantity } from '../../../backends/kubernetes/quantity.ts';

test.each([
  ['250m', 0.25],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['128Mi', 128 * 2 ** 20],
  ['2', 2],
  ['1e3', 1000],
  ['500M', 5e8],
  ['100n', 1e-7],
  [4, 4],
])('%p is %p', (text, value) => {
  expect(parseQuantity(text)).toBeCloseTo(value, 12);
});

test.each(['', 'lots', '1 Gi', '1gi', null, undefined, Number.NaN])('%p is no quantity', (text) => {
  expect(parseQuantity(text)).toBeUndefined();
});
