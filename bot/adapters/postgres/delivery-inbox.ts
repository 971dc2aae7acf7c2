import { type Kysely, sql } from 'kysely';
import type { DeliveryInbox } from '../../ports/delivery-inbox.ts';
import { inBatches } from './in-batches.ts';
import { inOneOrder } from './one-order.ts';
import { callPostgres } from './postgres-errors.ts';
import type { SharedTables } from './shared-tables.ts';

type Row = { readonly id: string; readonly body: string; readonly holder: string };

/** Deliveries in one statement. */
const MOST_AT_ONCE = 50;

/** The inbox of deliveries in PostgreSQL, by its clock. Those that were done are forgotten now and then. */
export function createDeliveryInbox(db: Kysely<SharedTables>): DeliveryInbox {
  const keep = inBatches<Row, boolean>(MOST_AT_ONCE, async (rows) => {
    const kept = await callPostgres('keep deliveries', () =>
      db
        .insertInto('delivery_inbox')
        .values(inOneOrder(rows, ({ id }) => id))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .execute(),
    );
    // Of two of one id the first is kept.
    const fresh = new Set(kept.map(({ id }) => id));
    return rows.map(({ id }) => fresh.delete(id));
  });
  return {
    put: ({ id, body }, holder) => keep({ id, body: JSON.stringify(body), holder }),
    async done(id) {
      await callPostgres('note a delivery as done', () =>
        db
          .updateTable('delivery_inbox')
          .set({ done_at: sql`clock_timestamp()`, body: null, again_at: null })
          .where('id', '=', id)
          .execute(),
      );
    },
    async again(id, seconds) {
      await callPostgres('put off a delivery', () =>
        db
          .updateTable('delivery_inbox')
          .set({ again_at: sql`clock_timestamp() + make_interval(secs => ${seconds})` })
          .where('id', '=', id)
          .where('done_at', 'is', null)
          .execute(),
      );
    },
    async holders(holder) {
      const rows = await callPostgres('list who holds deliveries', () =>
        db
          .selectFrom('delivery_inbox')
          .select('holder')
          .distinct()
          .where('done_at', 'is', null)
          .where('holder', '<>', holder)
          .execute(),
      );
      return rows.map((row) => row.holder);
    },
    async take(holder, gone, limit) {
      const rows = await callPostgres('take over deliveries', () =>
        db
          .updateTable('delivery_inbox')
          .set({ holder, again_at: null, attempts: sql`attempts + 1` })
          .where('id', 'in', (left) =>
            left
              .selectFrom('delivery_inbox')
              .select('id')
              .where('done_at', 'is', null)
              .where((where) =>
                where.or([
                  where('holder', 'in', gone.length > 0 ? gone : ['']),
                  where('again_at', '<', sql<Date>`clock_timestamp()`),
                ]),
              )
              .orderBy('received_at')
              .limit(limit)
              .forUpdate()
              .skipLocked(),
          )
          .returning(['id', 'body', 'attempts'])
          .execute(),
      );
      return rows.flatMap(({ id, body, attempts }) =>
        body === null ? [] : [{ id, body: JSON.parse(body) as Record<string, unknown>, attempts }],
      );
    },
  };
}
