import { type Kysely, type Selectable, sql } from 'kysely';
import type { InvestigationRecord, InvestigationStore } from '../../ports/investigation-store.ts';
import { callPostgres } from './postgres-errors.ts';
import type { Tables } from './tables.ts';

/** Investigations in PostgreSQL. */
export function createInvestigationStore(db: Kysely<Tables>): InvestigationStore {
  const end = (id: string, told: boolean) =>
    db
      .updateTable('investigations')
      .where('id', '=', id)
      .where('status', '=', 'running')
      .set({
        ended_at: sql`clock_timestamp()`,
        ...(told ? { told_at: sql`clock_timestamp()` } : { tell_at: sql`clock_timestamp()` }),
      });
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
    async examines(id) {
      const row = await callPostgres('note an examination', () =>
        db
          .updateTable('investigations')
          .set({ examinations: sql`examinations + 1` })
          .where('id', '=', id)
          .returning('examinations')
          .executeTakeFirst(),
      );
      return row?.examinations ?? 1;
    },
    async answered(id, answer, told) {
      await callPostgres('keep an answer', () =>
        end(id, told)
          .set({ status: 'answered', answer: JSON.stringify(answer) })
          .execute(),
      );
    },
    async revised(id, answer) {
      await callPostgres('keep another answer', () =>
        db
          .updateTable('investigations')
          .set({ answer: JSON.stringify(answer) })
          .where('id', '=', id)
          .where('status', '=', 'answered')
          .execute(),
      );
    },
    async ended(id, status, wording, told) {
      await callPostgres('note an end', () => end(id, told).set({ status, wording }).execute());
    },
    async told(id) {
      await callPostgres('note that an end was told', () =>
        db
          .updateTable('investigations')
          .set({ told_at: sql`clock_timestamp()`, tell_at: null })
          .where('id', '=', id)
          .execute(),
      );
    },
    async untold(limit) {
      const rows = await callPostgres('find ends to tell', () =>
        db
          .updateTable('investigations')
          .set({
            tellings: sql`tellings + 1`,
            tell_at: sql`case when ended_at > now() - interval '7 days'
              then clock_timestamp() + least(power(2, tellings) * interval '30 seconds', interval '1 hour') end`,
          })
          .where('id', 'in', (due) =>
            due
              .selectFrom('investigations')
              .select('id')
              .where('tell_at', '<', sql<Date>`clock_timestamp()`)
              .orderBy('tell_at')
              .limit(limit)
              .forUpdate()
              .skipLocked(),
          )
          .returningAll()
          .execute(),
      );
      return rows.map(toRecord);
    },
    async running(seconds, limit) {
      const rows = await callPostgres('list what runs', () =>
        db
          .selectFrom('investigations')
          .select('id')
          .where('status', '=', 'running')
          .where('started_at', '<', sql<Date>`now() - make_interval(secs => ${seconds})`)
          .orderBy('started_at')
          .limit(limit)
          .execute(),
      );
      return rows.map(({ id }) => id);
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
