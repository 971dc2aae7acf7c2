import { type Kysely, sql } from 'kysely';
import { SreError } from '../../domain/errors.ts';
import type { DeliveryLog, MessageLedger } from '../../ports/message-ledger.ts';
import { callPostgres } from './postgres-errors.ts';
import type { Tables } from './tables.ts';

/** How long Slack may still repeat a delivery is minutes; a week leaves a margin for restored queues. */
const DELIVERIES_KEPT = sql<Date>`now() - interval '7 days'`;

/** The message ledger in PostgreSQL. */
export function createMessageLedger(db: Kysely<Tables>): MessageLedger {
  return {
    async begin(investigation, key) {
      return callPostgres('note a message', async () => {
        const inserted = await db
          .insertInto('posted_messages')
          .values({ investigation, key, state: 'begun' })
          .onConflict((conflict) => conflict.columns(['investigation', 'key']).doNothing())
          .executeTakeFirst();
        if (inserted.numInsertedOrUpdatedRows === 1n) return { state: 'new' };
        const row = await db
          .selectFrom('posted_messages')
          .selectAll()
          .where('investigation', '=', investigation)
          .where('key', '=', key)
          .executeTakeFirst();
        if (row?.state !== 'sent' || row.channel === null || row.ts === null) return { state: 'unsure' };
        return { state: 'sent', channel: row.channel, ts: row.ts };
      });
    },
    async sent(investigation, key, message) {
      const updated = await callPostgres('note a posted message', () =>
        db
          .updateTable('posted_messages')
          .set({ state: 'sent', channel: message.channel, ts: message.ts })
          .where('investigation', '=', investigation)
          .where('key', '=', key)
          .executeTakeFirst(),
      );
      if (updated.numUpdatedRows === 0n) throw new SreError('internal', 'a message was posted that was never begun');
    },
  };
}

/** The delivery log in PostgreSQL. Old deliveries are forgotten now and then, when a new one comes. */
export function createDeliveryLog(db: Kysely<Tables>): DeliveryLog {
  return {
    async first(id) {
      return callPostgres('note a delivery', async () => {
        const inserted = await db
          .insertInto('deliveries')
          .values({ id })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst();
        const isFirst = inserted.numInsertedOrUpdatedRows === 1n;
        if (isFirst && Math.random() < 0.01) {
          await db.deleteFrom('deliveries').where('received_at', '<', DELIVERIES_KEPT).execute();
        }
        return isFirst;
      });
    },
  };
}
