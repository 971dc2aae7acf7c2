import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from '@jest/globals';

const command = join(import.meta.dirname, '../../../backends/logs/log-patterns.ts');
const dir = mkdtempSync(join(tmpdir(), 'log-patterns-'));
afterAll(() => rmSync(dir, { recursive: true }));

function run(...args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--disable-warning=ExperimentalWarning', command, ...args], (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

function write(name: string, content: string | Uint8Array): string {
  const file = join(dir, name);
  writeFileSync(file, content);
  return file;
}

test('tsv: cluster and template for every line in order, the empty ones too', async () => {
  const file = write('a.log', 'took 1 ms\r\nidle now\n\ntook 22 ms\u2028and more');
  const { status, stdout } = await run('--file', file, '--format', 'tsv');
  expect(status).toBe(0);
  expect(stdout.split('\n')).toEqual(['1\ttook <*>', '2\tidle now', '3\t', '4\ttook <*> and more', '']);
});

test('without a format: templates with their counts, most lines first', async () => {
  const file = write('b.log.gz', gzipSync('idle\nlogin user=ann took 3 ms\nidle\n\nlogin user=bob took 4 ms\nidle\n'));
  const { status, stdout } = await run(file);
  expect(status).toBe(0);
  expect(stdout.split('\n')).toEqual(['3  idle', '2  login user=<*> took <*>', '1  (empty)', '']);
});

test('json: the same with the clusters of tsv', async () => {
  const { stdout } = await run(write('c.log', 'a b\nidle now\nidle now\n'), '--format', 'json');
  expect(JSON.parse(stdout)).toEqual([
    { cluster: 2, count: 2, template: 'idle now' },
    { cluster: 1, count: 1, template: 'a b' },
  ]);
});

test('--help says how to use it', async () => {
  const { status, stdout, stderr } = await run('--help');
  expect(status).toBe(0);
  expect(stdout).toContain('usage: npm run -s log-patterns -- FILE');
  expect(stderr).toBe('');
});

test.each([
  ['a missing file', () => '/nowhere/a.log', /^log-patterns: \/nowhere\/a\.log does not exist$/],
  ['a folder', () => dir, /^log-patterns: .* is a folder: give a file$/],
  ['a program', () => write('tool', Buffer.from('7f454c4602010100', 'hex')), /^log-patterns: .* is a program$/],
  ['no file', () => '--format=text', /^log-patterns: which file\?$/],
  ['an unknown format', () => '--format=xml', /^log-patterns: --format xml is not known: text, tsv or json$/],
  ['an unknown option', () => '--frobnicate', /^log-patterns: Unknown option '--frobnicate'/],
])('%s is status 2 and one line on stderr', async (_, argument, complaint) => {
  const { status, stdout, stderr } = await run(argument());
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(complaint)]);
});
