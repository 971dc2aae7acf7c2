import { type Kysely, type Migration, sql } from 'kysely';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('delivery_inbox')
    .addColumn('id', 'text', (column) => column.primaryKey())
    // Text and not jsonb, which refuses characters that people may write. Gone once the delivery is done.
    .addColumn('body', 'text')
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(1))
    .addColumn('received_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('again_at', 'timestamptz')
    .addColumn('done_at', 'timestamptz')
    .execute();
  await db.schema
    .createIndex('delivery_inbox_left')
    .on('delivery_inbox')
    .columns(['holder', 'received_at'])
    .where(sql.ref('done_at'), 'is', null)
    .execute();
  await db.schema.createIndex('delivery_inbox_by_end').on('delivery_inbox').column('done_at').execute();
}

/** Deliveries of Slack's that are acknowledged and not done yet. */
export const deliveryInbox: Migration = { up };
