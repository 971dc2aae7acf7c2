/**
 * Makes the fixture of a release: a database as this version of the bot leaves it when it is killed with something of
 * every kind under way, and the steps that its workflows record. `node test/support/cut-release.ts` writes
 * `test/fixtures/releases/v<version>.sql` and `.steps.json`, by the version in package.json. To be run at every release,
 * and `npm run format` after it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { dumpDatabase } from './dump-database.ts';
import { startTestPostgres } from './postgres.ts';

/** Where an investigation of the release is killed; the id of each says where. */
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
const FOLDER = join(import.meta.dirname, '../fixtures/releases');

async function run(worker: string, mode: string, env: Record<string, string>): Promise<void> {
  const args = ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, worker), mode];
  const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH ?? '', ...env }, stdio: 'inherit' });
  const [code, signal] = await once(child, 'exit');
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`${worker} ended with ${code ?? signal}`);
}

const requestOf = (id: string, question = 'checkout is slow') => ({
  id,
  question,
  target: { kind: 'service', name: 'web' },
  sinceSeconds: 3_600,
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1' },
  askedAt: '2026-01-05T10:00:00.000Z',
});

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
const postgres = await startTestPostgres();
const url = await postgres.database();
const investigate = (id: string, more: Record<string, string> = {}) =>
  run('durable-worker.ts', 'start', { DATABASE_URL: url, REQUEST: JSON.stringify(requestOf(id)), ...more });
await investigate('finished', { LINGER_MS: '1000' });
await run('duty-worker.ts', 'put', { DATABASE_URL: url });
// The others go on with what a killed one left, so all are killed where they wait for the last.
const killed = POINTS.map((point) => investigate(point.replaceAll(':', '-'), { KILL_AT: point }));
await Promise.all([
  ...killed,
  investigate('given-up', { KILL_AT: 'recall' }),
  investigate('stopped', { KILL_AT: 'recall' }),
]);

const client = new pg.Client({ connectionString: url });
await client.connect();
await client.query(`
  update dbos.workflow_status set status = 'MAX_RECOVERY_ATTEMPTS_EXCEEDED' where workflow_uuid = 'given-up';
  update dbos.workflow_status set status = 'CANCELLED' where workflow_uuid = 'stopped';
  -- As the last process leaves them, which nobody outlived to put them in line.
  update dbos.workflow_status set status = 'PENDING', queue_name = null
    where workflow_uuid in ('open-begun', 'recall', 'examine', 'answer-posted')`);
const { rows } = await client.query(
  `select array_agg(function_name order by function_id) as steps, min(application_version) as version
   from dbos.operation_outputs join dbos.workflow_status using (workflow_uuid) where workflow_uuid = 'finished'`,
);
await client.end();
mkdirSync(FOLDER, { recursive: true });
const dump = await dumpDatabase(url, ['sre', 'dbos', 'public']);
writeFileSync(join(FOLDER, `v${version}.sql`), dump.replaceAll(hostname(), 'host'));
writeFileSync(join(FOLDER, `v${version}.steps.json`), `${JSON.stringify(rows[0], null, 2)}\n`);
await postgres.stop();
process.exit(0);
