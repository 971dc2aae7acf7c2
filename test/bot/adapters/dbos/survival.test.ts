import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import type { InvestigationRequest } from '../../../../bot/domain/investigation.ts';
import { COMPILE_CACHE } from '../../../../infra/local/compile-cache.ts';
import { openTestPool, startTestPostgres, type TestPostgres } from '../../../support/postgres.ts';

const WORKER = new URL('../../../support/durable-worker.ts', import.meta.url).pathname;

let postgres: TestPostgres;
let url: string;
let pool: pg.Pool;

beforeAll(async () => {
  postgres = await startTestPostgres();
  url = await postgres.database();
  pool = openTestPool(url);
});

afterAll(async () => {
  await pool.end();
  await postgres.stop();
});

function requestOf(id: string, changes: Partial<InvestigationRequest> = {}): InvestigationRequest {
  return {
    id,
    question: 'checkout is slow',
    target: { kind: 'service', name: 'web' },
    sinceSeconds: 3600,
    askedBy: { teamId: 'T1', slackUserId: 'U1' },
    thread: { teamId: 'T1', channel: 'C1' },
    askedAt: '2026-01-05T10:00:00.000Z',
    ...changes,
  };
}

async function work(mode: 'start' | 'resume', request: InvestigationRequest, variables: Record<string, string> = {}) {
  const env = {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    DATABASE_URL: url,
    REQUEST: JSON.stringify(request),
    ...variables,
  };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', WORKER, mode], { env });
  let output = '';
  let complaints = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`worker ended with ${code ?? signal}: ${complaints}`);
  return { signal, result: output === '' ? undefined : JSON.parse(output) };
}

async function postsOf(id: string): Promise<{ key: string; text: string }[]> {
  const { rows } = await pool.query('select key, text from posts where investigation = $1', [id]);
  return rows;
}

const POINTS = [
  'open:begun',
  'open:posted',
  'open:sent',
  'identify',
  'recall',
  'findings:kubernetes:posted',
  'examine',
  'answer:begun',
  'answer:posted',
  'answer:sent',
  'remember',
];

const atKill = (point: string) => requestOf(`kill-${point}`);

describe('killed in the middle, resumed by the next process, each message stands once:', () => {
  beforeAll(async () => {
    const waiting = [...POINTS];
    const killNext = async () => {
      for (let point = waiting.shift(); point !== undefined; point = waiting.shift()) {
        const { signal } = await work('start', atKill(point), { KILL_AT: point });
        if (signal !== 'SIGKILL') throw new Error(`not killed at ${point}`);
      }
    };
    await Promise.all([killNext(), killNext()]);
    const ids = POINTS.map((point) => atKill(point).id);
    // `remember` comes after the end that the store knows.
    await work('resume', atKill('open:begun'), { WAIT_FOR: ids.join(','), LINGER_MS: '1000' });
  });

  test.each(POINTS)('killed at %s', async (point) => {
    const { id } = atKill(point);
    const { rows } = await pool.query('select status from sre.investigations where id = $1', [id]);
    expect(rows).toEqual([{ status: 'answered' }]);
    const keys = (await postsOf(id)).map((post) => post.key);
    expect([...keys].sort()).toEqual(['answer', 'findings:kubernetes', 'open']);
  });

  test('what was examined before is not examined again', async () => {
    const timesOf = async (point: string) => {
      const query = 'select count(*)::int as times from examined where investigation = $1';
      return (await pool.query(query, [atKill(point).id])).rows[0].times;
    };
    expect([await timesOf('answer:posted'), await timesOf('examine')]).toEqual([1, 2]);
  });

  test('what was to be remembered is', async () => {
    const { rows } = await pool.query("select status from dbos.workflow_status where workflow_uuid = 'kill-remember'");
    expect(rows).toEqual([{ status: 'SUCCESS' }]);
  });
});

test('a redelivery starts nothing, in the same process and in another', async () => {
  const request = requestOf('redelivered');
  const first = await work('start', request);
  expect(first.result).toMatchObject({
    isStopped: false,
    started: { started: true },
    again: { started: false },
    status: 'answered',
  });
  const later = await work('start', { ...request, question: 'the same delivery, later' });
  expect(later.result.started).toEqual({ started: false });
  expect(await postsOf(request.id)).toHaveLength(3);
});

test('a stopped investigation says so once and gives no answer', async () => {
  const request = requestOf('stopped', { question: 'wait' });
  const { result } = await work('start', request, { STOP_AFTER_MS: '500', LINGER_MS: '2500' });
  // What is on its way to the thread asks for this, and is told at once.
  expect(result).toMatchObject({ isStopped: true, status: 'stopped', wording: 'Stopped by <@U1>.' });
  const posts = await postsOf(request.id);
  expect(posts.filter((post) => post.key === 'answer')).toEqual([]);
  expect(posts.filter((post) => post.key === 'fail')).toEqual([{ key: 'fail', text: 'stopped: Stopped by <@U1>.' }]);
});

test('an orderly end leaves running work to the next process', async () => {
  const request = requestOf('handed-over', { question: 'wait' });
  await work('start', request, { TERM_AFTER_MS: '500' });
  const { rows } = await pool.query('select status from sre.investigations where id = $1', [request.id]);
  expect(rows).toEqual([{ status: 'running' }]);
  // The next process resumes it: it can be stopped there.
  const { result } = await work('resume', request, { STOP_AFTER_MS: '1500' });
  expect(result.status).toBe('stopped');
  const posts = await postsOf(request.id);
  expect(posts.map((post) => post.key).sort()).toEqual(['fail', 'findings:kubernetes', 'open']);
});

test('a refused person reads why; other failures are told in our words, not the upstream’s', async () => {
  const gone = requestOf('refused', { askedBy: { teamId: 'T1', slackUserId: 'U-GONE' } });
  expect((await work('start', gone)).result).toMatchObject({
    status: 'failed',
    wording: 'Your Slack account is deactivated.',
  });
  const forgotten = requestOf('failed', { askedBy: { teamId: 'T1', slackUserId: 'U-FORGOTTEN' } });
  const { result } = await work('start', forgotten);
  expect(result.status).toBe('failed');
  const posts = await postsOf('failed');
  expect(posts.find((post) => post.key === 'fail')?.text).toBe(
    'failed: The investigation could not be finished. That was not found.',
  );
});

test('work of a killed process is taken over by another that is running already, and only then', async () => {
  const bystander = requestOf('bystander');
  const request = requestOf('taken-over', { question: 'wait' });
  const owner = work('start', request, { KILL_AT: '', STOP_AFTER_MS: '3000' });
  const other = work('resume', { ...bystander, id: 'taken-over-slow' }, { PATIENCE_MS: '2000', LINGER_MS: '0' });
  await Promise.all([owner, other]);
  // While its owner lived nobody else examined it.
  const { rows } = await pool.query('select count(distinct pid)::int as pids from examined where investigation = $1', [
    request.id,
  ]);
  expect(rows[0].pids).toBe(1);

  const orphan = requestOf('orphan');
  const watcher = work('resume', orphan);
  const killed = await work('start', orphan, { KILL_AT: 'examine' });
  expect(killed.signal).toBe('SIGKILL');
  expect((await watcher).result.status).toBe('answered');
  expect((await postsOf(orphan.id)).map((post) => post.key).sort()).toEqual(['answer', 'findings:kubernetes', 'open']);
});

test('an investigation that never came to look is not given up, however often its process ends', async () => {
  const request = requestOf('waiting');
  await work('start', request, { KILL_AT: 'open:begun' });
  for (let crash = 0; crash < 7; crash += 1) await work('resume', request, { KILL_AT: 'recall' });
  expect((await work('resume', request)).result.status).toBe('answered');
}, 180_000);

test('an investigation that kills its process every time is given up in words', async () => {
  const request = requestOf('deadly');
  await work('start', request, { KILL_AT: 'examine' });
  for (let crash = 0; crash < 2; crash += 1) await work('resume', request, { KILL_AT: 'examine' });
  const { result } = await work('resume', request, { KILL_AT: 'examine' });
  expect(result).toMatchObject({ status: 'failed', wording: expect.stringContaining('given up') });
  const posts = await postsOf(request.id);
  expect(posts.filter((post) => post.key === 'fail')).toHaveLength(1);
  expect(posts.filter((post) => post.key === 'answer')).toEqual([]);
});
