import { expect, test } from '@jest/globals';
import { createFresh } from '../../../../backends/common/live/fresh.ts';

test('who asks while a reading is under way waits for it', async () => {
  const fresh = createFresh<number>(60_000);
  let loads = 0;
  const load = async () => {
    loads += 1;
    await Promise.resolve();
    return loads;
  };
  expect(await Promise.all([fresh.get('a', load), fresh.get('a', load), fresh.get('b', load)])).toEqual([2, 2, 2]);
  expect(await fresh.get('a', load)).toBe(2);
  expect(loads).toBe(2);
});

test('where a reading fails, as when its asker went away, the next one reads for itself', async () => {
  const fresh = createFresh<string>(60_000);
  const left = fresh.get('a', async () => {
    await Promise.resolve();
    throw new Error('went away');
  });
  const stayed = fresh.get('a', async () => 'read');
  await expect(left).rejects.toThrow('went away');
  expect(await stayed).toBe('read');
});
