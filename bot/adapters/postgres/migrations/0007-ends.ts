import { type Kysely, type Migration, sql } from 'kysely';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('investigations')
    .addColumn('examinations', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('told_at', 'timestamptz')
    .addColumn('tell_at', 'timestamptz')
    .addColumn('tellings', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  // What ended before was told in the same step as it was kept.
  await sql`update investigations set told_at = ended_at where ended_at is not null`.execute(db);
  await db.schema
    .createIndex('investigations_untold')
    .on('investigations')
    .column('tell_at')
    .where(sql.ref('tell_at'), 'is not', null)
    .execute();
  await db.schema
    .createIndex('investigations_running')
    .on('investigations')
    .column('started_at')
    .where(sql.ref('status'), '=', 'running')
    .execute();
}

/** How often an investigation began to look, and whether its end reached anybody. */
export const ends: Migration = { up };
