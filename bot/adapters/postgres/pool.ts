import pg from 'pg';
import type { Secret } from '../../domain/secret.ts';
import { connectionTo, type PasswordSource } from './connection.ts';

export interface PoolOptions extends Pick<pg.PoolConfig, 'options' | 'statement_timeout'> {
  /** Makes the password of each new connection; absent: it is in the address. */
  readonly password?: PasswordSource;
  /** Connections at most. */
  readonly max: number;
  /** How PostgreSQL lists the sessions. */
  readonly name: string;
  /** How long a connection is waited for, in milliseconds. */
  readonly connectionTimeoutMillis: number;
  readonly idle_in_transaction_session_timeout?: number;
  /** Told of each connection that is lost, in use or not; the pool replaces it by itself. */
  readonly onError: (error: Error) => void;
}

/**
 * A pool whose connections may be lost at any moment. `pg` listens to idle ones only: an error of one that is checked out
 * would be an event that nobody hears, which ends the process; its query fails as well, and that is where it is handled.
 */
export function openPool(url: Secret, { password, name, onError, ...config }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...connectionTo(url, password),
    ...config,
    application_name: name,
    // A connection whose other end vanished without a word is noticed.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}
