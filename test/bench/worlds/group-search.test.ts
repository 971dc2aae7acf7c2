import { describe, expect, test } from '@jest/globals';
import { soleMovers } from './group-search.ts';

const items = Array.from({ length: 100 }, (_, n) => n);

/** Finds those for which the test holds of a group, and counts how often it was asked. */
function find(changes: (group: readonly number[]) => boolean) {
  let asked = 0;
  const found = soleMovers(
    items,
    (group) => {
      asked++;
      return changes(group);
    },
    50,
  );
  return { found, asked };
}

describe('numbers that change an answer alone', () => {
  test('are found in far fewer tries than there are numbers', () => {
    const { found, asked } = find((group) => group.includes(17) || group.includes(18) || group.includes(80));
    expect(found).toEqual([17, 18, 80]);
    expect(asked).toBeLessThan(30);
  });

  test('are all found where every one does', () => {
    expect(find(() => true).found).toEqual(items);
  });

  test('are none where nothing changes, after one try a group', () => {
    expect(find(() => false)).toEqual({ found: [], asked: 2 });
  });

  test('are none where it takes two of them together', () => {
    expect(find((group) => group.includes(17) && group.includes(30)).found).toEqual([]);
  });
});
