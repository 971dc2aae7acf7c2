import { type Kysely, sql } from 'kysely';
import type { InvestigationHistory } from '../../ports/investigation-history.ts';
import { toRecord } from './investigation-store.ts';
import { callPostgres } from './postgres-errors.ts';
import type { Tables } from './tables.ts';

/** Investigations over many threads, in PostgreSQL. */
export function createInvestigationHistory(db: Kysely<Tables>): InvestigationHistory {
  return {
    async recent(teamId, { channel, component, status, askedBy, limit }) {
      let query = db.selectFrom('investigations').selectAll().where('team', '=', teamId);
      if (channel !== undefined) query = query.where('channel', '=', channel);
      if (status !== undefined) query = query.where('status', '=', status);
      if (askedBy !== undefined) query = query.where(sql`request -> 'askedBy' ->> 'slackUserId'`, '=', askedBy);
      if (component !== undefined) {
        query = query.where((where) =>
          where.or([
            where(sql`(request -> 'target' ->> 'kind') || '/' || (request -> 'target' ->> 'name')`, '=', component),
            where(sql`answer -> 'hypotheses' -> 0 ->> 'component'`, '=', component),
          ]),
        );
      }
      const rows = await callPostgres('read earlier investigations', () =>
        query.orderBy('started_at', 'desc').limit(limit).execute(),
      );
      return rows.map(toRecord);
    },
  };
}
