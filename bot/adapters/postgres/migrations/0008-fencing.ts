import type { Kysely, Migration } from 'kysely';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('leases')
    .addColumn('token', 'bigint', (column) => column.notNull().defaultTo(1))
    .execute();
}

/** A lease's token, which another holder makes larger: a writer who lost the lease is known by it. */
export const fencing: Migration = { up };
