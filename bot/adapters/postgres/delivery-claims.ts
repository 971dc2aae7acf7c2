import { type Kysely, sql } from 'kysely';
import type { DeliveryClaims } from '../../ports/delivery-claims.ts';
import { callPostgres } from './postgres-errors.ts';
import type { SharedTables } from './shared-tables.ts';

/** Claims on deliveries in PostgreSQL, by its clock. Those that ended are forgotten now and then. */
export function createDeliveryClaims(db: Kysely<SharedTables>): DeliveryClaims {
  const inSeconds = (seconds: number) => sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})`;
  return {
    async claim(id, holder, seconds) {
      const until = inSeconds(seconds);
      return callPostgres('claim a delivery', async () => {
        const claimed = await db
          .insertInto('delivery_claims')
          .values({ id, holder, handled: false, until })
          .onConflict((conflict) =>
            conflict
              .column('id')
              .doUpdateSet({ holder, handled: false, until })
              .where('delivery_claims.until', '<', sql<Date>`clock_timestamp()`),
          )
          .executeTakeFirst();
        if (claimed.numInsertedOrUpdatedRows === 1n) return 'mine';
        const row = await db.selectFrom('delivery_claims').select('handled').where('id', '=', id).executeTakeFirst();
        return row?.handled === true ? 'handled' : 'taken';
      });
    },
    async handled(id, holder, keptSeconds) {
      await callPostgres('note a delivery as handled', () =>
        db
          .updateTable('delivery_claims')
          .set({ handled: true, until: inSeconds(keptSeconds) })
          .where('id', '=', id)
          .where('holder', '=', holder)
          .execute(),
      );
    },
    async release(id, holder) {
      await callPostgres('release a delivery', () =>
        db
          .deleteFrom('delivery_claims')
          .where('id', '=', id)
          .where('holder', '=', holder)
          .where('handled', '=', false)
          .execute(),
      );
    },
  };
}
