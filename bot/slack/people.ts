import type { webApi } from '@slack/bolt';
import type { Clock } from '../ports/clock.ts';
import type { SlackPerson } from '../ports/identity.ts';
import type { People } from '../ports/people.ts';
import { callSlack } from './transport/call.ts';

/** Who is deactivated in Slack loses access within this time; in the middle of an investigation within a minute. */
const KEPT_MS = 30_000;
const MOST_KEPT = 5_000;

/** The workspace's people by `users.info`, each kept for half a minute. The e-mail needs the scope `users:read.email`. */
export function createSlackPeople(deps: { readonly client: webApi.WebClient; readonly clock: Clock }): People {
  const known = new Map<string, { person: SlackPerson; at: number }>();
  return {
    async find(teamId, userId, options) {
      options?.signal?.throwIfAborted();
      const now = deps.clock.now().getTime();
      const kept = known.get(`${teamId}/${userId}`);
      if (kept && !options?.fresh && now - kept.at < KEPT_MS) return kept.person;
      const { user } = await callSlack(() => deps.client.users.info({ user: userId }), { repeatable: true });
      const person: SlackPerson = {
        teamId,
        userId,
        ...(user?.profile?.email && { email: user.profile.email }),
        emailConfirmed: user?.is_email_confirmed === true,
        displayName: user?.profile?.display_name || user?.real_name || user?.name || userId,
        deactivated: user?.deleted === true,
        ...(user?.tz && { timeZone: user.tz }),
      };
      if (known.size >= MOST_KEPT) known.clear();
      known.set(`${teamId}/${userId}`, { person, at: now });
      return person;
    },
  };
}
