import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';

// The rooms of the repository: who may import whom, and how long a file may be.

const ROOT = join(import.meta.dirname, '..');
const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** The rules that these files break, by dependency-cruiser with the repository's own rules. */
async function brokenBy(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rooms-'));
  made.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const cruise = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cruise, '--config', join(ROOT, '.dependency-cruiser.cjs'), '--output-type', 'json', 'bot'];
  writeFileSync(join(folder, 'tsconfig.json'), readFileSync(join(ROOT, 'tsconfig.json')));
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder }).catch(
    (ended: { stdout: string }) => ended,
  );
  const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
  return [...new Set(summary.violations.map(({ rule }) => rule.name))];
}

const TYPE = 'export interface Shape { readonly name: string }\n';

describe('the import rules see imports of types alone:', () => {
  test.each([
    ['engine to slack', 'bot/engine/a.ts', '../slack/b.ts', 'bot/slack/b.ts', 'engine-is-pure'],
    ['engine to a port', 'bot/engine/a.ts', '../ports/b.ts', 'bot/ports/b.ts', 'engine-is-pure'],
    ['domain to engine', 'bot/domain/a.ts', '../engine/b.ts', 'bot/engine/b.ts', 'domain-imports-nothing'],
    ['slack to adapters', 'bot/slack/a.ts', '../adapters/b.ts', 'bot/adapters/b.ts', 'slack-does-not-reach-adapters'],
  ])('%s', async (_case, from, specifier, to, rule) => {
    const files = {
      [from]: `import type { Shape } from '${specifier}';\nexport const a: Shape = { name: '' };\n`,
      [to]: TYPE,
    };
    expect(await brokenBy(files)).toContain(rule);
  });

  test('and let pass what is allowed', async () => {
    const files = {
      'bot/engine/a.ts': "import type { Shape } from '../domain/b.ts';\nexport const a: Shape = { name: '' };\n",
      'bot/domain/b.ts': TYPE,
    };
    expect(await brokenBy(files)).toEqual([]);
  });
});

test('no source file is longer than 300 lines', () => {
  const long = ['bot', 'backends', 'infra', 'schemas']
    .flatMap((room) =>
      readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' }).map((file) => join(room, file)),
    )
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('generated') && !path.includes('node_modules'))
    .filter((path) => readFileSync(join(ROOT, path), 'utf8').split('\n').length > 301);
  expect(long).toEqual([]);
});
