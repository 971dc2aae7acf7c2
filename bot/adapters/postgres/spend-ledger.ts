import { type Kysely, sql } from 'kysely';
import type { SpendLedger } from '../../ports/spend-ledger.ts';
import { callPostgres } from './postgres-errors.ts';
import type { Tables } from './tables.ts';

/** An account's spending in one row (the column `day` was named for the first kind of them), so that processes that reserve at once cannot pass the limit together. */
export function createSpendLedger(db: Kysely<Tables>): SpendLedger {
  return {
    async reserve(account, amount, limit) {
      if (amount > limit) return false;
      const row = await callPostgres('reserve money', () =>
        db
          .insertInto('reasoning_spend')
          .values({ day: account, micro_dollars: amount })
          .onConflict((conflict) =>
            conflict
              .column('day')
              .doUpdateSet({ micro_dollars: sql`reasoning_spend.micro_dollars + ${amount}` })
              .where(sql<boolean>`reasoning_spend.micro_dollars + ${amount} <= ${limit}`),
          )
          .returning('day')
          .executeTakeFirst(),
      );
      return row !== undefined;
    },
    async settle(account, reserved, spent) {
      await callPostgres('settle money', () =>
        db
          .updateTable('reasoning_spend')
          .set({ micro_dollars: sql`greatest(0, micro_dollars + ${spent - reserved})` })
          .where('day', '=', account)
          .execute(),
      );
    },
    async spentOn(account) {
      const row = await callPostgres('read spending', () =>
        db.selectFrom('reasoning_spend').select('micro_dollars').where('day', '=', account).executeTakeFirst(),
      );
      return Number(row?.micro_dollars ?? 0);
    },
  };
}
