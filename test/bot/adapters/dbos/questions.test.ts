import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { COMPILE_CACHE } from '../../../../infra/local/compile-cache.ts';
import { openTestPool, startTestPostgres, type TestPostgres } from '../../../support/postgres.ts';

const WORKER = new URL('../../../support/question-worker.ts', import.meta.url).pathname;

let postgres: TestPostgres;
let url: string;
let pool: pg.Pool;

beforeAll(async () => {
  postgres = await startTestPostgres();
  url = await postgres.database();
  pool = openTestPool(url);
  // The server may end before the last connection has closed.
  pool.on('error', () => undefined);
});

afterAll(async () => {
  await pool.end();
  await postgres.stop();
});

async function work(mode: 'ask' | 'resume', question: string, variables: Record<string, string> = {}) {
  const env = {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    DATABASE_URL: url,
    QUESTION: question,
    ...variables,
  };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', WORKER, mode], { env });
  const [output, complaints]: string[][] = [[], []];
  child.stdout.on('data', (chunk) => output?.push(String(chunk)));
  child.stderr.on('data', (chunk) => complaints?.push(String(chunk)));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`worker ended with ${code ?? signal}: ${complaints}`);
  return { signal, result: signal === null ? JSON.parse(output?.join('') ?? '') : undefined };
}

const posts = async (id: string) => (await pool.query('select text from posts where id = $1', [id])).rows;
const timesAsked = async (id: string) => (await pool.query('select 1 from asked where id = $1', [id])).rowCount;

const POINTS = [
  'looking:begun',
  'looking:posted',
  'looking:sent',
  'reason',
  'finished:begun',
  'finished:posted',
  'finished:sent',
];

test('killed in the middle, resumed by the next process, each question is answered in one message', async () => {
  for (const point of POINTS) {
    expect([point, (await work('ask', point, { KILL_AT: point })).signal]).toEqual([point, 'SIGKILL']);
  }
  await work('resume', 'none', { WAIT_FOR: POINTS.join(',') });
  for (const point of POINTS) expect([point, await posts(point)]).toEqual([point, [{ text: 'finished' }]]);
  // What the model said before the kill is kept: it is asked (and paid) again only where it had not ended.
  expect([await timesAsked('reason'), await timesAsked('finished:begun'), await timesAsked('finished:sent')]).toEqual([
    2, 1, 1,
  ]);
});

test('a redelivered question is asked once', async () => {
  const { result } = await work('ask', 'twice');
  expect(result.started).toEqual([{ started: true }, { started: false }]);
  expect([await timesAsked('twice'), await posts('twice')]).toEqual([1, [{ text: 'finished' }]]);
});

test('a stop by a person ends it, and the message says so', async () => {
  await work('ask', 'stopped', { STOP: '1' });
  expect(await posts('stopped')).toEqual([{ text: 'stopped' }]);
});

test('a stop that a dead process was told is heeded by the next', async () => {
  await work('ask', 'stopped-later', { KILL_AT: 'reason' });
  await pool.query(
    `update sre.duty_records set state = 'stopping', record = jsonb_set(record, '{state}', '"stopping"')
     where id = 'stopped-later'`,
  );
  await work('resume', 'stopped-later', { STOP: '1' });
  expect(await posts('stopped-later')).toEqual([{ text: 'stopped' }]);
});

test('a question that breaks off at every try is given up, and the message says so', async () => {
  for (const mode of ['ask', 'resume', 'resume', 'resume'] as const) {
    const { signal } = await work(mode, 'hopeless', { KILL_AT: 'reason' });
    if (signal === null) break;
  }
  await work('resume', 'hopeless', { KILL_AT: 'reason' });
  expect(await posts('hopeless')).toEqual([{ text: 'unavailable' }]);
});

test('what broke off before the model was asked does not count towards giving up', async () => {
  for (const mode of ['ask', 'resume', 'resume', 'resume'] as const) {
    expect((await work(mode, 'unlucky', { KILL_AT: 'looking:begun' })).signal).toBe('SIGKILL');
  }
  await work('resume', 'unlucky');
  expect([await timesAsked('unlucky'), await posts('unlucky')]).toEqual([1, [{ text: 'finished' }]]);
});
