import type { Kysely } from 'kysely';
import type { FeedbackLog } from '../../ports/feedback-log.ts';
import { callPostgres } from './postgres-errors.ts';
import type { Tables } from './tables.ts';

/** People's feedback, in PostgreSQL. */
export function createFeedbackLog(db: Kysely<Tables>): FeedbackLog {
  return {
    async give({ teamId, slackUserId }, { investigation, right, about, correction, at }) {
      const said = { was_right: right, about, correction: correction ?? null, at: new Date(at) };
      await callPostgres('keep feedback', () =>
        db
          .insertInto('feedback')
          .values({ investigation, team: teamId, slack_user: slackUserId, ...said })
          .onConflict((conflict) => conflict.columns(['investigation', 'slack_user']).doUpdateSet(said))
          .execute(),
      );
    },
    async recent({ teamId, slackUserId }, limit) {
      const rows = await callPostgres('read feedback', () =>
        db
          .selectFrom('feedback')
          .selectAll()
          .where('team', '=', teamId)
          .where('slack_user', '=', slackUserId)
          .orderBy('at', 'desc')
          .limit(limit)
          .execute(),
      );
      return rows.map((row) => ({
        investigation: row.investigation,
        right: row.was_right,
        about: row.about,
        ...(row.correction === null ? {} : { correction: row.correction }),
        at: row.at.toISOString(),
      }));
    },
    async forget({ teamId, slackUserId }) {
      await callPostgres('forget feedback', () =>
        db.deleteFrom('feedback').where('team', '=', teamId).where('slack_user', '=', slackUserId).execute(),
      );
    },
  };
}
