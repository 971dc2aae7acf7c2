import type { Kysely } from 'kysely';
import type { Rulings } from '../../ports/rulings.ts';
import { callPostgres } from './postgres-errors.ts';
import type { Tables } from './tables.ts';

/** Rulings of threads, in PostgreSQL. */
export function createRulings(db: Kysely<Tables>): Rulings {
  return {
    async of({ teamId, channel, threadTs }) {
      if (threadTs === undefined) return [];
      const rows = await callPostgres('read rulings', () =>
        db
          .selectFrom('thread_rulings')
          .selectAll()
          .where('team', '=', teamId)
          .where('channel', '=', channel)
          .where('thread_ts', '=', threadTs)
          .orderBy('at')
          .execute(),
      );
      return rows.map((row) => ({ subject: row.subject, out: row.ruled_out, by: row.by, at: row.at.toISOString() }));
    },
    async rule({ teamId, channel, threadTs }, ruling) {
      if (threadTs === undefined) return;
      const { subject, by } = ruling;
      const said = { ruled_out: ruling.out, by, at: new Date(ruling.at) };
      await callPostgres('note a ruling', () =>
        db
          .insertInto('thread_rulings')
          .values({ team: teamId, channel, thread_ts: threadTs, subject, ...said })
          .onConflict((conflict) => conflict.columns(['team', 'channel', 'thread_ts', 'subject']).doUpdateSet(said))
          .execute(),
      );
    },
  };
}
