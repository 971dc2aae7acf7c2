import { expect, test } from '@jest/globals';
import { MOVES, moveNumber } from './mutants.ts';

test('a number is doubled and halved, and moved tenfold; a share goes to its ends; nothing goes up and down', () => {
  const moved = (number: number) => MOVES.map((move) => moveNumber(number, move));
  expect(moved(30)).toEqual([60, 15, 300, 3]);
  expect(moved(0.4)).toEqual([0.8, 0.2, 1, 0]);
  expect(moved(-5)).toEqual([-10, -2.5, -50, -0.5]);
  expect(moved(0)).toEqual([1, -1, 10, -10]);
});
