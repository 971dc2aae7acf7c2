import { describe, expect, test } from '@jest/globals';
import { type Kysely, sql } from 'kysely';
import { createAlertInbox } from '../../../../bot/adapters/postgres/alert-inbox.ts';
import type { Database } from '../../../../bot/adapters/postgres/database.ts';
import type { DutyTables } from '../../../../bot/adapters/postgres/duty-tables.ts';
import type { Alert } from '../../../../bot/domain/alert.ts';
import { databaseForEach } from '../../../support/database-for-each.ts';
import { waitFor } from '../../../support/wait-for.ts';

let database: Database;
databaseForEach((fresh) => {
  database = fresh;
});

const NOW = new Date('2026-03-04T05:00:00.000Z');
const alert = (fingerprint: string, status: Alert['status'] = 'firing') =>
  ({ fingerprint, status, name: 'Errors', startsAt: '2026-03-04T04:00:00.000Z', endsAt: null }) as unknown as Alert;

describe('alerts that two processes are sent at once', () => {
  test('in opposite orders wait for each other, and neither is refused', async () => {
    const db: Kysely<DutyTables> = database.db.withTables<DutyTables>();
    const inbox = createAlertInbox(db);
    const waiting = await db.transaction().execute(async (other) => {
      // The other process has written the first, not yet the second.
      await createAlertInbox(other).put([alert('a')], NOW);
      const put = inbox.put([alert('b'), alert('a')], NOW);
      await waitFor(async () => {
        const { rows } = await sql`select 1 from pg_stat_activity where wait_event_type = 'Lock'`.execute(db);
        return rows.length > 0;
      });
      await createAlertInbox(other).put([alert('b')], NOW);
      return { put };
    });
    expect(await waiting.put).toBe(0);
    expect(await inbox.next(10, NOW)).toHaveLength(2);
  });

  test('what is of one alert keeps its order', async () => {
    const inbox = createAlertInbox(database.db.withTables<DutyTables>());
    await inbox.put([alert('b', 'resolved'), alert('b'), alert('a')], NOW);
    const kept = (await inbox.next(10, NOW)).map(({ alert: { fingerprint, status } }) => `${fingerprint} ${status}`);
    expect(kept).toEqual(['a firing', 'b resolved', 'b firing']);
  });
});
