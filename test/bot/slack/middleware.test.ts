import { expect, test } from '@jest/globals';
import { createLimiter } from '../../../bot/slack/middleware/rate-limit.ts';

test('as many as allowed pass in any minute; the refused learn when there is room, and that they were told', () => {
  let now = 1_000_000;
  const limiter = createLimiter({ now: () => new Date(now) });
  const take = () => limiter.take([{ key: 'user:a', most: 2 }]);
  expect(take()).toBeUndefined();
  now += 20_000;
  expect(take()).toBeUndefined();
  now += 10_000;
  expect(take()).toEqual({ waitMs: 30_000, first: true });
  expect(take()).toEqual({ waitMs: 30_000, first: false });
  now += 30_000;
  expect(take()).toBeUndefined();
  expect(take()).toEqual({ waitMs: 20_000, first: true });
});

test('what one key refuses is not counted for the other', () => {
  const limiter = createLimiter({ now: () => new Date(5_000_000) });
  const take = (user: string, channelMost: number) =>
    limiter.take([
      { key: `user:${user}`, most: 1 },
      { key: 'channel:c', most: channelMost },
    ]);
  expect(take('a', 2)).toBeUndefined();
  for (let times = 0; times < 5; times += 1) expect(take('a', 2)).toBeDefined();
  expect(take('b', 2)).toBeUndefined();
  expect(take('c', 2)).toMatchObject({ first: true });
});
