import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { freePort, StartError } from '../../../infra/local/ports.ts';
import { startPostgres } from '../../../infra/local/postgres.ts';
import { temporaryFolder } from './stand-in.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const options = async () => ({
  folder: join(folder, 'postgres'),
  port: await freePort(),
  password: 'a password/?',
  logFile: join(folder, 'postgres.log'),
});

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query(text).finally(() => client.end());
  return rows;
}

test('makes the database, keeps it over a restart, and asks for the password', async () => {
  const first = await startPostgres(await options());
  await query(first.url, 'create table kept as select 42 as answer');
  await first.stop();
  await first.stop();
  const second = await startPostgres(await options());
  expect(await query(second.url, 'select answer, current_database() as db from kept')).toEqual([
    { answer: 42, db: 'oncall' },
  ]);
  const wrong = second.url.replace(/:[^:@]*@/, ':wrong@');
  await expect(query(wrong, 'select 1')).rejects.toThrow('password authentication failed');
  await second.stop();
});

test('a server that its starter left behind is ended, and the folder is used again', async () => {
  const settings = await options();
  const program = `
    const { startPostgres } = await import(${JSON.stringify(import.meta.resolve('../../../infra/local/postgres.ts'))});
    const { pid } = await startPostgres(${JSON.stringify(settings)});
    console.log(pid);
    process.kill(process.pid, 'SIGKILL');`;
  const starter = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = (await once(starter.stdout, 'data')) as [Buffer];
  await once(starter, 'exit');
  const leftOver = Number(output.toString());
  expect(() => process.kill(leftOver, 0)).not.toThrow();
  const again = await startPostgres(settings);
  expect(() => process.kill(leftOver, 0)).toThrow('ESRCH');
  expect(await query(again.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  await again.stop();
});

test('a lock file that names a process of something else is removed', async () => {
  const settings = await options();
  writeFileSync(join(settings.folder, 'postmaster.pid'), `${process.pid}\n${settings.folder}\n`);
  const postgres = await startPostgres(settings);
  expect(readFileSync(join(settings.folder, 'postmaster.pid'), 'utf8')).toMatch(new RegExp(`^${postgres.pid}\n`));
  await postgres.stop();
});

test('a port in use is told with its number and leaves nothing behind', async () => {
  const settings = await options();
  const other = createServer().listen(settings.port, '127.0.0.1');
  await once(other, 'listening');
  const refused = startPostgres({ ...settings, folder: join(folder, 'unused') });
  await expect(refused).rejects.toThrow(`Port ${settings.port} (PostgreSQL) is already in use`);
  await expect(refused).rejects.toBeInstanceOf(StartError);
  expect(existsSync(join(folder, 'unused'))).toBe(false);
  other.close();
});

test('another password than the one it was made with is told in words', async () => {
  await expect(startPostgres({ ...(await options()), password: 'other' })).rejects.toThrow('has another password');
});

test('the bot gets a role of its own, which owns what an earlier version made as the owner, and no more', async () => {
  const settings = await options();
  const before = await startPostgres(settings);
  await query(
    before.url,
    `create schema sre; create table sre.kept (id bigint generated always as identity, note text);
     create schema dbos; create table dbos.kept (id int); create function dbos.one() returns int language sql as 'select 1';
     create schema memory; create table memory.kept (id int)`,
  );
  await before.stop();
  const after = await startPostgres({ ...settings, botPassword: 'made up' });
  const asBot = after.url.replace(/\/\/[^@]*@/, '//oncall_bot:made%20up@');
  await query(asBot, `alter table sre.kept add column more text; insert into sre.kept (note) values ('a')`);
  await query(asBot, 'drop function dbos.one; alter table dbos.kept add column more text; create schema own');
  await expect(query(asBot, 'select * from memory.kept')).rejects.toThrow('permission denied');
  await expect(query(asBot, 'delete from sre_audit.entries')).rejects.toThrow('permission denied');
  expect(await query(asBot, 'select rolsuper from pg_roles where rolname = current_user')).toEqual([
    { rolsuper: false },
  ]);
  await after.stop();
});
