import { type Kysely, type Migration, sql } from 'kysely';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('thread_rulings')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('thread_ts', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('ruled_out', 'boolean', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('thread_rulings_key', ['team', 'channel', 'thread_ts', 'subject'])
    .execute();
  await db.schema
    .createTable('preferences')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('slack_user', 'text', (column) => column.notNull())
    .addColumn('chosen', 'jsonb', (column) => column.notNull())
    .addPrimaryKeyConstraint('preferences_key', ['team', 'slack_user'])
    .execute();
  await db.schema
    .createTable('feedback')
    .addColumn('investigation', 'text', (column) => column.notNull())
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('slack_user', 'text', (column) => column.notNull())
    .addColumn('was_right', 'boolean', (column) => column.notNull())
    .addColumn('about', 'text', (column) => column.notNull())
    .addColumn('correction', 'text')
    .addColumn('at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('feedback_key', ['investigation', 'slack_user'])
    .execute();
  await db.schema.createIndex('investigations_by_start').on('investigations').columns(['team', 'started_at']).execute();
}

/** What people ruled out in a thread, what each person prefers and said of answers, and investigations by their start. */
export const companion: Migration = { up };
