import type { Kysely } from 'kysely';
import { DEFAULT_PREFERENCES } from '../../domain/preferences.ts';
import type { PreferenceStore } from '../../ports/preferences.ts';
import { callPostgres } from './postgres-errors.ts';
import type { Tables } from './tables.ts';

/** People's preferences, in PostgreSQL. */
export function createPreferenceStore(db: Kysely<Tables>): PreferenceStore {
  return {
    async read({ teamId, slackUserId }) {
      const row = await callPostgres('read preferences', () =>
        db
          .selectFrom('preferences')
          .select('chosen')
          .where('team', '=', teamId)
          .where('slack_user', '=', slackUserId)
          .executeTakeFirst(),
      );
      return { ...DEFAULT_PREFERENCES, ...row?.chosen };
    },
    async write({ teamId, slackUserId }, preferences) {
      const chosen = JSON.stringify(preferences);
      await callPostgres('keep preferences', () =>
        db
          .insertInto('preferences')
          .values({ team: teamId, slack_user: slackUserId, chosen })
          .onConflict((conflict) => conflict.columns(['team', 'slack_user']).doUpdateSet({ chosen }))
          .execute(),
      );
    },
    async forget({ teamId, slackUserId }) {
      await callPostgres('forget preferences', () =>
        db.deleteFrom('preferences').where('team', '=', teamId).where('slack_user', '=', slackUserId).execute(),
      );
    },
  };
}
