import pg from 'pg';
import type { Secret } from '../../domain/secret.ts';
import { auditSchemaStatements } from './audit-schema.ts';
import { connectionTo } from './connection.ts';
import { callPostgres } from './postgres-errors.ts';

/**
 * Makes the audit's tables as the role that `url` signs in as, for the role `bot` to add to. May be run again, also to
 * take over what the bot made for itself. Throws SreError.
 */
export async function prepareAudit(url: Secret, bot: string): Promise<void> {
  await callPostgres('prepare the audit', async () => {
    const client = new pg.Client({ ...connectionTo(url), connectionTimeoutMillis: 10_000 });
    await client.connect();
    try {
      await client.query('begin');
      for (const statement of auditSchemaStatements(bot)) await client.query(statement);
      await client.query('commit');
    } finally {
      await client.end();
    }
  });
}
