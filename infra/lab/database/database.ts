import { randomBytes } from 'node:crypto';
import { appendFileSync, chownSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { createPostgresCluster, postgresPrograms } from '../../local/postgres.ts';
import { choosePostgresAccount } from '../../local/postgres-account.ts';
import type { Launch } from '../kubelet/kubelet.ts';

/** The database of the lab: a real PostgreSQL, run as a pod's container. */
export interface Database {
  /** How its process is started at an address. */
  launch(address: string): Launch;
  /** Makes tables and the programs' user; once. */
  fill(address: string): Promise<void>;
  /** What programs sign in with. */
  readonly user: string;
  readonly password: string;
  /** Asks as the owner, at the pod itself; a server that does not answer within four seconds has failed. */
  read<R extends pg.QueryResultRow>(address: string, text: string): Promise<R[]>;
  /** Changes something as the owner; waits up to a minute. */
  change(address: string, text: string): Promise<void>;
  /** The folder its files are in. */
  readonly folder: string;
}

const OWNER = 'oncall';
const USER = 'shop';
const CONNECTIONS = 100;
const READ_MS = 4_000;
const CHANGE_MS = 60_000;
const TABLES = `
  create table products (id int primary key, name text not null, price int not null);
  insert into products select n, 'product ' || n, 100 + n from generate_series(1, 200) n;
  create table stock_rows (product int primary key references products, left_over int not null);
  insert into stock_rows select id, 1000 from products;
  create view stock as select product, left_over from stock_rows;
  create table charges (id bigserial primary key, product int not null, amount int not null, at timestamptz not null default now());
  create index on charges (product);
  create table reservations (id bigserial primary key, product int not null, at timestamptz not null default now());
  grant select on products, stock to ${USER};
  grant select, insert on charges, reservations to ${USER};
  grant usage on all sequences in schema public to ${USER};
`;

/** Prepares the files below `volume`, where none are yet. */
export async function prepareDatabase(volume: string, logFile: string): Promise<Database> {
  const folder = join(volume, 'pgdata');
  const { initdb, postgres } = postgresPrograms();
  const account = choosePostgresAccount([postgres, volume]);
  mkdirSync(volume, { recursive: true });
  if (account.uid !== undefined && account.gid !== undefined) chownSync(volume, account.uid, account.gid);
  const ownerPassword = randomBytes(12).toString('hex');
  const password = randomBytes(12).toString('hex');
  if (existsSync(folder)) throw new Error(`${folder} is there already`);
  await createPostgresCluster({ folder, password: ownerPassword, logFile }, account, initdb);
  appendFileSync(join(folder, 'pg_hba.conf'), 'host all all 127.0.0.0/8 scram-sha-256\n');

  const client = (address: string, database: string, timeoutMs: number) =>
    new pg.Client({
      host: address,
      port: 5432,
      user: OWNER,
      password: ownerPassword,
      database,
      application_name: 'postgres_exporter',
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
    });
  const run = async <R extends pg.QueryResultRow>(
    address: string,
    text: string,
    timeoutMs: number,
    database = 'shop',
  ): Promise<R[]> => {
    const connection = client(address, database, timeoutMs);
    connection.on('error', () => undefined); // What goes wrong is told by the call.
    try {
      await connection.connect();
      return (await connection.query<R>(text)).rows ?? [];
    } finally {
      // A server that hangs is not waited for.
      void connection.end().catch(() => undefined);
    }
  };
  const settings: Readonly<Record<string, string | number>> = {
    unix_socket_directories: '',
    max_connections: CONNECTIONS,
    log_min_duration_statement: 250,
    log_line_prefix: '%m [%p] %q%u@%d ',
    log_timezone: 'UTC',
    shared_buffers: '32MB',
    max_wal_size: '64MB',
    min_wal_size: '32MB',
    fsync: 'off',
  };
  return {
    folder,
    user: USER,
    password,
    read: (address, text) => run(address, text, READ_MS),
    change: async (address, text) => void (await run(address, text, CHANGE_MS)),
    launch: (address) => ({
      command: [
        ...account.prefix,
        postgres,
        ...['-D', folder, '-p', '5432', '-c', `listen_addresses=${address}`],
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      env: { LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH ?? '' },
      ...(account.prefix.length === 0 && { uid: account.uid, gid: account.gid }),
      channel: false,
      stopSignal: 'SIGINT',
    }),
    fill: async (address) => {
      await run(address, `create role ${USER} login password '${password}'`, CHANGE_MS, 'postgres');
      await run(address, 'create database shop', CHANGE_MS, 'postgres');
      await run(address, TABLES, CHANGE_MS);
    },
  };
}
