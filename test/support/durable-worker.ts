/**
 * A process that runs investigations durably against fakes, and kills itself with SIGKILL at the point named by
 * KILL_AT. Messages go to a table `posts`, which stands for Slack: what is in it was seen by people.
 * `node durable-worker.ts start|resume`; prints one line of JSON when the investigation in REQUEST has ended.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { DBOS } from '@dbos-inc/dbos-sdk';
import pg from 'pg';
import { createDurableInvestigations } from '../../bot/adapters/dbos/investigations.ts';
import { openDatabase } from '../../bot/adapters/postgres/database.ts';
import { createInvestigationStore } from '../../bot/adapters/postgres/investigation-store.ts';
import { createMessageLedger } from '../../bot/adapters/postgres/message-ledger.ts';
import type { Answer } from '../../bot/domain/answer.ts';
import { SreError } from '../../bot/domain/errors.ts';
import type { InvestigationRequest } from '../../bot/domain/investigation.ts';
import { Secret } from '../../bot/domain/secret.ts';
import { withAttempts } from '../../bot/investigation/attempts.ts';
import { announceEnd, runInvestigation, type WorkflowDeps } from '../../bot/investigation/workflow.ts';
import { systemClock } from '../../bot/ports/clock.ts';
import type { Notifier } from '../../bot/ports/notifier.ts';

const url = new Secret(process.env.DATABASE_URL ?? '');
const request = JSON.parse(process.env.REQUEST ?? '{}') as InvestigationRequest;
const killAt = process.env.KILL_AT ?? '';

/** Dies of its own investigation only: one that it took over may come to the same point before its own was accepted. */
async function mayDie(point: string): Promise<void> {
  if (point !== killAt || DBOS.workflowID !== request.id) return;
  process.kill(process.pid, 'SIGKILL');
  await sleep(10_000);
}

const pool = new pg.Pool({ connectionString: url.reveal() });
// Workers start side by side, and PostgreSQL lets two that create the same table collide: one after the other.
await pool.query(`begin; select pg_advisory_xact_lock(7);
  create table if not exists posts (investigation text, key text, text text, pid int);
  create table if not exists examined (investigation text, pid int); commit`);
const database = openDatabase(url, { onError: () => undefined });
await database.migrate();
const store = createInvestigationStore(database.db);
const ledger = createMessageLedger(database.db);

async function post(id: string, key: string, text: string): Promise<void> {
  const known = await ledger.begin(id, key);
  if (known.state === 'sent') return;
  await mayDie(`${key}:begun`);
  const seen = await pool.query('select 1 from posts where investigation = $1 and key = $2', [id, key]);
  if (seen.rowCount === 0) await pool.query('insert into posts values ($1, $2, $3, $4)', [id, key, text, process.pid]);
  await mayDie(`${key}:posted`);
  await ledger.sent(id, key, { channel: 'C1', ts: '1700000000.000100' });
  await mayDie(`${key}:sent`);
}

const notifier: Notifier = {
  async open({ id }) {
    await post(id, 'open', 'Looking.');
    return { threadTs: '1700000000.000100' };
  },
  progress: async () => undefined,
  findings: ({ id }, _threadTs, key, findings) => post(id, `findings:${key}`, String(findings.length)),
  answer: ({ id }, _threadTs, { verdict }) => post(id, 'answer', verdict),
  delayed: async () => undefined,
  again: async () => undefined,
  fail: ({ id }, _threadTs, wording, how) => post(id, 'fail', `${how}: ${wording}`),
};

const answer: Answer = {
  verdict: 'fault',
  hypotheses: [],
  evidence: [],
  unknown: [],
  reasons: [],
  runbooks: [],
  durationMs: 1,
};

const deps: WorkflowDeps = {
  notifier,
  store,
  clock: systemClock,
  people: {
    async find(teamId, userId) {
      await mayDie('identify');
      if (userId === 'U-FORGOTTEN') throw new SreError('not-found', 'Slack said: user_not_found xoxb');
      return { teamId, userId, emailConfirmed: true, displayName: 'Somebody', deactivated: userId === 'U-GONE' };
    },
  },
  identity: {
    async resolve(person) {
      if (person.deactivated) throw new SreError('forbidden', 'Your Slack account is deactivated.');
      return { ...person, slackUserId: person.userId, username: 'slack-t1-u1', email: '', roles: ['viewer'] };
    },
    token: async () => new Secret('token'),
  },
  gateways: {
    connect: () => ({
      call: async () => ({}),
      list: async () => [],
      search: async () => [],
      close: async () => undefined,
    }),
  },
  memory: {
    async preferences() {
      await mayDie('recall');
      return [];
    },
    knowledge: async () => [],
    learn: async () => undefined,
    async record() {
      await mayDie('remember');
    },
    summarize: async () => undefined,
    forget: async () => undefined,
  },
  examine: withAttempts(
    async (_deps, asked, on, signal) => {
      await pool.query('insert into examined values ($1, $2)', [asked.id, process.pid]);
      await on.findings('kubernetes', [
        { analyzer: 'a', component: 'service/web', statement: 'down', strength: 1, evidence: [] },
      ]);
      await sleep(30);
      await mayDie('examine');
      if (asked.question === 'wait') await sleep(60_000, undefined, { signal });
      return answer;
    },
    store,
    3,
  ),
  journal: () => ({ note: () => undefined, trouble: () => undefined }),
};

const quiet = { info: () => undefined, debug: () => undefined, warn: () => undefined, error: () => undefined };
const investigations = createDurableInvestigations({
  databaseUrl: url,
  run: (steps, asked) => runInvestigation(steps, deps, asked),
  announceEnd: (steps, asked, end) => announceEnd(steps, deps, asked, end),
  logger: quiet,
  sweepMs: 500,
  running: (_seconds, limit) => store.running(0, limit),
});
await investigations.launch();
const mode = process.argv[2];
const started = mode === 'start' ? await investigations.start(request) : undefined;
const again = mode === 'start' ? await investigations.start(request) : undefined;
let isStopped = await investigations.isStopped(request.id);
if (process.env.STOP_AFTER_MS) {
  await sleep(Number(process.env.STOP_AFTER_MS));
  await investigations.stop(request.id, 'Stopped by <@U1>.');
  isStopped = await investigations.isStopped(request.id);
}
if (process.env.TERM_AFTER_MS) {
  await sleep(Number(process.env.TERM_AFTER_MS));
  await investigations.shutdown(100);
  process.exit(0);
}

// Others to wait for before this one's end, which is the one that is reported.
for (const id of (process.env.WAIT_FOR ?? '').split(',').filter(Boolean)) {
  for (let waited = 0; (await store.find(id))?.status !== 'answered' && waited < 120_000; waited += 50) await sleep(50);
}
let record = await store.find(request.id);
const patience = Number(process.env.PATIENCE_MS ?? 120_000);
for (let waited = 0; (record === undefined || record.status === 'running') && waited < patience; waited += 50) {
  await sleep(50);
  record = await store.find(request.id);
}
await sleep(Number(process.env.LINGER_MS ?? 100));
await investigations.shutdown(3_000);
console.log(JSON.stringify({ started, again, isStopped, status: record?.status, wording: record?.wording }));
process.exit(0);
