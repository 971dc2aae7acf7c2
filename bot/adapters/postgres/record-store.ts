import type { Kysely } from 'kysely';
import type { DutyRecord, RecordStore } from '../../ports/record-store.ts';
import type { DutyTables } from './duty-tables.ts';
import { callPostgres } from './postgres-errors.ts';

/** Records of one kind in PostgreSQL; a change locks its row. */
export function createRecordStore<T extends DutyRecord>(db: Kysely<DutyTables>, kind: string): RecordStore<T> {
  const columns = (record: T) => ({
    team: record.teamId,
    state: record.state,
    channel: record.channel ?? null,
    thread_ts: record.threadTs ?? null,
    record: JSON.stringify(record),
    changed_at: new Date(),
  });
  return {
    async add(record) {
      const inserted = await callPostgres(`keep a ${kind}`, () =>
        db
          .insertInto('duty_records')
          .values({ kind, id: record.id, ...columns(record) })
          .onConflict((conflict) => conflict.columns(['kind', 'id']).doNothing())
          .executeTakeFirst(),
      );
      return inserted.numInsertedOrUpdatedRows === 1n;
    },
    async find(id) {
      const row = await callPostgres(`find a ${kind}`, () =>
        db.selectFrom('duty_records').select('record').where('kind', '=', kind).where('id', '=', id).executeTakeFirst(),
      );
      return row?.record as T | undefined;
    },
    async change(id, change) {
      return callPostgres(`change a ${kind}`, () =>
        db.transaction().execute(async (transaction) => {
          const row = await transaction
            .selectFrom('duty_records')
            .select('record')
            .where('kind', '=', kind)
            .where('id', '=', id)
            .forUpdate()
            .executeTakeFirst();
          const changed = row === undefined ? undefined : change(row.record as T);
          if (changed === undefined) return undefined;
          await transaction
            .updateTable('duty_records')
            .set(columns(changed))
            .where('kind', '=', kind)
            .where('id', '=', id)
            .execute();
          return changed;
        }),
      );
    },
    async list({ teamId, states, channel, threadTs, limit = 200 }) {
      let query = db.selectFrom('duty_records').select('record').where('kind', '=', kind);
      if (teamId !== undefined) query = query.where('team', '=', teamId);
      if (states !== undefined) query = query.where('state', 'in', states.length > 0 ? states : ['']);
      if (channel !== undefined) query = query.where('channel', '=', channel);
      if (threadTs !== undefined) query = query.where('thread_ts', '=', threadTs);
      const rows = await callPostgres(`list each ${kind}`, () =>
        query.orderBy('created_at', 'desc').limit(limit).execute(),
      );
      return rows.map(({ record }) => record as T);
    },
  };
}
