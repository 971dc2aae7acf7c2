import { DBOS, type DLogger } from '@dbos-inc/dbos-sdk';
import type pg from 'pg';
import { SreError } from '../../domain/errors.ts';
import type { Secret } from '../../domain/secret.ts';
import type { PasswordSource } from '../postgres/connection.ts';
import { openPool } from '../postgres/pool.ts';
import { postgresErrorKind } from '../postgres/postgres-errors.ts';
import { waitForDatabase } from '../postgres/wait-for-database.ts';
import type { InstanceLock } from './instance-lock.ts';

export interface EngineOptions {
  readonly databaseUrl: Secret;
  readonly databasePassword?: PasswordSource;
  readonly instance: InstanceLock;
  readonly applicationVersion: string;
  readonly logger: DLogger;
}

/**
 * Starts DBOS, which is one per process, and waits for a database that is away. The pool is ours, because DBOS listens to
 * lost connections only while it has them checked out; it is the caller's to end after DBOS is shut down.
 */
export function launchEngine(options: EngineOptions): Promise<pg.Pool> {
  return waitForDatabase(() => launch(options), { onWait: (error) => options.logger.warn(error) });
}

async function launch(options: EngineOptions): Promise<pg.Pool> {
  const { databaseUrl, databasePassword, instance, applicationVersion, logger } = options;
  const pool = openPool(databaseUrl, {
    ...(databasePassword && { password: databasePassword }),
    max: 10,
    connectionTimeoutMillis: 10_000,
    // A session left idle inside a transaction would hold its locks.
    idle_in_transaction_session_timeout: 60_000,
    name: 'sre-bot-engine',
    onError: (error) => logger.warn(error),
  });
  DBOS.setConfig({
    name: 'sre-bot',
    systemDatabaseUrl: databaseUrl.reveal(),
    systemDatabasePool: pool,
    executorID: instance.id,
    applicationVersion,
    logger,
    enableOTLP: false,
  });
  try {
    // Two that create the engine's tables at once would deadlock.
    await instance.alone('launch', () => DBOS.launch());
    return pool;
  } catch (error) {
    // Half launched it would take the next launch for done.
    await DBOS.shutdown().catch((again) => logger.warn(again));
    await pool.end();
    throw new SreError(postgresErrorKind(error), 'could not start the workflow engine', { cause: error });
  }
}
