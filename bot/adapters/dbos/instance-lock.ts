import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Secret } from '../../domain/secret.ts';
import type { Instances } from '../../ports/instances.ts';
import { connectionTo, type PasswordSource } from '../postgres/connection.ts';
import { callPostgres, postgresErrorKind } from '../postgres/postgres-errors.ts';
import { waitForDatabase } from '../postgres/wait-for-database.ts';

const ASK_AGAIN_MS = 50;

/** This process among those that share the database. */
export interface InstanceLock extends Instances {
  /** Announces this process; waits for a database that is away. To be called once, before the rest but `id`. */
  hold(): Promise<void>;
  /** Runs `work` while no other instance runs work of this name. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>;
  release(): Promise<void>;
}

export interface InstanceLockOptions {
  /** Makes the password of each new connection; absent: it is in the address. */
  readonly password?: PasswordSource;
  readonly onError: (error: Error) => void;
  /** How long an instance must have been away before it is gone; 5 s when absent. */
  readonly absenceMs?: number;
}

/** A process that lost its connection has it again within a second or so of the database's return. */
const ABSENCE_MS = 5_000;

/**
 * Announces this process by a session-level advisory lock, which PostgreSQL frees as soon as the connection is lost:
 * a killed process is known as such within seconds, without heartbeats. A lost connection is opened again and the lock
 * retaken, however long that takes; a database that is away at the start is waited for.
 */
export function createInstanceLock(url: Secret, options: InstanceLockOptions): InstanceLock {
  const { password, onError, absenceMs = ABSENCE_MS } = options;
  const id = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const released = new AbortController();
  const awaySince = new Map<string, number>();
  let current: pg.Client | undefined;
  const { promise: begun, resolve: begin } = Promise.withResolvers<pg.Client>();
  let connection = begun;
  const retake = () =>
    waitForDatabase(() => callPostgres('hold the instance lock', connect), {
      onWait: onError,
      signal: released.signal,
    });

  async function connect(): Promise<pg.Client> {
    released.signal.throwIfAborted();
    const client = new pg.Client({
      ...connectionTo(url, password),
      application_name: 'sre-bot-instance',
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
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

  async function free(ids: readonly string[]): Promise<readonly string[]> {
    const { rows } = await query(
      `select id from unnest($1::text[]) as id where not exists (
         select from pg_locks where locktype = 'advisory' and objsubid = 1
           and database = (select oid from pg_database where datname = current_database())
           and (classid::bigint << 32) | objid::bigint = hashtextextended('sre-instance:' || id, 0))`,
      [[...new Set(ids)]],
    );
    return rows.map((row) => row.id as string);
  }

  return {
    id,
    async hold() {
      begin(await retake());
    },
    async gone(ids, { atOnce = false } = {}) {
      if (ids.length === 0) return [];
      const absent = await free(ids.filter((other) => other !== id));
      const now = performance.now();
      for (const other of ids) {
        if (!absent.includes(other)) awaySince.delete(other);
        else if (!awaySince.has(other)) awaySince.set(other, now);
      }
      return absent.filter((other) => atOnce || now - (awaySince.get(other) ?? now) >= absenceMs);
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
