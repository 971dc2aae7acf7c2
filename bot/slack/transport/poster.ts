import { setTimeout as delay } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import { SreError } from '../../domain/errors.ts';
import type { MessageLedger, PostedMessage } from '../../ports/message-ledger.ts';
import { MESSAGE_EVENT } from '../views/action-ids.ts';
import type { SlackMessage } from '../views/message.ts';
import { callSlack, isPlaceGone, slackCode } from './call.ts';
import { createPace, type Pace, type PaceOptions } from './pace.ts';

export interface PostPlace {
  readonly channel: string;
  /** Absent for a message of its own in the channel. */
  readonly threadTs?: string;
  /** RFC 3339: nothing of this investigation was posted before. */
  readonly since: string;
}

/** Draws the message of these keys. */
type Render = (keys: readonly string[]) => SlackMessage;

/** True where a message is not to be posted any more. */
export type Unless = () => Promise<boolean>;

/** Posts each message of an investigation once, however often it is asked to, at the channel's pace. */
export interface Poster {
  /**
   * Posts what `render` makes of those keys that stand nowhere yet, as one message; posts nothing when all stand. Keys have no spaces.
   * `render` is called when it is the channel's turn, and `unless` at the last moment before: where it says so, nothing is
   * posted. Returns where the first key stands; undefined where it stands nowhere. Throws SreError.
   */
  once(
    investigation: string,
    keys: () => readonly string[],
    place: PostPlace,
    render: Render,
    unless?: Unless,
  ): Promise<PostedMessage | undefined>;
  /** Where the message of this key stands, also where it was posted and that was never noted; undefined where it does not. */
  standing(investigation: string, key: string, place: PostPlace): Promise<PostedMessage | undefined>;
  /** Replaces a message's content; may be repeated. */
  edit(message: PostedMessage, content: SlackMessage): Promise<void>;
}

export interface PosterDeps extends PaceOptions {
  readonly client: webApi.WebClient;
  readonly ledger: MessageLedger;
}

/** After an answer of Slack's was lost, the message is looked for and, if it is not there, posted again. */
const PAUSES_AFTER_LOST_ANSWERS_MS = [500, 2_000];
/** A message that another process posts just now: asked about this often, at this pace. */
const HELD = { times: 80, pauseMs: 500 };

const paces = new Map<string, Pace>();

/** The pace of a client's workspace: one for all clients with the same address and token, Bolt's own among them. */
export function paceOf(client: webApi.WebClient, options: PaceOptions = {}): Pace {
  const workspace = `${client.slackApiUrl} ${client.token}`;
  const pace = paces.get(workspace) ?? createPace(options);
  paces.set(workspace, pace);
  return pace;
}

/** Posts a message that nothing is remembered of, when it is the channel's turn. Throws SreError. */
export function postInTurn(
  client: webApi.WebClient,
  message: webApi.ChatPostMessageArguments,
): Promise<webApi.ChatPostMessageResponse> {
  const pace = paceOf(client);
  return pace.run(message.channel, () =>
    callSlack(
      async () => {
        await pace.turn(message.channel);
        return client.chat.postMessage(message);
      },
      { repeatable: false },
    ),
  );
}

export function createPoster(deps: PosterDeps): Poster {
  const { client, ledger, sleep } = deps;
  const pace = paceOf(client, deps);

  async function post(
    investigation: string,
    keys: readonly string[],
    place: PostPlace,
    content: SlackMessage,
    unless?: Unless,
  ): Promise<PostedMessage | undefined> {
    const args = {
      channel: place.channel,
      ...(place.threadTs && { thread_ts: place.threadTs }),
      text: content.text,
      blocks: [...content.blocks],
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: MESSAGE_EVENT, event_payload: { investigation, keys: keys.join(' ') } },
    };
    const sent = await callSlack(
      async () => {
        await pace.turn(place.channel);
        // The turn, or Slack, may have made us wait for longer than the message stays ours.
        for (const key of keys) {
          const known = await ledger.begin(investigation, key);
          if (known.state !== 'unsure') throw new SreError('unavailable', 'another process posts this message');
        }
        return (await unless?.()) ? undefined : client.chat.postMessage(args);
      },
      { repeatable: false, sleep },
    );
    return sent && { channel: sent.channel ?? place.channel, ts: sent.ts ?? '' };
  }

  /** A person stands for the conversation with them, in which messages can be looked for only by its own id. */
  async function conversationOf(channel: string): Promise<string> {
    if (!/^[UW]/.test(channel)) return channel;
    const opened = await callSlack(() => client.conversations.open({ users: channel }), { repeatable: true, sleep });
    return opened.channel?.id ?? channel;
  }

  /** What is known of a message once no other process is about to post it. */
  async function settled(investigation: string, key: string) {
    for (let times = 0; times < HELD.times; times += 1) {
      const known = await ledger.begin(investigation, key);
      if (known.state !== 'held') return known;
      await (sleep ?? delay)(HELD.pauseMs);
    }
    throw new SreError('unavailable', 'another process posts this message for too long');
  }

  /** Where one of our messages stands already, by the metadata it carries. */
  async function search(investigation: string, key: string, place: PostPlace): Promise<PostedMessage | undefined> {
    const oldest = String(Math.floor(Date.parse(place.since) / 1_000) - 60);
    let cursor: string | undefined;
    do {
      const query = { channel: place.channel, oldest, limit: 200, include_all_metadata: true, cursor };
      const page: webApi.ConversationsHistoryResponse | webApi.ConversationsRepliesResponse = await callSlack(
        () =>
          place.threadTs === undefined
            ? client.conversations.history(query)
            : client.conversations.replies({ ...query, ts: place.threadTs }),
        { repeatable: true, sleep },
      );
      const found = page.messages?.find((message) => {
        const payload = metadataOf(message);
        return payload?.investigation === investigation && payload.keys.includes(key);
      });
      if (found?.ts) return { channel: place.channel, ts: found.ts };
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined);
    return undefined;
  }

  async function attempt(
    investigation: string,
    keys: readonly string[],
    place: PostPlace,
    render: Render,
    unless?: Unless,
  ) {
    let standing: PostedMessage | undefined;
    const fresh: string[] = [];
    for (const key of keys) {
      const known = await settled(investigation, key);
      const found =
        known.state === 'unsure' ? await search(investigation, key, place).catch(ignoreUnreadable) : undefined;
      if (found) await ledger.sent(investigation, key, found);
      const at = known.state === 'sent' ? { channel: known.channel, ts: known.ts } : found;
      if (at === undefined) fresh.push(key);
      else standing ??= at;
    }
    if (fresh.length === 0) return standing;
    const message = await post(investigation, fresh, place, render(fresh), unless);
    if (message === undefined) return standing;
    for (const key of fresh) await ledger.sent(investigation, key, message);
    return standing ?? message;
  }

  return {
    async once(investigation, keysNow, given, render, unless) {
      const place = { ...given, channel: await conversationOf(given.channel) };
      return pace.run(place.channel, async () => {
        const keys = keysNow();
        for (const pause of PAUSES_AFTER_LOST_ANSWERS_MS) {
          try {
            return await attempt(investigation, keys, place, render, unless);
          } catch (error) {
            if (!(error instanceof SreError) || (error.kind !== 'unavailable' && error.kind !== 'timeout')) throw error;
            await (sleep ?? delay)(pause);
          }
        }
        return attempt(investigation, keys, place, render, unless);
      });
    },

    async standing(investigation, key, place) {
      const known = await settled(investigation, key);
      if (known.state === 'sent') return { channel: known.channel, ts: known.ts };
      const found = known.state === 'unsure' && (await search(investigation, key, place).catch(ignoreUnreadable));
      if (!found) return undefined;
      await ledger.sent(investigation, key, found);
      return found;
    },

    async edit(message, content) {
      await callSlack(
        () =>
          client.chat.update({
            channel: message.channel,
            ts: message.ts,
            text: content.text,
            blocks: [...content.blocks],
          }),
        { repeatable: true, sleep },
      );
    },
  };
}

/** A channel whose history we may not read: a doubled message is better there than none. */
function ignoreUnreadable(error: unknown): undefined {
  if (slackCode(error) === 'missing_scope' || isPlaceGone(error)) return undefined;
  throw error;
}

function metadataOf(message: unknown): { investigation: string; keys: readonly string[] } | undefined {
  const { metadata } = message as { metadata?: { event_type?: string; event_payload?: Record<string, unknown> } };
  const payload = metadata?.event_payload;
  if (metadata?.event_type !== MESSAGE_EVENT || payload === undefined) return undefined;
  return { investigation: String(payload.investigation), keys: String(payload.keys).split(' ') };
}
