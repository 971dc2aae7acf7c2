import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { SreError } from '../../domain/errors.ts';
import type { DeliveryLog, MessageLedger } from '../../ports/message-ledger.ts';
import { callPostgres } from './postgres-errors.ts';
import type { Tables } from './tables.ts';

/** Longer than one call of Slack may take; who posts asks again before each call. */
const HELD_SECONDS = 15;

export interface MessageLedgerOptions {
  /** Names this process among those that share the database; a random name when absent. */
  readonly holder?: string;
  /** How long a message stays with the process that began it and is not heard of again; 15 s when absent. */
  readonly heldSeconds?: number;
}

/** The message ledger in PostgreSQL, by its clock. */
export function createMessageLedger(db: Kysely<Tables>, options: MessageLedgerOptions = {}): MessageLedger {
  const { holder = randomUUID(), heldSeconds = HELD_SECONDS } = options;
  const held_until = sql<Date>`clock_timestamp() + make_interval(secs => ${heldSeconds})`;
  return {
    async begin(investigation, key) {
      return callPostgres('note a message', async () => {
        const begun = await db
          .insertInto('posted_messages')
          .values({ investigation, key, state: 'begun', holder, held_until })
          .onConflict((conflict) => conflict.columns(['investigation', 'key']).doNothing())
          .executeTakeFirst();
        if (begun.numInsertedOrUpdatedRows === 1n) return { state: 'new' };
        const taken = await db
          .updateTable('posted_messages')
          .set({ holder, held_until })
          .where('investigation', '=', investigation)
          .where('key', '=', key)
          .where('state', '=', 'begun')
          .where((where) =>
            where.or([
              where('holder', 'is', null),
              where('holder', '=', holder),
              where('held_until', '<', sql<Date>`clock_timestamp()`),
            ]),
          )
          .executeTakeFirst();
        if (taken.numUpdatedRows === 1n) return { state: 'unsure' };
        const row = await db
          .selectFrom('posted_messages')
          .selectAll()
          .where('investigation', '=', investigation)
          .where('key', '=', key)
          .executeTakeFirst();
        if (row?.state !== 'sent' || row.channel === null || row.ts === null) return { state: 'held' };
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

/** The delivery log in PostgreSQL. */
export function createDeliveryLog(db: Kysely<Tables>): DeliveryLog {
  const working = new Map<string, Promise<unknown>>();

  async function once(id: string, work: () => Promise<void>): Promise<boolean> {
    const known = await callPostgres('look for a delivery', () =>
      db.selectFrom('deliveries').select('id').where('id', '=', id).executeTakeFirst(),
    );
    if (known !== undefined) return false;
    await work();
    await callPostgres('note a delivery', () =>
      db
        .insertInto('deliveries')
        .values({ id })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute(),
    );
    return true;
  }

  return {
    // One after the other in this process; a delivery is with one process at a time.
    async once(id, work) {
      const before = working.get(id);
      const mine = Promise.resolve(before?.catch(() => undefined)).then(() => once(id, work));
      working.set(id, mine);
      try {
        return await mine;
      } finally {
        if (working.get(id) === mine) working.delete(id);
      }
    },
  };
}
