import type { webApi } from '@slack/bolt';
import { SreError } from '../domain/errors.ts';
import type { OwnChannel } from '../incidents/incident-desk.ts';
import type { FindByEmail, OnCallSource } from '../ports/on-call-source.ts';
import type { People } from '../ports/people.ts';
import { callSlack, slackCode } from './transport/call.ts';
import { escapedLine } from './views/text.ts';

const MOST_PEOPLE = 10;
const MOST_NAMES = 9;

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

/** Brings people into a channel, also where some are there already; needs `channels:manage`. */
export function createInvite(client: webApi.WebClient) {
  return async (channel: string, people: readonly string[]): Promise<void> => {
    for (const users of people) {
      await callSlack(() => client.conversations.invite({ channel, users }), { repeatable: true }).catch((error) => {
        if (slackCode(error) !== 'already_in_channel') throw error;
      });
    }
  };
}

/**
 * Opens a public channel of an incident's own; needs `channels:manage` and `channels:read`. A channel of that name that
 * the bot opened for the same incident is taken again; where another has the name, the next free one is (`-2`, `-3`, …).
 * Throws SreError.
 */
export function createOpenChannel(client: webApi.WebClient) {
  /** The channel of this name, should it be the incident's; undefined also where that cannot be seen. */
  async function ours(name: string, { incident, declaredAt }: OwnChannel): Promise<string | undefined> {
    const { user_id: me } = await callSlack(() => client.auth.test(), { repeatable: true });
    let cursor: string | undefined;
    do {
      const query = { types: 'public_channel', exclude_archived: true, limit: 1_000, cursor };
      const listed = await callSlack(() => client.conversations.list(query), { repeatable: true });
      const found = listed.channels?.find((channel) => channel.name === name);
      if (found !== undefined) {
        const purpose = found.purpose?.value ?? '';
        // One that was opened and not yet described is told by its age.
        const isFresh = purpose === '' && (found.created ?? 0) >= Math.floor(Date.parse(declaredAt) / 1_000);
        return found.creator === me && (purpose.includes(incident) || isFresh) ? found.id : undefined;
      }
      cursor = listed.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined);
    return undefined;
  }

  async function open(wanted: OwnChannel): Promise<string> {
    for (let number = 1; number <= MOST_NAMES; number += 1) {
      const name = number === 1 ? wanted.name.slice(0, 80) : `${wanted.name.slice(0, 76)}-${number}`;
      try {
        // May be repeated: after a lost answer the name is taken, by our own channel.
        const { channel } = await callSlack(() => client.conversations.create({ name }), { repeatable: true });
        if (channel?.id === undefined) throw new SreError('bad-upstream', 'Slack opened a channel without an id');
        return channel.id;
      } catch (error) {
        if (slackCode(error) !== 'name_taken') throw error;
        const found = await ours(name, wanted).catch(() => undefined);
        if (found !== undefined) return found;
      }
    }
    throw new SreError('invalid-input', 'all names for the channel are taken');
  }

  return async (wanted: OwnChannel): Promise<string> => {
    const channel = await open(wanted);
    const { topic, incident } = wanted;
    // A channel without a description serves as well.
    await callSlack(() => client.conversations.setPurpose({ channel, purpose: `Opened for ${incident}` }), {
      repeatable: true,
    }).catch(() => undefined);
    await callSlack(() => client.conversations.setTopic({ channel, topic: escapedLine(topic, 250) }), {
      repeatable: true,
    }).catch(() => undefined);
    return channel;
  };
}
