import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const command = join(import.meta.dirname, '../../../backends/logs/log-patterns.ts');

function run(args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--disable-warning=ExperimentalWarning', command, ...args], (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

test('prints cluster and template for every line in order, the empty ones too', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'log-patterns-'));
  try {
    const file = join(dir, 'a.log');
    await writeFile(file, 'took 1 ms\r\nidle now\n\ntook 22 ms\u2028and more');
    const { status, stdout } = await run(['--file', file, '--format', 'tsv']);
    expect(status).toBe(0);
    expect(stdout.split('\n')).toEqual(['1\ttook <*>', '2\tidle now', '3\t', '4\ttook <*> and more', '']);
  } finally {
    await rm(dir, { recursive: true });
  }
});

test('a file that cannot be read is status 2 and one line on stderr', async () => {
  const { status, stderr } = await run(['--file', '/nowhere/a.log']);
  expect(status).toBe(2);
  expect(stderr.trim().split('\n')).toEqual(['cannot read /nowhere/a.log: ENOENT']);
  expect((await run([])).status).toBe(2);
});
