import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { KEPT_TABLES } from '../../bot/adapters/postgres/kept-tables.ts';
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts';

// What becomes of every row of every table, by time and when somebody asks to be forgotten.

const QUESTION = 'why is "checkout" slow\nfor Ada?';
const ADA = {
  teamId: 'T1',
  slackUserId: 'U1',
  username: 'slack-t1-u1',
  email: 'ada@example.com',
  displayName: 'Ada Lovelace',
  roles: ['responder'],
};
const OURS = ['sre', 'sre_audit', 'dbos'];

let postgres: TestPostgres;
let url: string;
let client: pg.Client;
beforeAll(async () => {
  postgres = await startTestPostgres();
  url = await postgres.database();
  client = new pg.Client(url);
  await client.connect();
  const request = {
    id: 'inv-1',
    question: QUESTION,
    sinceSeconds: 3_600,
    askedBy: { teamId: 'T1', slackUserId: 'U1' },
    thread: { teamId: 'T1', channel: 'C1' },
    askedAt: '2026-01-05T10:00:00.000Z',
  };
  await work('durable-worker.ts', ['start'], { REQUEST: JSON.stringify(request), LINGER_MS: '1500' });
  await work('duty-worker.ts', ['put']);
  await client.query(`
    insert into sre.preferences values ('T1', 'U1', '{}'), ('T1', 'U12', '{}');
    insert into sre.feedback (investigation, team, slack_user, was_right, about) values ('inv-1', 'T1', 'U1', true, 'x');
    insert into sre.thread_rulings values ('T1', 'C1', '1.1', 'service/a', true, 'U1', now());
    insert into sre.recent_asks values ('user T1 U1', '{}', 1, true, false, now()), ('user T1 U12', '{}', 1, true, false, now());
    insert into sre.channel_turns values ('U1', now());
    insert into sre.posted_messages (investigation, key, state, channel) values ('inv-1', 'direct', 'sent', 'U1');
    insert into sre.duty_records (kind, id, team, state, record) values
      ('login', 'hash', 'T1', 'waiting', '{"slackUserId":"U1"}'), ('login-grant', 'slack-t1-u1', 'T1', 'ended', '{}'),
      ('incident', 'inc-1', 'T1', 'resolved', '{"roles":{"commander":"U1"},"declaredBy":"U12","title":"checkout is down"}')`);
});
afterAll(async () => {
  await client.end();
  await postgres.stop();
});

async function work(worker: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../support', worker), ...args],
    { env: { PATH: process.env.PATH, DATABASE_URL: url, ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let told = '';
  child.stdout.on('data', (piece: Buffer) => {
    told += piece.toString();
  });
  const [code, signal] = await once(child, 'close');
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`${worker} ended with ${code ?? signal}`);
  return told;
}

async function allTables(): Promise<string[]> {
  const { rows } = await client.query(
    "select table_schema || '.' || table_name as name from information_schema.tables where table_schema = any($1)",
    [OURS],
  );
  return rows.map(({ name }) => String(name));
}

/** Rows in which somebody stands, in any column of any table of ours, as `table: row`. */
async function rowsWith(pattern: RegExp): Promise<string[]> {
  const found: string[] = [];
  for (const table of await allTables()) {
    const { rows } = await client.query(`select to_jsonb(t)::text as row from ${table} t`);
    for (const { row } of rows) if (pattern.test(row)) found.push(`${table}: ${row}`);
  }
  return found;
}

const ADA_ANYWHERE = /(?<![A-Za-z0-9])(?:U1|slack-t1-u1|ada@example\.com)(?![A-Za-z0-9])|for Ada/i;

test('each table says how long its rows stay and what being forgotten does to them', async () => {
  expect(Object.keys(KEPT_TABLES).toSorted()).toEqual((await allTables()).toSorted());
  for (const [table, { forget }] of Object.entries(KEPT_TABLES)) {
    const named = 'delete' in forget ? forget.delete : 'scrub' in forget ? forget.scrub : [];
    const { rows } = await client.query(
      `select column_name as name from information_schema.columns where table_schema || '.' || table_name = $1`,
      [table],
    );
    expect({ table, unknown: named.filter((column) => !rows.some(({ name }) => name === column)) }).toEqual({
      table,
      unknown: [],
    });
  }
});

test('who is forgotten stands in no table any more, but for what is under way, and that follows when it is over', async () => {
  expect((await rowsWith(ADA_ANYWHERE)).length).toBeGreaterThan(10);
  const underWay = Number(await work('retention-worker.ts', [], { FORGET: JSON.stringify(ADA) }));
  expect(underWay).toBeGreaterThan(0);
  const left = await rowsWith(ADA_ANYWHERE);
  const reasons = left.map((row) => row.slice(0, row.indexOf(':')));
  // The open page, the proposal and the silence, their jobs, and the note that she is to be forgotten.
  expect([...new Set(reasons)].toSorted()).toEqual(expect.arrayContaining(['sre.duty_records', 'sre.forgotten']));
  expect(reasons.filter((table) => !/duty_records|forgotten|dbos\./.test(table))).toEqual([]);
  const kept = await client.query("select record from sre.duty_records where id = 'inc-1'");
  expect(kept.rows[0].record).toEqual({
    roles: { commander: 'U0FORGOTTEN' },
    declaredBy: 'U12',
    title: 'checkout is down',
  });
  const { rows } = await client.query("select request, status from sre.investigations where id = 'inv-1'");
  expect(rows).toMatchObject([{ status: 'answered', request: { question: '(forgotten)' } }]);

  await client.query(`
    update sre.duty_records set state = 'ended';
    update dbos.workflow_status set status = 'CANCELLED' where status not in ('SUCCESS', 'ERROR')`);
  await work('retention-worker.ts', []);
  expect(await rowsWith(ADA_ANYWHERE)).toEqual([]);
  expect((await client.query('select from sre.forgotten')).rows).toEqual([]);
});

test('others are left alone, also one whose id begins with the same letters', async () => {
  expect((await client.query("select from sre.preferences where slack_user = 'U12'")).rowCount).toBe(1);
  expect((await client.query("select from sre.recent_asks where key = 'user T1 U12'")).rowCount).toBe(1);
});

test('by night what has had its time goes from every table that has one, and nothing else', async () => {
  await client.query(`
    insert into sre.deliveries (id) values ('d');
    insert into sre.delivery_claims values ('d', 'h', true, now());
    insert into sre.delivery_inbox (id, holder, done_at) values ('d', 'h', now()), ('open', 'h', null);
    insert into sre.reasoning_spend values (to_char(now(), 'YYYY-MM-DD'), 1), ('investigation:inv-1', 1), ('investigation:gone', 1);
    insert into sre.alert_inbox (fact, alert, done_at) values ('f', '{}', now()), ('open', '{}', null);
    insert into sre.leases values ('l', 'h', now());
    insert into sre.timeline (fact, team, channel, thread_ts, entry, at) values ('f', 'T1', 'C1', '1.1', '{}', now());
    insert into sre.channel_turns values ('C9', now());
    insert into sre.feedback (investigation, team, slack_user, was_right, about) values ('inv-2', 'T1', 'U7', true, 'x');
    insert into sre.thread_rulings values ('T1', 'C2', '1.1', 'service/a', true, 'U7', now());
    insert into sre.forgotten (team, slack_user, known_as) values ('T1', 'U9', '{"teamId":"T1","slackUserId":"U9","username":"","email":"","displayName":""}')`);
  const timed = Object.entries(KEPT_TABLES).flatMap(([table, { goes }]) => ('when' in goes ? [table] : []));
  const count = async (table: string) => Number((await client.query(`select count(*) from ${table}`)).rows[0].count);
  const counts = async () => {
    const all: Record<string, number> = {};
    for (const table of timed) all[table] = await count(table);
    return all;
  };
  const before = await counts();
  await work('retention-worker.ts', []);
  // The one investigation that is gone, who was to be forgotten and is, and the night's own workflow.
  const after = await counts();
  expect(after).toEqual({
    ...before,
    'sre.reasoning_spend': Number(before['sre.reasoning_spend']) - 1,
    'sre.forgotten': 0,
    'dbos.workflow_status': Number(before['dbos.workflow_status']) + 1,
  });

  for (const table of await allTables()) {
    if (table.startsWith('sre_audit')) continue;
    const { rows } = await client.query(
      `select column_name as name, data_type as type from information_schema.columns
       where table_schema || '.' || table_name = $1 and data_type like 'timestamp%'`,
      [table],
    );
    for (const { name } of rows) {
      // `created_at` of records is generated and cannot be set: what counts is when they changed.
      if (table === 'sre.duty_records' && name === 'created_at') continue;
      await client.query(`update ${table} set ${name} = ${name} - interval '500 days'`);
    }
  }
  await client.query(`
    update sre.reasoning_spend set day = '2020-01-01' where day like '2%';
    update dbos.workflow_status set updated_at = 0`);
  await work('retention-worker.ts', []);
  const gone = await counts();
  // What was never done stays, however old; and of the workflows the night's own.
  expect(gone).toEqual({
    ...Object.fromEntries(timed.map((table) => [table, 0])),
    'sre.delivery_inbox': 1,
    'sre.alert_inbox': 1,
    'dbos.workflow_status': 1,
  });
  for (const table of ['workflow_input', 'operation_outputs'])
    expect(
      (await client.query(`select from dbos.${table} where workflow_uuid in ('inv-1', 'job:escalate:page-1-0')`)).rows,
    ).toEqual([]);
});
