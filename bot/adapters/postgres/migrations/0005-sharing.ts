import { type Kysely, type Migration, sql } from 'kysely';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('posted_messages')
    .addColumn('holder', 'text')
    .addColumn('held_until', 'timestamptz')
    .execute();
  await db.schema
    .createTable('delivery_claims')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('handled', 'boolean', (column) => column.notNull())
    .addColumn('until', 'timestamptz', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('channel_turns')
    .addColumn('channel', 'text', (column) => column.primaryKey())
    .addColumn('next_at', 'timestamptz', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('recent_asks')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('times', sql`timestamptz[]`, (column) => column.notNull())
    .addColumn('most', 'integer', (column) => column.notNull())
    .addColumn('granted', 'boolean', (column) => column.notNull())
    .addColumn('first_refusal', 'boolean', (column) => column.notNull())
    .addColumn('asked_at', 'timestamptz', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('delivery_claims_by_end').on('delivery_claims').column('until').execute();
}

/** What several processes share: who posts a message, who handles a delivery, the pace of a channel, who asks how often. */
export const sharing: Migration = { up };
