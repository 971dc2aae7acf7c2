import type { Kysely, Selectable } from 'kysely';
import type { InvestigationRecord, InvestigationStore } from '../../ports/investigation-store.ts';
import { callPostgres } from './postgres-errors.ts';
import type { Tables } from './tables.ts';

/** Investigations in PostgreSQL. */
export function createInvestigationStore(db: Kysely<Tables>): InvestigationStore {
  const end = (id: string) => db.updateTable('investigations').where('id', '=', id).where('status', '=', 'running');
  return {
    async begin(request) {
      await callPostgres('note an investigation', () =>
        db
          .insertInto('investigations')
          .values({
            id: request.id,
            team: request.thread.teamId,
            channel: request.thread.channel,
            thread_ts: request.thread.threadTs ?? null,
            request: JSON.stringify(request),
            status: 'running',
          })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .execute(),
      );
    },
    async opened(id, threadTs) {
      await callPostgres('note a thread', () =>
        db.updateTable('investigations').set({ thread_ts: threadTs }).where('id', '=', id).execute(),
      );
    },
    async answered(id, answer) {
      await callPostgres('keep an answer', () =>
        end(id)
          .set({ status: 'answered', answer: JSON.stringify(answer), ended_at: new Date() })
          .execute(),
      );
    },
    async ended(id, status, wording) {
      await callPostgres('note an end', () => end(id).set({ status, wording, ended_at: new Date() }).execute());
    },
    async find(id) {
      const row = await callPostgres('find an investigation', () =>
        db.selectFrom('investigations').selectAll().where('id', '=', id).executeTakeFirst(),
      );
      return row === undefined ? undefined : toRecord(row);
    },
    async inThread(thread) {
      if (thread.threadTs === undefined) return [];
      const { threadTs } = thread;
      const rows = await callPostgres('read the investigations of a thread', () =>
        db
          .selectFrom('investigations')
          .selectAll()
          .where('team', '=', thread.teamId)
          .where('channel', '=', thread.channel)
          .where('thread_ts', '=', threadTs)
          .orderBy('started_at', 'desc')
          .execute(),
      );
      return rows.map(toRecord);
    },
  };
}

/** A row as the port shows it. */
export function toRecord(row: Selectable<Tables['investigations']>): InvestigationRecord {
  return {
    request: row.request,
    status: row.status,
    ...(row.thread_ts === null ? {} : { threadTs: row.thread_ts }),
    ...(row.answer === null ? {} : { answer: row.answer }),
    ...(row.wording === null ? {} : { wording: row.wording }),
    startedAt: row.started_at.toISOString(),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at.toISOString() }),
  };
}
