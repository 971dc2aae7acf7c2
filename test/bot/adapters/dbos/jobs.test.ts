import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.ts';

const WORKER = join(import.meta.dirname, '../../../support/job-worker.ts');
const CLOCK = join(import.meta.dirname, '../../../bench/faults/skewed-clock.ts');
let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

function work(mode: 'put' | 'work' | 'back' | 'unrecorded', url: string): Promise<string> {
  const flags = ['--disable-warning=ExperimentalWarning', '--import', CLOCK];
  const child = spawn(process.execPath, [...flags, WORKER, mode], {
    env: { ...process.env, DATABASE_URL: url, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  return new Promise((resolve) => child.once('exit', () => resolve(out)));
}

test('jobs of a process that was killed are done by the next one, when they are due, once, and after a failure; a job may put off another', async () => {
  const url = await postgres.database();
  expect(await work('put', url)).toBe('');
  expect(JSON.parse(await work('work', url))).toEqual([
    { name: 'act', payload: 'fails-once' },
    { name: 'escalate', payload: 'first' },
    { name: 'escalate', payload: 'from a job' },
  ]);
});

test('a process whose clock is set back by an hour does its jobs all the same', async () => {
  const url = await postgres.database();
  expect(JSON.parse(await work('back', url))).toEqual([{ name: 'act', payload: 'after the jump' }]);
});

test('a job that broke in a way nobody foresaw, and whose record the database refused, is done again, not left as broken', async () => {
  const url = await postgres.database();
  const done = { name: 'act', payload: 'recorded at last' };
  expect(JSON.parse(await work('unrecorded', url))).toEqual([done, done]);
});
