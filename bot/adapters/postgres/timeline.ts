import type { Kysely } from 'kysely';
import type { Timeline } from '../../ports/timeline.ts';
import type { DutyTables } from './duty-tables.ts';
import { callPostgres } from './postgres-errors.ts';

const MOST_ENTRIES = 1_000;

/** The timeline of threads in PostgreSQL. */
export function createTimeline(db: Kysely<DutyTables>): Timeline {
  return {
    async add(thread, fact, entry) {
      await callPostgres('note what happened', () =>
        db
          .insertInto('timeline')
          .values({
            fact: `${thread.teamId} ${thread.channel} ${thread.threadTs} ${fact}`,
            team: thread.teamId,
            channel: thread.channel,
            thread_ts: thread.threadTs,
            entry: JSON.stringify(entry),
            at: new Date(entry.at),
          })
          .onConflict((conflict) => conflict.column('fact').doNothing())
          .execute(),
      );
    },
    async of(thread) {
      const rows = await callPostgres('read a timeline', () =>
        db
          .selectFrom('timeline')
          .select('entry')
          .where('team', '=', thread.teamId)
          .where('channel', '=', thread.channel)
          .where('thread_ts', '=', thread.threadTs)
          .orderBy('at')
          .orderBy('id')
          .limit(MOST_ENTRIES)
          .execute(),
      );
      return rows.map(({ entry }) => entry);
    },
  };
}
