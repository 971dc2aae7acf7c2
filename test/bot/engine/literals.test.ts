import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';

const ENGINE = fileURLToPath(new URL('../../../bot/engine/', import.meta.url));

/** Numbers that need no name: nothing, one, and the two ends of something. */
const PLAIN: ReadonlySet<number> = new Set([0, 1, 2]);

/** Where numbers are meant to stand: the tables of thresholds and the tables of knowledge. */
const TABLES = /^knowledge\/|(?:^|\/|-)parameters\.ts$/;

function filesUnder(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ENGINE, join(entry.parentPath, entry.name)));
}

/** Numeric literals of a source that are not plain, in the order in which they stand. */
function numbersIn(source: string): readonly number[] {
  const found: number[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const one of node) walk(one);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    const { type, value } = node as { type?: string; value?: unknown };
    if (type === 'NumericLiteral' && typeof value === 'number' && !PLAIN.has(value)) found.push(value);
    for (const one of Object.values(node)) walk(one);
  };
  walk(parseSync(source, { syntax: 'typescript', target: 'es2022' }).body);
  return found;
}

test('a number that is a threshold is seen, one that counts is not', () => {
  expect(numbersIn('const a = b > 0.35 ? list[0] : -1; type T = 5;')).toEqual([0.35, 5]);
});

test.each(filesUnder(ENGINE).filter((file) => !TABLES.test(file)))('%s holds no threshold of its own', (file) => {
  expect(numbersIn(readFileSync(join(ENGINE, file), 'utf8'))).toEqual([]);
});
