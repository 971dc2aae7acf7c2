import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { auditSchemaStatements } from '../../bot/adapters/postgres/audit-schema.ts';
import { createAuditStore, openAudit, readChain, readHead, readKeys } from '../../bot/adapters/postgres/audit-store.ts';
import type { AuditTables } from '../../bot/adapters/postgres/audit-tables.ts';
import { type Database, openDatabase } from '../../bot/adapters/postgres/database.ts';
import type { DutyTables } from '../../bot/adapters/postgres/duty-tables.ts';
import { carryOverAudit } from '../../bot/adapters/postgres/old-audit.ts';
import { createAudit } from '../../bot/audit/recorder.ts';
import { verifyChain } from '../../bot/audit/verify.ts';
import { runAudit } from '../../bot/audit-cli.ts';
import { Secret } from '../../bot/domain/secret.ts';
import { systemClock } from '../../bot/ports/clock.ts';
import { BOT_USER, prepareBot } from '../../infra/local/postgres-bot.ts';
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts';

// The audit over a real PostgreSQL, as the local workspace and AWS set it up: its owner is not the bot.

let postgres: TestPostgres;
let ownerUrl: string;
let owner: pg.Client;
let botUrl: string;
let bot: Database;
beforeAll(async () => {
  postgres = await startTestPostgres();
  ({ ownerUrl, botUrl } = await prepared());
  owner = new pg.Client(ownerUrl);
  await owner.connect();
  bot = open(botUrl);
  await bot.migrate();
});
afterAll(async () => {
  await bot.close();
  await owner.end();
  await postgres.stop();
});

async function prepared(): Promise<{ readonly ownerUrl: string; readonly botUrl: string }> {
  const url = new URL(await postgres.database());
  const client = new pg.Client(url.href);
  await client.connect();
  await prepareBot(client, { database: url.pathname.slice(1), password: 'made up' });
  await client.end();
  const asBot = new URL(url);
  asBot.username = BOT_USER;
  asBot.password = 'made up';
  return { ownerUrl: url.href, botUrl: asBot.href };
}

const open = (url: string) => openDatabase(new Secret(url), { onError: () => undefined });
const tables = (database: Database) => database.db.withTables<AuditTables>();
const auditOf = (database: Database) =>
  createAudit({ store: createAuditStore(tables(database)), clock: systemClock, clean: (value) => value });

async function cli(...argv: string[]): Promise<{ status: number; lines: string[]; complaints: string[] }> {
  const lines: string[] = [];
  const complaints: string[] = [];
  const status = await runAudit(argv, {
    databaseUrl: ownerUrl,
    write: (line) => lines.push(line),
    complain: (line) => complaints.push(line),
  });
  return { status, lines, complaints };
}

test.each([
  ['update', "update sre_audit.entries set body = 'x'"],
  ['delete', 'delete from sre_audit.entries'],
  ['truncate', 'truncate sre_audit.entries'],
  ['drop', 'drop table sre_audit.entries'],
  ['switching the trigger off', 'alter table sre_audit.entries disable trigger all'],
  ['a change of a key', "update sre_audit.person_keys set person = 'x'"],
  ['a table of its own beside it', 'create table sre_audit.mine (a int)'],
])('the database refuses the bot: %s', async (_what, statement) => {
  await auditOf(bot).add({ kind: 'asked', teamId: 'T1', actor: 'U0ADA' });
  const client = new pg.Client(botUrl);
  await client.connect();
  await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
  await client.end();
});

test('the owner is refused as well as long as the trigger stands', async () => {
  await expect(owner.query("update sre_audit.entries set body = 'x'")).rejects.toThrow('are never changed');
});

test('the audit is known to be another role’s, and what the bot made for itself can be taken over', async () => {
  expect(await openAudit(bot.db)).toEqual({ own: false });
  const url = await postgres.database();
  const alone = open(url);
  await alone.migrate();
  expect(await openAudit(alone.db)).toEqual({ own: true });
  await alone.close();
});

test('many bots at once make one chain without a gap', async () => {
  const before = (await readHead(tables(bot))).seq;
  const bots = Array.from({ length: 4 }, () => open(botUrl));
  await Promise.all(
    bots.flatMap((each, number) => {
      const audit = auditOf(each);
      return Array.from({ length: 100 }, (_one, index) =>
        audit.add({ kind: 'tool', teamId: 'T1', actor: `U0P${index % 7}`, fact: `many ${number} ${index}` }),
      );
    }),
  );
  await Promise.all(bots.map((each) => each.close()));
  const { entries, head, faults } = await verifyChain(readChain(tables(bot)));
  expect(faults).toEqual([]);
  expect(head.seq).toBe(before + 400);
  expect(entries).toBe(head.seq);
});

test('the same fact is kept once, also from two bots', async () => {
  const other = open(botUrl);
  const entry = { kind: 'action', teamId: 'T1', actor: 'U0ADA', fact: 'action T1 act-1 approved' } as const;
  await Promise.all([auditOf(bot).add(entry), auditOf(other).add(entry), auditOf(bot).add(entry)]);
  await other.close();
  const { rows } = await owner.query(
    "select count(*)::int as n from sre_audit.entries where fact like 'action T1 act-1%'",
  );
  expect(rows).toEqual([{ n: 1 }]);
});

test('nothing that was accepted is missing after kill -9, and the chain holds', async () => {
  const worker = join(import.meta.dirname, '../support/audit-worker.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', worker], {
    env: { PATH: process.env.PATH, DATABASE_URL: botUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.on('data', (piece: Buffer) => {
    told += piece.toString();
    if (told.split('\n').length > 200) child.kill('SIGKILL');
  });
  await once(child, 'close');
  const accepted = told.split('\n').slice(0, -1);
  expect(accepted.length).toBeGreaterThanOrEqual(200);
  const facts = new Set<string>();
  for await (const { fact } of readChain(tables(bot))) facts.add(fact);
  expect(accepted.filter((fact) => !facts.has(fact))).toEqual([]);
  expect((await verifyChain(readChain(tables(bot)))).faults).toEqual([]);
});

test('an export names people and shows their words while their keys exist, and not after', async () => {
  const audit = auditOf(bot);
  await audit.add({ kind: 'asked', teamId: 'T1', actor: 'U0ZOE', fact: 'zoe', words: 'checkout is slow' });
  const lineOf = async (...more: string[]) =>
    (await cli('export', ...more)).lines.map((line) => JSON.parse(line)).find(({ fact }) => fact === 'zoe');
  expect((await lineOf('--names')).revealed).toEqual({ who: 'U0ZOE', words: 'checkout is slow' });
  expect(JSON.stringify(await lineOf())).not.toContain('U0ZOE');
  await audit.forget({ teamId: 'T1', slackUserId: 'U0ZOE' });
  expect(JSON.stringify(await lineOf('--names'))).not.toMatch(/U0ZOE|checkout/);
  expect((await readKeys(tables(bot))).some(({ person }) => person === 'U0ZOE')).toBe(false);
  const { rows } = await owner.query("select from sre_audit.entries where body || fact like '%U0ZOE%'");
  expect(rows).toEqual([]);
});

test('an export is for a range of time and ends with the heads; verify takes them', async () => {
  const { lines } = await cli('export', '--from', '2020-01-01', '--to', '2020-01-02');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ format: 'audit-1' }),
    { entries: 0, head: await readHead(tables(bot)) },
  ]);
  const all = (await cli('export', '--from', '2020-01-01')).lines.map((line) => JSON.parse(line));
  const { head, last, entries } = all.at(-1);
  expect(last).toEqual(head);
  expect(entries).toBe(head.seq);
  expect(await cli('verify', '--head', `${head.seq}:${head.hash}`)).toMatchObject({ status: 0 });
  expect(await cli('verify', '--head', `${head.seq}:${'0'.repeat(64)}`)).toMatchObject({ status: 1 });
});

test('verify names what an owner changed behind the trigger, and what he took out', async () => {
  const { ownerUrl: url, botUrl: as } = await prepared();
  const database = open(as);
  await database.migrate();
  const audit = auditOf(database);
  for (let index = 1; index <= 9; index += 1) await audit.add({ kind: 'tool', teamId: 'T1', fact: `fact-${index}` });
  const client = new pg.Client(url);
  await client.connect();
  await client.query('alter table sre_audit.entries disable trigger all');
  await client.query("update sre_audit.entries set body = replace(body, 'tool', 'asked') where fact = 'fact-3'");
  await client.query("delete from sre_audit.entries where fact = 'fact-6'");
  await client.end();
  const { faults } = await verifyChain(readChain(tables(database)));
  expect(faults.map(({ kind, from }) => `${kind} ${from}`)).toEqual(['changed 3', 'missing 6']);
  await database.close();
});

test('what versions before kept in a table that the bot can change is moved into the chain once', async () => {
  const db = bot.db.withTables<DutyTables>();
  await owner.query(
    `insert into sre.audit (team, actor, deed, subject, details) values ('T1', 'U0OLD', 'approved', 'act-old', '{"state":"running"}')`,
  );
  await carryOverAudit(db, auditOf(bot));
  await carryOverAudit(db, auditOf(bot));
  expect(await db.selectFrom('audit').selectAll().execute()).toEqual([]);
  const { rows } = await owner.query("select body from sre_audit.entries where fact like 'before 0.3 %'");
  expect(rows.map(({ body }) => JSON.parse(body))).toMatchObject([
    { kind: 'action', subject: 'act-old', details: { deed: 'approved', state: 'running' } },
  ]);
});

test('unusable input is refused in words', async () => {
  for (const argv of [[], ['export', '--from', 'soon'], ['verify', '--head', 'x'], ['prepare'], ['erase']]) {
    expect(await cli(...argv)).toMatchObject({
      status: 2,
      lines: [],
      complaints: [expect.stringMatching(/usage|is not a time/)],
    });
  }
  expect(() => auditSchemaStatements('x; drop table y')).toThrow('not plain');
});
