import { expect, test } from '@jest/globals';
import { pageOf } from '../../../backends/common/page.ts';

const all = Array.from({ length: 25 }, (_, index) => index);

test('pages follow each other to the end and lose nothing', () => {
  const seen: number[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 10; pages++) {
    const page = pageOf(all, { limit: 10, cursor, question: ['a'] });
    seen.push(...page.items);
    expect(page.total).toBe(25);
    expect(page.truncated).toBe(page.nextCursor !== undefined);
    cursor = page.nextCursor;
    if (cursor === undefined) break;
  }
  expect(seen).toEqual(all);
});

test('a cursor of another question is refused', () => {
  const { nextCursor } = pageOf(all, { limit: 10, question: ['a'] });
  expect(() => pageOf(all, { limit: 10, cursor: nextCursor, question: ['b'] })).toThrow('other parameters');
});

test.each(['', 'x', 'MTA', '../..'])('%p is no cursor', (cursor) => {
  expect(() => pageOf(all, { limit: 10, cursor })).toThrow('Parameter cursor');
});
