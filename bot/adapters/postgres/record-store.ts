import { type Kysely, sql } from 'kysely';
import { SreError } from '../../domain/errors.ts';
import type { Lease } from '../../ports/leases.ts';
import type { DutyRecord, RecordStore } from '../../ports/record-store.ts';
import type { DutyTables } from './duty-tables.ts';
import { changeUnder } from './leases.ts';
import { inOneOrder } from './one-order.ts';
import { callPostgres } from './postgres-errors.ts';

/** A change that others were quicker than is made again on what they left. */
const MOST_TRIES = 20;

/**
 * Records of one kind in PostgreSQL. A change locks its row; one under a lease, and one of many records, is made on the
 * version that was read instead and locks nothing meanwhile (`xmin` is another with every version of a row).
 */
export function createRecordStore<T extends DutyRecord>(db: Kysely<DutyTables>, kind: string): RecordStore<T> {
  const columns = (record: T) => ({
    team: record.teamId,
    state: record.state,
    channel: record.channel ?? null,
    thread_ts: record.threadTs ?? null,
    record: JSON.stringify(record),
    changed_at: new Date(),
  });

  async function versionsOf(ids: readonly string[]) {
    const { rows } = await callPostgres(`read each ${kind}`, () =>
      sql<{ id: string; record: T; version: string }>`
        select id, record, xmin::text as version from duty_records where kind = ${kind} and id = any(${ids})`.execute(
        db,
      ),
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Writes records over the versions given; those that are not known yet are added. Returns the ids of what was written. */
  async function write(records: readonly { record: T; version?: string | undefined }[], under: Lease | undefined) {
    const of = (read: (one: T) => string | null) => records.map(({ record }) => read(record));
    const given = sql`
      select * from unnest(${of(({ id }) => id)}::text[], ${of(({ teamId }) => teamId)}::text[],
        ${of(({ state }) => state)}::text[], ${of(({ channel = null }) => channel)}::text[],
        ${of(({ threadTs = null }) => threadTs)}::text[], ${of((record) => JSON.stringify(record))}::text[],
        ${records.map(({ version = null }) => version)}::text[])
        as given (id, team, state, channel, thread_ts, record, version)`;
    const written = await changeUnder(
      db,
      under,
      `keep each ${kind}`,
      (isHeld) => sql<{ id: string }>`
        insert into duty_records (kind, id, team, state, channel, thread_ts, record, changed_at)
        select ${kind}, id, team, state, channel, thread_ts, record::jsonb, clock_timestamp()
          from (${given}) as given where version is null and ${isHeld}
        on conflict (kind, id) do nothing returning id`,
    );
    const known = records.filter(({ version }) => version !== undefined);
    if (known.length === 0) return new Set(written.map(({ id }) => id));
    const changed = await changeUnder(
      db,
      under,
      `change each ${kind}`,
      (isHeld) => sql<{ id: string }>`
        update duty_records as row set team = given.team, state = given.state, channel = given.channel,
          thread_ts = given.thread_ts, record = given.record::jsonb, changed_at = clock_timestamp()
        from (${given}) as given
        where row.kind = ${kind} and row.id = given.id and row.xmin::text = given.version and ${isHeld}
        returning row.id`,
    );
    return new Set([...written, ...changed].map(({ id }) => id));
  }

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
    async change(id, change, under) {
      if (under === undefined) return changeLocked(id, change);
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const row = (await versionsOf([id])).get(id);
        const changed = row && change(row.record);
        if (changed === undefined) return undefined;
        if ((await write([{ record: changed, version: row?.version }], under)).has(id)) return changed;
      }
      throw new SreError('unavailable', `a ${kind} changes too often to be changed`);
    },
    async keep(records, change, under) {
      let left = inOneOrder([...new Map(records.map((record) => [record.id, record])).values()], ({ id }) => id);
      for (let tries = 0; left.length > 0; tries += 1) {
        if (tries >= MOST_TRIES) throw new SreError('unavailable', `records (${kind}) change too often to be kept`);
        const known = await versionsOf(left.map(({ id }) => id));
        const written = await write(
          left.map((given) => {
            const row = known.get(given.id);
            return row === undefined ? { record: given } : { record: change(row.record, given), version: row.version };
          }),
          under,
        );
        left = left.filter(({ id }) => !written.has(id));
      }
    },
    async list({ teamId, states, channel, threadTs, limit = 200 }) {
      let query = db.selectFrom('duty_records').select('record').where('kind', '=', kind);
      if (teamId !== undefined) query = query.where('team', '=', teamId);
      if (states !== undefined) query = query.where('state', 'in', states.length > 0 ? states : ['']);
      if (channel !== undefined) query = query.where('channel', '=', channel);
      if (threadTs !== undefined) query = query.where('thread_ts', '=', threadTs);
      if (Number.isFinite(limit)) query = query.limit(limit);
      const rows = await callPostgres(`list each ${kind}`, () => query.orderBy('created_at', 'desc').execute());
      return rows.map(({ record }) => record as T);
    },
  };

  function changeLocked(id: string, change: (current: T) => T | undefined): Promise<T | undefined> {
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
  }
}
