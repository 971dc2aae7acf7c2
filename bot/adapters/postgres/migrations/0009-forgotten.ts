import { type Kysely, type Migration, sql } from 'kysely';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('forgotten')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('slack_user', 'text', (column) => column.notNull())
    .addColumn('known_as', 'jsonb', (column) => column.notNull())
    .addColumn('asked_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('forgotten_key', ['team', 'slack_user'])
    .execute();
}

/** Who asked to be forgotten while something of theirs was under way. */
export const forgotten: Migration = { up };
