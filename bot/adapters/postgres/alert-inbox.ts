import { type Kysely, sql } from 'kysely';
import type { Alert } from '../../domain/alert.ts';
import type { AlertInbox } from '../../ports/alert-inbox.ts';
import type { DutyTables } from './duty-tables.ts';
import { changeUnder } from './leases.ts';
import { inOneOrder } from './one-order.ts';
import { callPostgres } from './postgres-errors.ts';

/** The alert inbox in PostgreSQL. */
export function createAlertInbox(db: Kysely<DutyTables>): AlertInbox {
  return {
    async put(alerts, now) {
      if (alerts.length === 0) return 0;
      // What is of one alert keeps its order, for a recovery ends what came before it.
      const values = inOneOrder(alerts, ({ fingerprint }) => fingerprint).map((alert) => ({
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
    async done(ids, under) {
      if (ids.length === 0) return;
      await changeUnder(
        db,
        under,
        'note alerts as done',
        (isHeld) => sql`
          update alert_inbox set done_at = now() where id = any(${ids}::bigint[]) and ${isHeld} returning id::text`,
      );
    },
    async hold(ids, until, under) {
      if (ids.length === 0) return;
      await changeUnder(
        db,
        under,
        'hold alerts',
        (isHeld) => sql`
          update alert_inbox set held_until = ${until}::timestamptz
          where id = any(${ids}::bigint[]) and ${isHeld} returning id::text`,
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
    async release(now, under) {
      await changeUnder(
        db,
        under,
        'release alerts',
        (isHeld) => sql`
          update alert_inbox set held_until = ${now} where done_at is null and held_until > ${now} and ${isHeld}
          returning id::text`,
      );
    },
    async recovered(recoveries, under) {
      if (recoveries.length === 0) return [];
      const fingerprints = recoveries.map(({ fingerprint }) => fingerprint);
      const ids = recoveries.map(({ id }) => id);
      const dropped = await changeUnder(
        db,
        under,
        'drop held alerts that recovered',
        (isHeld) => sql<{ id: string }>`
          update alert_inbox set done_at = now()
          from unnest(${fingerprints}::text[], ${ids}::bigint[]) as recovery (fingerprint, id)
          where done_at is null and held_until is not null
            and alert->>'fingerprint' = recovery.fingerprint and alert_inbox.id < recovery.id and ${isHeld}
          returning alert_inbox.id::text as id`,
      );
      return dropped.map(({ id }) => id);
    },
    async began(from, to) {
      const counted = await callPostgres('count alerts of a time', () =>
        sql<{ alerts: number }>`
          select count(distinct alert->>'fingerprint')::int as alerts from alert_inbox
          where received_at >= ${from}::timestamptz and alert->>'status' = 'firing'
            and (alert->>'startsAt')::timestamptz between ${from}::timestamptz and ${to}::timestamptz`.execute(db),
      );
      return counted.rows[0]?.alerts ?? 0;
    },
  };
}
