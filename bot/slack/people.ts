import type { webApi } from '@slack/bolt';
import { SreError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { SlackPerson } from '../ports/identity.ts';
import type { People } from '../ports/people.ts';
import { callSlack } from './call.ts';

const KEPT_MS = 60_000;
const MOST_KEPT = 5_000;

/** The workspace's people from `users.info` (scopes `users:read`, `users:read.email`), each kept for a minute. */
export function createSlackPeople({ client, clock }: { client: webApi.WebClient; clock: Clock }): People {
  const kept = new Map<string, { readonly person: SlackPerson; readonly until: number }>();
  return {
    async find(teamId, userId, options = {}) {
      options.signal?.throwIfAborted();
      const key = `${teamId} ${userId}`;
      const now = clock.now().getTime();
      const known = kept.get(key);
      if (known !== undefined && known.until > now) return known.person;
      const { user } = await callSlack(() => client.users.info({ user: userId }), { repeatable: true });
      if (user === undefined) throw new SreError('bad-upstream', 'Slack described no user');
      const person: SlackPerson = {
        teamId,
        userId,
        ...(user.profile?.email === undefined ? {} : { email: user.profile.email }),
        emailConfirmed: user.is_email_confirmed === true,
        displayName: user.profile?.display_name || user.profile?.real_name || user.name || userId,
        deactivated: user.deleted === true,
      };
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(key, { person, until: now + KEPT_MS });
      return person;
    },
  };
}
