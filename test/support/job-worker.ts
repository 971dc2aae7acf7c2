/**
 * A process that puts off jobs or does those of an earlier one. `node job-worker.ts put|work|back|unrecorded`; jobs that were
 * done stand in the table `done_jobs`. `unrecorded` has the first record of a job's step refused by the database. `back`, with the bench's skewed clock loaded before, sets its clock back and then puts
 * off a job.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createDurableInvestigations } from '../../bot/adapters/dbos/investigations.ts';
import { createDurableJobs, type LaunchedJobs } from '../../bot/adapters/dbos/jobs.ts';
import { SreError } from '../../bot/domain/errors.ts';
import { Secret } from '../../bot/domain/secret.ts';

const url = new Secret(process.env.DATABASE_URL ?? '');
const pool = new pg.Pool({ connectionString: url.reveal() });
await pool.query('create table if not exists done_jobs (name text, payload text, pid int)');
await pool.query('create table if not exists tried_jobs (payload text)');

const run = (name: string) => async (payload: string) => {
  const tried = await pool.query('insert into tried_jobs values ($1) returning 1', [payload]);
  const { rows } = await pool.query('select count(*)::int as times from tried_jobs where payload = $1', [payload]);
  if (payload === 'fails-once' && rows[0].times === 1) throw new SreError('unavailable', `away ${tried.rowCount}`);
  if (payload === 'recorded at last' && rows[0].times === 1) throw new TypeError('nobody foresaw this');
  await pool.query('insert into done_jobs values ($1, $2, $3)', [name, payload, process.pid]);
  if (payload === 'first') await jobs.later('one next', 'escalate', 'from a job', 0);
};
const jobs: LaunchedJobs = createDurableJobs();
jobs.does({ escalate: run('escalate'), act: run('act') });
const quiet = { info: () => undefined, debug: () => undefined, warn: () => undefined, error: () => undefined };
const investigations = createDurableInvestigations({
  databaseUrl: url,
  run: async () => 'answered',
  announceEnd: async () => undefined,
  running: async () => [],
  logger: quiet,
  sweepMs: 500,
});
await investigations.launch();
await jobs.launch();

if (process.argv[2] === 'put') {
  await jobs.later('one', 'escalate', 'first', 3);
  await jobs.later('one', 'escalate', 'again', 0);
  await jobs.later('two', 'act', 'fails-once', 3);
  process.kill(process.pid, 'SIGKILL');
}
if (process.argv[2] === 'unrecorded') {
  await pool.query(`
    create sequence refusals;
    create function refuse_once() returns trigger language plpgsql as $$
      begin
        if nextval('refusals') = 1 then raise exception 'refused' using errcode = 'XX000'; end if;
        return new;
      end $$;
    create trigger refuses before insert on dbos.operation_outputs for each row execute function refuse_once()`);
  await jobs.later('unrecorded', 'act', 'recorded at last', 0);
}
const isBack = process.argv[2] === 'back';
const WANTED = { back: 1, unrecorded: 2 }[process.argv[2] ?? ''] ?? 3;
if (isBack) {
  process.emit('message', { skewMs: -3_600_000 }, undefined);
  // Until the queues are asleep, were nobody to wake them.
  await sleep(3_000);
  await jobs.later('after the jump', 'act', 'after the jump', 1);
}
for (let waited = 0; waited < 120_000; waited += 100) {
  const { rows } = await pool.query('select count(*)::int as done from done_jobs');
  if (rows[0].done >= WANTED) break;
  await sleep(100);
}
await sleep(500);
for (let waited = 0; process.argv[2] === 'unrecorded' && waited < 120_000; waited += 100) {
  const { rows } = await pool.query(
    "select 1 from dbos.workflow_status where name = 'duty-job' and status = 'SUCCESS'",
  );
  if (rows.length > 0) break;
  await sleep(100);
}
const { rows } = await pool.query('select name, payload from done_jobs order by payload');
await investigations.shutdown(1_000);
console.log(JSON.stringify(rows));
process.exit(0);
