import { type Kysely, sql } from 'kysely';
import type { AlertInbox, Leases } from '../../ports/alert-inbox.ts';
import type { DutyTables } from './duty-tables.ts';
import { callPostgres } from './postgres-errors.ts';

/** The alert inbox in PostgreSQL. */
export function createAlertInbox(db: Kysely<DutyTables>): AlertInbox {
  return {
    async put(alerts, now) {
      if (alerts.length === 0) return 0;
      const values = alerts.map((alert) => ({
        fact: `${alert.fingerprint} ${alert.status} ${alert.status === 'firing' ? alert.startsAt : (alert.endsAt ?? alert.startsAt)}`,
        alert: JSON.stringify(alert),
        received_at: now,
      }));
      const inserted = await callPostgres('keep alerts', () =>
        db
          .insertInto('alert_inbox')
          .values(values)
          .onConflict((conflict) => conflict.column('fact').doNothing())
          .executeTakeFirst(),
      );
      return Number(inserted.numInsertedOrUpdatedRows ?? 0n);
    },
    async next(limit, now) {
      const rows = await callPostgres('read the alert inbox', () =>
        db
          .selectFrom('alert_inbox')
          .select(['id', 'alert', 'received_at'])
          .where('done_at', 'is', null)
          .where((where) => where.or([where('held_until', 'is', null), where('held_until', '<=', now)]))
          .orderBy('id')
          .limit(limit)
          .execute(),
      );
      return rows.map((row) => ({ id: row.id, alert: row.alert, receivedAt: row.received_at.toISOString() }));
    },
    async done(ids) {
      if (ids.length === 0) return;
      await callPostgres('note alerts as done', () =>
        db.updateTable('alert_inbox').set({ done_at: new Date() }).where('id', 'in', ids).execute(),
      );
    },
    async hold(ids, until) {
      if (ids.length === 0) return;
      await callPostgres('hold alerts', () =>
        db
          .updateTable('alert_inbox')
          .set({ held_until: new Date(until) })
          .where('id', 'in', ids)
          .execute(),
      );
    },
    async forget(before) {
      await callPostgres('forget alerts', () =>
        db.deleteFrom('alert_inbox').where('done_at', '<', new Date(before)).execute(),
      );
    },
  };
}

/** Leases in PostgreSQL, by its clock. */
export function createLeases(db: Kysely<DutyTables>): Leases {
  return {
    async take(name, holder, seconds) {
      const until = sql<Date>`now() + make_interval(secs => ${seconds})`;
      const taken = await callPostgres('take a lease', () =>
        db
          .insertInto('leases')
          .values({ name, holder, until })
          .onConflict((conflict) =>
            conflict
              .column('name')
              .doUpdateSet({ holder, until })
              .where((where) =>
                where.or([where('leases.holder', '=', holder), where('leases.until', '<', sql<Date>`now()`)]),
              ),
          )
          .executeTakeFirst(),
      );
      return taken.numInsertedOrUpdatedRows === 1n;
    },
  };
}
