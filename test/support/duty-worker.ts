/**
 * A process that has work of duty waiting in PostgreSQL, or goes on with that of an earlier one: a page that nobody
 * answered, an action that waits for its approver and one that was approved, a silence.
 * `node duty-worker.ts put` makes them and dies; `work` goes on until the jobs named in WAIT_FOR are done. What people
 * would see goes to the table `shown`, what was done to the cluster to `acted`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ACT, createActionDesk, EXPIRE } from '../../bot/actions/action-desk.ts';
import { createDurableInvestigations } from '../../bot/adapters/dbos/investigations.ts';
import { createDurableJobs, type LaunchedJobs } from '../../bot/adapters/dbos/jobs.ts';
import { createAuditStore } from '../../bot/adapters/postgres/audit-store.ts';
import type { AuditTables } from '../../bot/adapters/postgres/audit-tables.ts';
import { openDatabase } from '../../bot/adapters/postgres/database.ts';
import type { DutyTables } from '../../bot/adapters/postgres/duty-tables.ts';
import { createRecordStore } from '../../bot/adapters/postgres/record-store.ts';
import { createTimeline } from '../../bot/adapters/postgres/timeline.ts';
import { createAudit } from '../../bot/audit/recorder.ts';
import type { ProposedAction } from '../../bot/domain/action.ts';
import type { Page } from '../../bot/domain/page.ts';
import { Secret } from '../../bot/domain/secret.ts';
import type { Silence } from '../../bot/domain/silence.ts';
import { DEFAULT_DUTY_SETTINGS } from '../../bot/duty/settings.ts';
import { createPager, ESCALATE } from '../../bot/oncall/pager.ts';
import { systemClock as clock } from '../../bot/ports/clock.ts';

const url = new Secret(process.env.DATABASE_URL ?? '');
const pool = new pg.Pool({ connectionString: url.reveal() });
await pool.query(`begin; select pg_advisory_xact_lock(8);
  create table if not exists shown (scope text, key text, notice jsonb, ts bigint generated always as identity);
  create table if not exists acted (request jsonb, at text); commit`);
const database = openDatabase(url, { onError: () => undefined });
await database.migrate();
const db = database.db.withTables<DutyTables>();
const pages = createRecordStore<Page>(db, 'page');
const actions = createRecordStore<ProposedAction>(db, 'action');
const silences = createRecordStore<Silence>(db, 'silence');
const timeline = createTimeline(db);
const audit = createAudit({
  store: createAuditStore(database.db.withTables<AuditTables>()),
  clock,
  clean: (value) => value,
});
const settings = {
  current: async () => ({
    ...DEFAULT_DUTY_SETTINGS,
    oncall: { ...DEFAULT_DUTY_SETTINGS.oncall, escalateAfterMinutes: 1 },
    actions: {
      allowed: [{ kind: 'rollout-restart' as const, namespaces: ['shop'] }],
      role: 'responder' as const,
      twoPeople: true,
      expiresMinutes: 1,
    },
  }),
};
const board: Parameters<typeof createPager>[0]['board'] = {
  async put(place, scope, key, notice) {
    const { rows } = await pool.query('insert into shown (scope, key, notice) values ($1, $2, $3) returning ts', [
      scope,
      key,
      notice,
    ]);
    return { channel: place.channel, ts: `17000000${10 + Number(rows[0].ts)}.000100` };
  },
};
const actor = (slackUserId: string) => ({
  teamId: 'T1',
  slackUserId,
  username: slackUserId,
  email: '',
  displayName: slackUserId,
  roles: ['responder' as const],
});

const jobs: LaunchedJobs = createDurableJobs();
jobs.does({
  [ESCALATE]: (payload) => pager.escalate(payload),
  [ACT]: (payload) => actionDesk.act(payload),
  [EXPIRE]: (payload) => actionDesk.expire(payload),
});
const pager = createPager({
  pages,
  board,
  timeline,
  settings,
  jobs,
  clock,
  whoIsOnCall: {
    level: async (_settings, _service, level) =>
      level > 1 ? undefined : { source: 'test', people: [{ name: `L${level}`, slackUserId: `UL${level}` }] },
  } as Parameters<typeof createPager>[0]['whoIsOnCall'],
});
const actionDesk = createActionDesk({
  port: {
    preview: async () => ({ diff: ['+ x'], effect: 'All pods are replaced.', version: 'v1' }),
    async act(request, { at }) {
      await pool.query('insert into acted values ($1, $2)', [request, at]);
      return 'Under way.';
    },
  },
  actions,
  board,
  audit,
  timeline,
  settings,
  jobs,
  freshActor: async ({ slackUserId }) => actor(slackUserId),
  clock,
});
const quiet = { info: () => undefined, debug: () => undefined, warn: () => undefined, error: () => undefined };
const investigations = createDurableInvestigations({
  databaseUrl: url,
  run: () => new Promise(() => undefined),
  announceEnd: () => new Promise(() => undefined),
  running: async () => [],
  logger: quiet,
  sweepMs: 300,
});
await investigations.launch();
await jobs.launch();

if (process.argv[2] === 'put') {
  const thread = { channel: 'C1', threadTs: '1700000000.000100' };
  await pager.page({
    id: 'page-1',
    teamId: 'T1',
    ...thread,
    reason: 'basket is down',
    severity: 'critical',
    askedBy: 'U1',
    byHand: true,
  });
  const propose = (name: string, deliveryId: string) =>
    actionDesk.propose(actor('U1'), { kind: 'rollout-restart', namespace: 'shop', name }, { ...thread, deliveryId });
  await propose('proposed', 'd1');
  const { action } = await propose('approved', 'd2');
  const at = clock.now();
  await silences.add({
    id: 'silence-1',
    teamId: 'T1',
    state: 'active',
    subject: 'service/basket',
    from: at.toISOString(),
    until: new Date(at.getTime() + 3_600_000).toISOString(),
    by: 'U1',
  });
  await actionDesk.approve(action.id, actor('U2'));
  process.kill(process.pid, 'SIGKILL');
  await sleep(10_000);
}

const unfinished = `select count(*)::int as left from dbos.workflow_status
  where name = 'duty-job' and status in ('PENDING', 'ENQUEUED', 'DELAYED') and workflow_uuid = any($1)`;
const ids = (process.env.WAIT_FOR ?? '').split(',');
for (let waited = 0; waited < 120_000; waited += 100) {
  if ((await pool.query(unfinished, [ids])).rows[0].left === 0) break;
  await sleep(100);
}
await investigations.shutdown(0);
process.exit(0);
