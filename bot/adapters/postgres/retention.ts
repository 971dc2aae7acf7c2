import { type Kysely, sql } from 'kysely';
import { KEPT_TABLES } from './kept-tables.ts';
import { callPostgres } from './postgres-errors.ts';

/** Rows deleted by one statement: none holds its locks for long. */
const BATCH = 5_000;

/**
 * Deletes what has had its time, table by table, by the rules of kept-tables.ts; ended workflows by `deleteWorkflows`,
 * which takes all that belongs to them. Returns how many rows went, by table. Safe to repeat. Throws SreError.
 */
export async function deleteOld<T>(
  db: Kysely<T>,
  deleteWorkflows: (ids: readonly string[]) => Promise<void>,
): Promise<Readonly<Record<string, number>>> {
  const gone: Record<string, number> = {};
  for (const [table, { goes }] of Object.entries(KEPT_TABLES)) {
    if ('stays' in goes) continue;
    const deleteBatch =
      table === 'dbos.workflow_status'
        ? () => deleteEnded(db, goes.when, deleteWorkflows)
        : () => deleteRows(db, table, goes.when);
    for (let batch = BATCH; batch === BATCH; ) {
      batch = await callPostgres(`delete what is old in ${table}`, deleteBatch);
      if (batch > 0) gone[table] = (gone[table] ?? 0) + batch;
    }
  }
  return gone;
}

async function deleteRows<T>(db: Kysely<T>, table: string, when: string): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from ${sql.table(table)} where ctid in
      (select ctid from ${sql.table(table)} where ${sql.raw(when)} limit ${BATCH} for update skip locked)`.execute(db);
  return Number(numAffectedRows);
}

async function deleteEnded<T>(
  db: Kysely<T>,
  when: string,
  deleteWorkflows: (ids: readonly string[]) => Promise<void>,
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select workflow_uuid as id from dbos.workflow_status where ${sql.raw(when)} limit ${BATCH}`.execute(db);
  if (rows.length > 0) await deleteWorkflows(rows.map(({ id }) => id));
  return rows.length;
}
