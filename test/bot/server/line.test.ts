import { expect, test } from '@jest/globals';
import { createLine } from '../../../bot/server/line.ts';

test('one that comes is told how many wait before it, as soon as all places are taken', () => {
  const line = createLine(2);
  expect(line.before()).toBeUndefined();
  line.enter('a');
  line.enter('b');
  expect(line.before()).toBe(0);
  line.enter('c');
  expect(line.before()).toBe(1);
  line.leave('a');
  line.leave('a');
  expect(line.before()).toBe(0);
});

test('what is about to be accepted counts until it entered or came to nothing', () => {
  const line = createLine(1);
  const first = line.coming();
  const second = line.coming();
  expect(line.before()).toBe(1);
  line.enter('a');
  first.gone();
  first.gone();
  expect(line.before()).toBe(1);
  second.gone();
  expect(line.before()).toBe(0);
});
