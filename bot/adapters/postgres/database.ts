import { Kysely, type Migration, Migrator, PostgresDialect } from 'kysely';
import { SreError } from '../../domain/errors.ts';
import type { Secret } from '../../domain/secret.ts';
import { openAudit } from './audit-store.ts';
import type { PasswordSource } from './connection.ts';
import { investigations } from './migrations/0001-investigations.ts';
import { companion } from './migrations/0002-companion.ts';
import { duty } from './migrations/0003-duty.ts';
import { reasoning } from './migrations/0004-reasoning.ts';
import { sharing } from './migrations/0005-sharing.ts';
import { deliveryInbox } from './migrations/0006-delivery-inbox.ts';
import { ends } from './migrations/0007-ends.ts';
import { fencing } from './migrations/0008-fencing.ts';
import { forgotten } from './migrations/0009-forgotten.ts';
import { openPool } from './pool.ts';
import { callPostgres, postgresErrorKind } from './postgres-errors.ts';
import type { Tables } from './tables.ts';

const SCHEMA = 'sre';
/** In order of their names. A migration that has run anywhere is never edited; a further one is added. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-investigations': investigations,
  '0002-companion': companion,
  '0003-duty': duty,
  '0004-reasoning': reasoning,
  '0005-sharing': sharing,
  '0006-delivery-inbox': deliveryInbox,
  '0007-ends': ends,
  '0008-fencing': fencing,
  '0009-forgotten': forgotten,
};

export interface Database {
  readonly db: Kysely<Tables>;
  /**
   * Brings the schema to the newest migration and sees to the audit's; several processes may call it at once (an advisory lock orders them).
   * Throws SreError, `unavailable` or `timeout` while the database is away.
   */
  migrate(): Promise<void>;
  /** Resolves when the database answers; throws SreError `unavailable` or `timeout` otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a pool on PostgreSQL, by the address or with a new `password` for each connection. `onError` is told of connections that are lost; the pool replaces them by itself. */
export function openDatabase(
  url: Secret,
  options: { onError: (error: Error) => void; poolSize?: number; password?: PasswordSource },
): Database {
  const pool = openPool(url, {
    ...(options.password && { password: options.password }),
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    options: `-c search_path=${SCHEMA}`,
    name: 'sre-bot',
    onError: options.onError,
  });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    async migrate() {
      const migrator = new Migrator({
        db,
        provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
        migrationTableSchema: SCHEMA,
      });
      const { error } = await callPostgres('migrate the database', () => migrator.migrateToLatest());
      if (error !== undefined) {
        throw new SreError(postgresErrorKind(error), 'could not migrate the database', { cause: error });
      }
      await openAudit(db);
    },
    async ping() {
      await callPostgres('reach the database', () => pool.query('select 1'));
    },
    close: () => db.destroy(),
  };
}
