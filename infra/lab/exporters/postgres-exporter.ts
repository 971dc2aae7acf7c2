import type { Database } from '../database/database.ts';
import type { Family } from './exposition.ts';

type Row = Readonly<Record<string, string | number | null>>;

const DATABASES = `select datid::text, datname, numbackends, xact_commit, xact_rollback, blks_read, blks_hit, deadlocks,
  temp_bytes, tup_inserted, pg_database_size(datid) as size from pg_stat_database where datname = 'shop'`;
const ACTIVITY = `select state, count(*) as count, coalesce(max(extract(epoch from now() - xact_start)), 0)::float as longest
  from pg_stat_activity where datname = 'shop' and state is not null group by state`;
const LOCKS = `select lower(mode) as mode, count(*) as count from pg_locks
  where database = (select oid from pg_database where datname = 'shop') group by 1`;
/** States and modes are shown also where there is none in them. */
const STATES = [
  'active',
  'idle',
  'idle in transaction',
  'idle in transaction (aborted)',
  'fastpath function call',
  'disabled',
];
const MODES = [
  'accesssharelock',
  'rowsharelock',
  'rowexclusivelock',
  'shareupdateexclusivelock',
  'sharelock',
  'sharerowexclusivelock',
  'exclusivelock',
  'accessexclusivelock',
  'sireadlock',
];
const SETTINGS = `select setting::int as max from pg_settings where name = 'max_connections'`;

/** What postgres_exporter says, from the statistics views of the real server; `pg_up` 0 when it does not answer. */
export async function postgresMetrics(database: Database, address: string | undefined): Promise<Family[]> {
  if (address === undefined) return [up(0)];
  try {
    const [databases, activity, locks, settings] = await Promise.all([
      database.read<Row>(address, DATABASES),
      database.read<Row>(address, ACTIVITY),
      database.read<Row>(address, LOCKS),
      database.read<Row>(address, SETTINGS),
    ]);
    return [
      up(1),
      ...databases.flatMap(ofDatabase),
      ...ofActivity(activity),
      ofLocks(locks),
      ...settings.map(ofSettings),
    ];
  } catch {
    return [up(0)];
  }
}

function up(value: number): Family {
  return {
    name: 'pg_up',
    type: 'gauge',
    help: 'Whether the last scrape of metrics from PostgreSQL was able to connect.',
    samples: [[{}, value]],
  };
}

function ofDatabase(row: Row): Family[] {
  const labels = { datid: String(row.datid), datname: String(row.datname) };
  const one = (type: Family['type'], name: string, column: string): Family => ({
    name,
    type,
    help: `${column} of the database.`,
    samples: [[labels, Number(row[column])]],
  });
  return [
    one('gauge', 'pg_stat_database_numbackends', 'numbackends'),
    one('counter', 'pg_stat_database_xact_commit', 'xact_commit'),
    one('counter', 'pg_stat_database_xact_rollback', 'xact_rollback'),
    one('counter', 'pg_stat_database_blks_read', 'blks_read'),
    one('counter', 'pg_stat_database_blks_hit', 'blks_hit'),
    one('counter', 'pg_stat_database_deadlocks', 'deadlocks'),
    one('counter', 'pg_stat_database_temp_bytes', 'temp_bytes'),
    one('counter', 'pg_stat_database_tup_inserted', 'tup_inserted'),
    {
      ...one('gauge', 'pg_database_size_bytes', 'size'),
      samples: [[{ datname: String(row.datname) }, Number(row.size)]],
    },
  ];
}

function ofActivity(rows: readonly Row[]): Family[] {
  const read = (column: string) =>
    STATES.map((state) => {
      const row = rows.find((one) => one.state === state);
      return [{ datname: 'shop', state }, Number(row?.[column] ?? 0)] as const;
    });
  return [
    {
      name: 'pg_stat_activity_count',
      type: 'gauge',
      help: 'number of connections in this state',
      samples: read('count'),
    },
    {
      name: 'pg_stat_activity_max_tx_duration',
      type: 'gauge',
      help: 'max duration in seconds any active transaction has been running',
      samples: read('longest'),
    },
  ];
}

function ofLocks(rows: readonly Row[]): Family {
  return {
    name: 'pg_locks_count',
    type: 'gauge',
    help: 'Number of locks',
    samples: MODES.map((mode) => [
      { datname: 'shop', mode },
      Number(rows.find((row) => row.mode === mode)?.count ?? 0),
    ]),
  };
}

function ofSettings(row: Row): Family {
  return {
    name: 'pg_settings_max_connections',
    type: 'gauge',
    help: 'Server Parameter: max_connections',
    samples: [[{}, Number(row.max)]],
  };
}
