import { type Kysely, sql } from 'kysely';
import type { Alert } from '../../domain/alert.ts';
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
    async held(now) {
      const rows = await callPostgres('count held alerts', () =>
        db
          .selectFrom('alert_inbox')
          .select([
            sql<string>`alert->>'name'`.as('name'),
            sql<Alert['target'] | null>`alert->'target'`.as('target'),
            sql<number>`count(distinct alert->>'fingerprint')::int`.as('count'),
          ])
          .where('done_at', 'is', null)
          .where('held_until', '>', now)
          .groupBy([sql`1`, sql`2`])
          .execute(),
      );
      return rows.map(({ name, target, count }) => ({ name, ...(target && { target }), count }));
    },
    async release(now) {
      await callPostgres('release alerts', () =>
        db
          .updateTable('alert_inbox')
          .set({ held_until: now })
          .where('done_at', 'is', null)
          .where('held_until', '>', now)
          .execute(),
      );
    },
    async recovered(recoveries) {
      if (recoveries.length === 0) return [];
      const fingerprints = recoveries.map(({ fingerprint }) => fingerprint);
      const ids = recoveries.map(({ id }) => id);
      const dropped = await callPostgres('drop held alerts that recovered', () =>
        sql<{ id: string }>`
          update alert_inbox set done_at = now()
          from unnest(${fingerprints}::text[], ${ids}::bigint[]) as recovery (fingerprint, id)
          where done_at is null and held_until is not null
            and alert->>'fingerprint' = recovery.fingerprint and alert_inbox.id < recovery.id
          returning alert_inbox.id`.execute(db),
      );
      return dropped.rows.map(({ id }) => id);
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
