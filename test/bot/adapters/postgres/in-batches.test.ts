import { expect, test } from '@jest/globals';
import { inBatches } from '../../../../bot/adapters/postgres/in-batches.ts';

const refusedRow = Object.assign(new Error('invalid byte sequence'), { code: '22021' });

test('what is asked at once goes in few batches, each answered for itself', async () => {
  const batches: number[] = [];
  const double = inBatches<number, number>(50, async (items) => {
    batches.push(items.length);
    return items.map((item) => item * 2);
  });
  const asked = Array.from({ length: 120 }, (_, index) => index);
  expect(await Promise.all(asked.map(double))).toEqual(asked.map((one) => one * 2));
  expect(batches.reduce((sum, one) => sum + one, 0)).toBe(120);
  expect(batches.length).toBeLessThanOrEqual(4);
  expect(Math.max(...batches)).toBeLessThanOrEqual(50);
});

test('what comes while batches are under way waits for the next one', async () => {
  const gate = Promise.withResolvers<void>();
  const batches: string[][] = [];
  const keep = inBatches<string, boolean>(50, async (items) => {
    batches.push([...items]);
    await gate.promise;
    return items.map(() => true);
  });
  const first = keep('a');
  await Promise.resolve();
  const second = keep('b');
  await Promise.resolve();
  const rest = [keep('c'), keep('d')];
  await Promise.resolve();
  expect(batches).toEqual([['a'], ['b']]);
  gate.resolve();
  await Promise.all([first, second, ...rest]);
  expect(batches).toEqual([['a'], ['b'], ['c', 'd']]);
});

test('a row that the server refuses costs itself only', async () => {
  const keep = inBatches<string, string>(50, async (items) => {
    if (items.includes('bad')) throw new Error('could not keep', { cause: refusedRow });
    return items;
  });
  const ended = await Promise.allSettled(['a', 'bad', 'b'].map(keep));
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await keep('later')).toBe('later');
});

test('where a connection is lost nothing is tried again, as it may have been done', async () => {
  let calls = 0;
  const keep = inBatches<string, string>(50, async (items) => {
    calls += 1;
    if (calls === 1) throw Object.assign(new Error('lost'), { code: 'ECONNRESET' });
    return items;
  });
  const ended = await Promise.allSettled(['a', 'b'].map(keep));
  expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect([calls, await keep('c')]).toEqual([1, 'c']);
});
