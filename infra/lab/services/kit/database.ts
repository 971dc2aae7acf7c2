import { Socket } from 'node:net';
import pg from 'pg';
import { faults } from './faults.ts';
import { errorFields, log } from './log.ts';
import { queries, watchPool } from './metrics.ts';

const MAX = 8;

/** Calls leave from the pod's own address, as they do in a cluster. */
class PodSocket extends Socket {
  override connect(...args: unknown[]): this {
    const [port, host] = args as [number, string];
    return super.connect({ port, host, localAddress: process.env.POD_IP ?? '127.0.0.1' });
  }
}

export interface Database {
  query(operation: string, text: string, values?: readonly unknown[]): Promise<pg.QueryResult>;
  end(): Promise<void>;
}

/** A pool of at most eight connections, with the limits that a team would set. */
export function openDatabase(): Database {
  const pool = new pg.Pool({
    host: 'db',
    port: 5432,
    user: process.env.DB_USER,
    password: process.env.DB_PASSWORD,
    database: 'shop',
    application_name: process.env.SERVICE,
    max: MAX,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 2_000,
    query_timeout: 5_000,
    stream: () => new PodSocket(),
  });
  pool.on('error', (error) => log('error', 'idle database connection failed', errorFields(error)));
  watchPool(pool, MAX);
  return {
    query: async (operation, text, values = []) => {
      const end = queries.startTimer({ operation });
      try {
        const client = await pool.connect();
        const keep = Math.random() < (faults().connectionLeakShare ?? 0);
        try {
          const result = await client.query(text, [...values]);
          end({ outcome: 'ok' });
          return result;
        } finally {
          if (!keep) client.release();
        }
      } catch (error) {
        end({ outcome: 'error' });
        log('error', `query ${operation} failed`, { operation, ...errorFields(error) });
        throw error;
      }
    },
    end: () => pool.end(),
  };
}
