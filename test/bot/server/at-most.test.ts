import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { atMost } from '../../../bot/server/at-most.ts';

const going = () => new AbortController().signal;

test('no more run at a time than are let in, and all get their turn', async () => {
  const limited = atMost(2);
  let running = 0;
  let most = 0;
  const ends = await Promise.all(
    Array.from({ length: 7 }, (_one, index) =>
      limited(going(), async () => {
        running += 1;
        most = Math.max(most, running);
        await sleep(5);
        running -= 1;
        return index;
      }),
    ),
  );
  expect([most, ends]).toEqual([2, [0, 1, 2, 3, 4, 5, 6]]);
});

test('failures give their place back', async () => {
  const limited = atMost(1);
  await expect(limited(going(), () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await limited(going(), async () => 'next')).toBe('next');
});

test('one who is stopped while waiting leaves the queue', async () => {
  const limited = atMost(1);
  const stop = new AbortController();
  const first = limited(going(), () => sleep(30));
  let ran = false;
  const second = limited(stop.signal, async () => {
    ran = true;
  });
  const third = limited(going(), async () => 'third');
  stop.abort();
  await expect(second).rejects.toMatchObject({ name: 'AbortError' });
  await first;
  expect([await third, ran]).toEqual(['third', false]);
  await expect(limited(AbortSignal.abort(), async () => 0)).rejects.toMatchObject({ name: 'AbortError' });
});

test('how many wait is told each time it changes', async () => {
  const told: number[] = [];
  const limited = atMost(1, (count) => told.push(count));
  const end = Promise.withResolvers<void>();
  const stop = new AbortController();
  const first = limited(going(), () => end.promise);
  const second = limited(going(), async () => undefined);
  const third = limited(stop.signal, async () => undefined).catch(() => undefined);
  stop.abort();
  end.resolve();
  await Promise.all([first, second, third]);
  expect(told).toEqual([1, 2, 1, 0]);
});
