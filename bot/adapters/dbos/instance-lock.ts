import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Secret } from '../../domain/secret.ts';

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
 * a killed process is known as such at once, without heartbeats. A lost connection is opened again and the lock retaken.
 */
export async function holdInstanceLock(url: Secret, onError: (error: Error) => void): Promise<InstanceLock> {
  const id = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  let released = false;
  let client = await connect();

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({
      connectionString: url.reveal(),
      application_name: 'sre-bot-instance',
      keepAlive: true,
    });
    fresh.on('error', (error) => {
      if (!released) onError(error);
    });
    await fresh.connect();
    await fresh.query("select pg_advisory_lock(hashtextextended('sre-instance:' || $1, 0))", [id]);
    return fresh;
  }

  async function query(text: string, values: unknown[]): Promise<pg.QueryResult> {
    try {
      return await client.query(text, values);
    } catch {
      // The connection was lost (a failover, say): open another, which takes the lock again, and ask once more.
      await client.end().catch(() => undefined);
      client = await connect();
      return client.query(text, values);
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
      released = true;
      await client.end();
    },
  };
}
