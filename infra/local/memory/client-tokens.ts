import { createHash } from 'node:crypto';
import type pg from 'pg';
import { InvalidInput } from './input.ts';

/** Runs `work` once for a client token: a repeated request gets the first answer, a different one is refused. */
export async function once<T>(
  pool: pg.Pool,
  request: { readonly memoryId: string; readonly operation: string; readonly token?: string; readonly input: unknown },
  work: (client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { memoryId, operation, token } = request;
    const key = [memoryId, operation, token];
    const hash = createHash('sha256').update(JSON.stringify(request.input)).digest('hex');
    if (token !== undefined) {
      await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key.join('\n')]);
      const found = await client.query<{ request_hash: string; response: T }>(
        `select request_hash, response from agentcore_memory.client_tokens
          where memory_id = $1 and operation = $2 and token = $3`,
        key,
      );
      const earlier = found.rows[0];
      if (earlier) {
        if (earlier.request_hash === hash) {
          await client.query('commit');
          client.release();
          return earlier.response;
        }
        const message = 'The client token was used with other parameters.';
        throw new InvalidInput(message, [], 'IdempotentParameterMismatchException');
      }
    }
    const response = await work(client);
    if (token !== undefined) {
      await client.query('insert into agentcore_memory.client_tokens values ($1, $2, $3, $4, $5)', [
        ...key,
        hash,
        JSON.stringify(response),
      ]);
    }
    await client.query('commit');
    client.release();
    return response;
  } catch (error) {
    // A connection in the middle of a transaction is not used again: closing it rolls back.
    client.release(true);
    throw error;
  }
}
