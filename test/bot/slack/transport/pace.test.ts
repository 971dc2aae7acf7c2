import { expect, test } from '@jest/globals';
import { createPace } from '../../../../bot/slack/transport/pace.ts';

/** A clock that only sleeping moves. */
function simulated() {
  let now = 0;
  return {
    now: () => now,
    async sleep(ms: number) {
      now += ms;
    },
  };
}

test('a channel gets one message each interval, in order; the first at once', async () => {
  const time = simulated();
  const pace = createPace({ betweenMs: 1_050, ...time });
  const at = await Promise.all([1, 2, 3, 4].map((number) => pace.run('C1', async () => [number, time.now()])));
  expect(at).toEqual([
    [1, 0],
    [2, 1_050],
    [3, 2_100],
    [4, 3_150],
  ]);
});

test('channels do not wait for each other', async () => {
  const time = simulated();
  const pace = createPace({ betweenMs: 1_050, ...time });
  await Promise.all(['C1', 'C2', 'C3'].map((channel) => pace.run(channel, async () => undefined)));
  expect(time.now()).toBe(0);
});

test('a task that fails fails alone, and still counts', async () => {
  const time = simulated();
  const pace = createPace({ betweenMs: 1_050, ...time });
  const first = pace.run('C1', () => Promise.reject(new Error('no')));
  const second = pace.run('C1', async () => time.now());
  await expect(first).rejects.toThrow('no');
  expect(await second).toBe(1_050);
});
