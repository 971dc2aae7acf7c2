import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

// THREATS.md: each threat has an answer, and a test that is there.

const ROOT = join(import.meta.dirname, '..');
const rows = readFileSync(join(ROOT, 'THREATS.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const [titles = [], , ...threats] = rows;

test('every kind of STRIDE is looked at, and no cell is empty', () => {
  expect(titles).toEqual(['kind', 'where', 'threat', 'answer', 'test']);
  expect([...new Set(threats.map(([kind]) => kind))].toSorted()).toEqual(['D', 'E', 'I', 'R', 'S', 'T']);
  expect(threats.filter((cells) => cells.length !== titles.length || cells.some((cell) => cell === ''))).toEqual([]);
});

describe.each(threats)('%s, %s: %s', (_kind, _where, _threat, _answer, held) => {
  test('is held by a test that is there', () => {
    const [, file = '', title = ''] = /^`([^`]+)` "([^"]+)"$/.exec(held ?? '') ?? [];
    expect(existsSync(join(ROOT, file))).toBe(true);
    const text = readFileSync(join(ROOT, file), 'utf8');
    // As it stands behind `test(` or `test.each(…)(`, and not in a comment.
    const quoted = ["'", '"', '`'].map((quote) => `(${quote}${title}${quote},`);
    expect(quoted.some((one) => text.replace(/\(\s+/g, '(').includes(one))).toBe(true);
  });
});
