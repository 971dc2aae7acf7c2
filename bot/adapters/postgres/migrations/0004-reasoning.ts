import type { Kysely, Migration } from 'kysely';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('reasoning_spend')
    .addColumn('day', 'text', (column) => column.primaryKey())
    .addColumn('micro_dollars', 'bigint', (column) => column.notNull())
    .execute();
}

/** What reasoning cost each day. */
export const reasoning: Migration = { up };
