import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Secret } from '../../domain/secret.ts';
import { connectionTo, type PasswordSource } from '../postgres/connection.ts';
import { callPostgres, postgresErrorKind } from '../postgres/postgres-errors.ts';
import { waitForDatabase } from '../postgres/wait-for-database.ts';

const ASK_AGAIN_MS = 50;

/** This process among those that share the database. */
export interface InstanceLock {
  /** Unique to this process. */
  readonly id: string;
  /** True when the instance of this id is gone: nobody holds its lock. */
  isGone(id: string): Promise<boolean>;
  /** Runs `work` while no other instance runs work of this name. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>;
  release(): Promise<void>;
}

/**
 * Announces this process by a session-level advisory lock, which PostgreSQL frees as soon as the connection is lost:
 * a killed process is known as such at once, without heartbeats. A lost connection is opened again and the lock retaken,
 * however long that takes; a database that is away at the start is waited for.
 */
export async function holdInstanceLock(
  url: Secret,
  onError: (error: Error) => void,
  password?: PasswordSource,
): Promise<InstanceLock> {
  const id = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const released = new AbortController();
  let current: pg.Client | undefined;
  const retake = () =>
    waitForDatabase(() => callPostgres('hold the instance lock', connect), {
      onWait: onError,
      signal: released.signal,
    });
  let connection = retake();
  await connection;

  async function connect(): Promise<pg.Client> {
    released.signal.throwIfAborted();
    const client = new pg.Client({
      ...connectionTo(url, password),
      application_name: 'sre-bot-instance',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', (error) => lose(client, error));
    try {
      await client.connect();
      await client.query("select pg_advisory_lock(hashtextextended('sre-instance:' || $1, 0))", [id]);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    current = client;
    return client;
  }

  /** Others take this process for dead as soon as its connection is lost, so the lock is retaken at once; once. */
  function lose(client: pg.Client, error: Error): void {
    if (client !== current || released.signal.aborted) return;
    current = undefined;
    onError(error);
    connection = retake();
    connection.catch((failure) => {
      if (!released.signal.aborted) onError(failure);
    });
  }

  async function query(text: string, values: unknown[]): Promise<pg.QueryResult> {
    for (;;) {
      const client = await connection;
      try {
        return await client.query(text, values);
      } catch (error) {
        if (postgresErrorKind(error) !== 'unavailable') throw error;
        lose(client, error as Error);
      }
    }
  }

  return {
    id,
    async isGone(other) {
      if (other === id) return false;
      const key = "hashtextextended('sre-instance:' || $1, 0)";
      const { rows } = await query(`select pg_try_advisory_lock(${key}) as free`, [other]);
      if (rows[0]?.free !== true) return false;
      await query(`select pg_advisory_unlock(${key})`, [other]);
      return true;
    },
    async alone(name, work) {
      const key = "hashtextextended('sre-alone:' || $1, 0)";
      // Asked again and again instead of waiting in the database: a waiting statement holds a snapshot, and a
      // `create index concurrently` of the one who has the lock would wait for that snapshot for ever.
      // A connection that is lost meanwhile takes the lock with it; what runs under it must bear a second one.
      while ((await query(`select pg_try_advisory_lock(${key}) as held`, [name])).rows[0]?.held !== true) {
        await delay(ASK_AGAIN_MS);
      }
      try {
        return await work();
      } finally {
        await query(`select pg_advisory_unlock(${key})`, [name]);
      }
    },
    async release() {
      released.abort();
      await current?.end();
    },
  };
}
