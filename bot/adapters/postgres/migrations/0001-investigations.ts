import { type Kysely, type Migration, sql } from 'kysely';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('investigations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('thread_ts', 'text')
    .addColumn('request', 'jsonb', (column) => column.notNull())
    .addColumn('status', 'text', (column) =>
      column.notNull().check(sql`status in ('running', 'answered', 'failed', 'stopped')`),
    )
    .addColumn('answer', 'jsonb')
    .addColumn('wording', 'text')
    .addColumn('started_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('ended_at', 'timestamptz')
    .execute();
  await db.schema
    .createIndex('investigations_by_thread')
    .on('investigations')
    .columns(['team', 'channel', 'thread_ts', 'started_at'])
    .execute();
  await db.schema
    .createTable('posted_messages')
    .addColumn('investigation', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull().check(sql`state in ('begun', 'sent')`))
    .addColumn('channel', 'text')
    .addColumn('ts', 'text')
    .addColumn('begun_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('posted_messages_key', ['investigation', 'key'])
    .execute();
  await db.schema
    .createTable('deliveries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('received_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .execute();
  await db.schema.createIndex('deliveries_by_time').on('deliveries').column('received_at').execute();
}

/** Investigations, the messages they posted, and the deliveries that were handled. */
export const investigations: Migration = { up };
