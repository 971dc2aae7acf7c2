import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { STEPS_VERSION } from '../../../../bot/adapters/dbos/investigations.ts';
import { restoreDatabase } from '../../../support/dump-database.ts';
import { openTestPool, startTestPostgres, type TestPostgres } from '../../../support/postgres.ts';

// What an earlier release left when it was killed, gone on with by the present code. `test/support/cut-release.ts` makes
// the fixture of a release.

const SUPPORT = join(import.meta.dirname, '../../../support');
const RELEASES = join(import.meta.dirname, '../../../fixtures/releases');
const UNDER_WAY = [
  'open-begun',
  'open-posted',
  'open-sent',
  'identify',
  'recall',
  'findings-kubernetes-posted',
  'examine',
  'answer-begun',
  'answer-posted',
  'answer-sent',
];

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

const requestOf = (id: string) => ({
  id,
  question: 'checkout is slow',
  sinceSeconds: 3_600,
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1' },
  askedAt: '2026-01-05T10:00:00.000Z',
});

async function work(worker: string, mode: string, env: Record<string, string>): Promise<void> {
  const args = ['--disable-warning=ExperimentalWarning', join(SUPPORT, worker), mode];
  const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH, ...env } });
  let complaints = '';
  child.stdout.resume();
  child.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${worker} ended with ${code}: ${complaints}`);
}

const releases = readdirSync(RELEASES).flatMap((name) => (name.endsWith('.sql') ? name.slice(0, -4) : []));

describe.each(releases)('what %s left under way', (release) => {
  let url: string;
  let pool: pg.Pool;
  const rows = async (query: string, ...values: unknown[]) => (await pool.query(query, values)).rows;

  beforeAll(async () => {
    url = await postgres.database();
    await restoreDatabase(url, readFileSync(join(RELEASES, `${release}.sql`), 'utf8'));
    pool = openTestPool(url);
    const jobs = await rows("select workflow_uuid as id from dbos.workflow_status where name = 'duty-job'");
    await work('durable-worker.ts', 'resume', {
      DATABASE_URL: url,
      REQUEST: JSON.stringify(requestOf('stopped')),
      WAIT_FOR: UNDER_WAY.join(','),
      PATIENCE_MS: '60000',
      LINGER_MS: '2000',
    });
    await work('duty-worker.ts', 'work', { DATABASE_URL: url, WAIT_FOR: jobs.map(({ id }) => id).join(',') });
  }, 240_000);
  afterAll(() => pool.end());

  test.each(UNDER_WAY)('an investigation killed at %s is answered, each message standing once', async (id) => {
    expect(await rows('select status from sre.investigations where id = $1', id)).toEqual([{ status: 'answered' }]);
    const posts = await rows('select key from posts where investigation = $1 order by key', id);
    expect(posts.map(({ key }) => key)).toEqual(['answer', 'findings:kubernetes', 'open']);
  });

  test('one killed when it was answered says nothing again', async () => {
    const posts = await rows("select key from posts where investigation = 'remember' order by key");
    expect(posts.map(({ key }) => key)).toEqual(['answer', 'findings:kubernetes', 'open']);
  });

  test.each(['given-up', 'stopped'])('one that was %s without a word is told, once', async (id) => {
    expect(await rows('select status from sre.investigations where id = $1', id)).toEqual([{ status: 'failed' }]);
    const posts = await rows("select text from posts where investigation = $1 and key = 'fail'", id);
    expect(posts).toEqual([{ text: expect.stringContaining('broke off') }]);
  });

  test('a page that nobody answered goes to the next level', async () => {
    const [page] = await rows("select record from sre.duty_records where kind = 'page'");
    expect(page?.record.calls).toMatchObject([{ level: 0 }, { level: 1, people: [{ slackUserId: 'UL1' }] }]);
  });

  test('an approved action is done once; one that waited for its approver has expired, and both say so', async () => {
    expect(await rows("select request->>'name' as name from acted")).toEqual([{ name: 'approved' }]);
    const actions = await rows(
      "select record->'request'->>'name' as name, state from sre.duty_records where kind = 'action' order by 1",
    );
    expect(actions).toEqual([
      { name: 'approved', state: 'done' },
      { name: 'proposed', state: 'expired' },
    ]);
  });

  test('a silence still holds', async () => {
    expect(
      await rows("select state, record->>'subject' as subject from sre.duty_records where kind = 'silence'"),
    ).toEqual([{ state: 'active', subject: 'service/basket' }]);
  });

  test('nothing is left to a version that is gone', async () => {
    const left = await rows(
      `select workflow_uuid, status from dbos.workflow_status
       where status in ('PENDING', 'ENQUEUED', 'DELAYED') and application_version <> $1`,
      STEPS_VERSION,
    );
    expect(left).toEqual([]);
  });
});

test('workflows whose steps differ from those of a release have another version', async () => {
  const url = await postgres.database();
  await work('durable-worker.ts', 'start', {
    DATABASE_URL: url,
    REQUEST: JSON.stringify(requestOf('finished')),
    LINGER_MS: '1000',
  });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    "select array_agg(function_name order by function_id) as steps from dbos.operation_outputs where workflow_uuid = 'finished'",
  );
  await client.end();
  const known = releases.map((release) => JSON.parse(readFileSync(join(RELEASES, `${release}.steps.json`), 'utf8')));
  expect(rows[0].steps).toContain('examine');
  for (const { version, steps } of known) {
    if (version === STEPS_VERSION) expect(rows[0].steps).toEqual(steps);
  }
}, 60_000);
