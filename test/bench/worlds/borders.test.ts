import { expect, test } from '@jest/globals';
import { bordersOf } from './borders.ts';

test('an answer that turns twice is closed in on both sides', async () => {
  const borders = await bordersOf([1, 10, 100], 6, async (value) =>
    value < 3 ? 'healthy' : value < 40 ? 'unknown' : 'fault',
  );
  expect(borders).toHaveLength(2);
  for (const [n, at] of [3, 40].entries()) {
    const [low, high] = borders[n]!;
    expect(low).toBeLessThan(at);
    expect(high).toBeGreaterThanOrEqual(at);
    expect(high / low).toBeLessThan(1.05);
  }
});

test('an answer that stays has no border', async () => {
  expect(await bordersOf([0.1, 1, 10], 6, async () => 'fault')).toEqual([]);
});
