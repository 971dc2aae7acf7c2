import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../../infra/local/ports.ts';
import { startPostgres } from '../../infra/local/postgres.ts';

export interface TestPostgres {
  /** A database of its own for each call. */
  database(): Promise<string>;
  /** Ends the server at once, as a crash does: connections break in the middle. */
  crash(): Promise<void>;
  /** Starts it again after `crash`, at the same address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A real PostgreSQL in a temporary folder, on a free port. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  const port = await freePort();
  const options = {
    folder: join(folder, 'cluster'),
    port,
    password: randomUUID(),
    logFile: join(folder, 'postgres.log'),
  };
  let server = await startPostgres(options);
  return {
    async database() {
      const name = `test_${randomUUID().replaceAll('-', '')}`;
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return server.url.replace(/\/[^/]*$/, `/${name}`);
    },
    async crash() {
      process.kill(server.pid, 'SIGQUIT');
      await server.exited;
    },
    async restart() {
      server = await startPostgres(options);
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A pool for a test's own questions. Its end resolves before the sockets are closed, so a server that stops next still says
 * goodbye to them: heard by nobody, that would fail a test that has passed.
 */
export function openTestPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url });
  // Queries reject by themselves; this is of idle connections.
  pool.on('error', () => undefined);
  return pool;
}
