import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

// The rule itself is `bot/engine/numbers-in-tables.grit`, which the format check runs; here stands what it must see.

const ROOT = join(import.meta.dirname, '../../..');
const ENGINE = join(ROOT, 'bot/engine');
const TABLE = /(?:^|[/-])parameters\.ts$/;

const folder = mkdtempSync(join(tmpdir(), 'numbers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the repository's own lint finds in these files, as `path: text` by the rule on numbers. */
function refused(files: Readonly<Record<string, string>>): readonly string[] {
  for (const path of ['.biome.json', 'bot/engine/numbers-in-tables.grit']) cpSync(join(ROOT, path), join(folder, path));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none', '.'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { category: string; location: { path: string; start: { column: number }; end: { column: number } } }[];
  };
  return diagnostics
    .filter(({ category }) => category === 'plugin')
    .map(
      ({ location: { path, start, end } }) => `${path}: ${files[path]?.slice(start.column - 1, end.column - 1) ?? ''}`,
    );
}

test('a number of the engine is refused outside of its tables; one that counts is not, nor one of another room', () => {
  const text = 'export const a = (b: number) => (b > 0.35 ? [b, 2].slice(-1)[0] : 10 * 60_000);\nexport type T = 1;\n';
  const found = refused({
    'bot/engine/rank/score.ts': text,
    'bot/engine/rank/parameters.ts': text,
    'bot/engine/rank/score-parameters.ts': text,
    'bot/engine/knowledge/causes/performance.ts': text,
    'bot/engine/remedies/known-parameters.ts': 'export const c = -3;\n',
    'bot/wording/causes.ts': text,
  });
  expect(found.toSorted()).toEqual([
    'bot/engine/rank/score.ts: 0.35',
    'bot/engine/rank/score.ts: 10',
    'bot/engine/rank/score.ts: 60_000',
    'bot/engine/remedies/known-parameters.ts: 3',
  ]);
});

const tables = readdirSync(ENGINE, { recursive: true, encoding: 'utf8' }).filter(
  (file) => TABLE.test(file) && !file.startsWith('remedies/'),
);

test.each(tables)('nothing can be moved within %s', async (file) => {
  const exported: Readonly<Record<string, unknown>> = await import(join(ENGINE, file));
  const movable = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && (!Object.isFrozen(value) || Object.values(value).some(movable));
  expect(Object.keys(exported).filter((name) => name !== 'PARAMETERS' && movable(exported[name]))).toEqual([]);
  expect(Object.values(exported).every((value) => typeof value !== 'object' || Object.isFrozen(value))).toBe(true);
});
