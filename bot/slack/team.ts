import type { webApi } from '@slack/bolt';
import { SreError } from '../domain/errors.ts';
import type { FindByEmail, OnCallSource } from '../ports/on-call-source.ts';
import type { People } from '../ports/people.ts';
import { callSlack, slackCode } from './call.ts';

const MOST_PEOPLE = 10;

/** The workspace's id, asked of Slack once. Throws SreError while Slack does not answer. */
export function createTeamId(client: webApi.WebClient): () => Promise<string> {
  let known: Promise<string> | undefined;
  return () => {
    known ??= callSlack(() => client.auth.test(), { repeatable: true })
      .then(({ team_id }) => team_id ?? '')
      .catch((error) => {
        known = undefined;
        throw error;
      });
    return known;
  };
}

/** Finds people by e-mail address; needs the scope `users:read.email`. */
export function createFindByEmail(client: webApi.WebClient): FindByEmail {
  return async (email) => {
    try {
      const { user } = await callSlack(() => client.users.lookupByEmail({ email }), { repeatable: true });
      return user?.deleted === true ? undefined : user?.id;
    } catch (error) {
      if (slackCode(error) === 'users_not_found') return undefined;
      throw error;
    }
  };
}

/** A Slack user group as an on-call source: whoever is in it; needs the scope `usergroups:read`. */
export function createUserGroupOnCall(deps: {
  readonly client: webApi.WebClient;
  readonly people: People;
  readonly teamId: () => Promise<string>;
}): OnCallSource {
  return {
    async onCall(group, _at, signal) {
      const { users } = await callSlack(() => deps.client.usergroups.users.list({ usergroup: group }), {
        repeatable: true,
      }).catch((error: unknown) => {
        const isUnknown = /^(?:no_such_subteam|subteam_not_found)$/.test(slackCode(error) ?? '');
        throw isUnknown ? new SreError('not-found', 'there is no such user group', { cause: error }) : error;
      });
      const teamId = await deps.teamId();
      const found = await Promise.all(
        (users ?? []).slice(0, MOST_PEOPLE).map((id) => deps.people.find(teamId, id, { signal })),
      );
      return found
        .filter(({ deactivated }) => !deactivated)
        .map(({ userId, displayName }) => ({ name: displayName, slackUserId: userId }));
    },
  };
}

/** Opens a public channel and invites people; needs `channels:manage`. Throws SreError. */
export function createOpenChannel(client: webApi.WebClient) {
  return async (name: string, people: readonly string[]): Promise<string> => {
    const { channel } = await callSlack(() => client.conversations.create({ name }), { repeatable: false });
    const id = channel?.id;
    if (id === undefined) throw new SreError('bad-upstream', 'Slack opened a channel without an id');
    if (people.length > 0) {
      await callSlack(() => client.conversations.invite({ channel: id, users: people.join(',') }), {
        repeatable: true,
      });
    }
    return id;
  };
}
