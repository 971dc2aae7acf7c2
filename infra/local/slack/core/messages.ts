import type { ChannelRecord, MessageRecord } from '../state/records.ts';
import { bot, team } from '../state/seed.ts';
import { messageKey } from '../state/store.ts';
import type { Core } from './core.ts';
import { fileJson } from './files.ts';
import { blocksOfStream } from './stream-blocks.ts';

export type Draft = Omit<MessageRecord, 'ts' | 'channel' | 'reactions'>;

/** Adds a message to a channel, shows it, and tells the bot where it is a member. */
export function post(core: Core, channel: ChannelRecord, draft: Draft): MessageRecord {
  const message: MessageRecord = { ...draft, channel: channel.id, ts: core.store.nextTs(), reactions: [] };
  core.store.messages.put(messageKey(channel.id, message.ts), message);
  core.changes.announce({ kind: 'message', channel: channel.id, ts: message.ts });
  if (message.threadTs !== undefined) {
    core.changes.announce({ kind: 'message', channel: channel.id, ts: message.threadTs });
    if (message.user === bot.user) core.statuses.clear(channel.id, message.threadTs);
  }
  if (message.stream === undefined) tellBot(core, channel, message);
  return message;
}

/** Replaces a message in place; `told` says whether the bot hears of it as `message_changed`. */
export function replace(core: Core, message: MessageRecord, told: boolean): MessageRecord {
  const previous = core.store.message(message.channel, message.ts);
  core.store.messages.put(messageKey(message.channel, message.ts), message);
  core.changes.announce({ kind: 'message', channel: message.channel, ts: message.ts });
  const channel = core.store.channels.get(message.channel);
  if (told && previous !== undefined && channel?.members.includes(bot.user))
    core.events.send({
      type: 'message',
      subtype: 'message_changed',
      channel: channel.id,
      channel_type: channelType(channel),
      hidden: true,
      ts: core.store.nextTs(),
      event_ts: core.store.nextTs(),
      message: messageJson(core, message),
      previous_message: messageJson(core, previous),
    });
  return message;
}

export function remove(core: Core, message: MessageRecord): void {
  const channel = core.store.channels.get(message.channel);
  const previous = messageJson(core, message);
  core.store.messages.remove(messageKey(message.channel, message.ts));
  core.changes.announce({ kind: 'message', channel: message.channel, ts: message.ts });
  if (message.threadTs !== undefined)
    core.changes.announce({ kind: 'message', channel: message.channel, ts: message.threadTs });
  if (channel?.members.includes(bot.user))
    core.events.send({
      type: 'message',
      subtype: 'message_deleted',
      channel: channel.id,
      channel_type: channelType(channel),
      hidden: true,
      deleted_ts: message.ts,
      ts: core.store.nextTs(),
      event_ts: core.store.nextTs(),
      previous_message: previous,
    });
}

/** Sends `message`, and `app_mention` where the bot is mentioned outside a direct message. */
export function tellBot(core: Core, channel: ChannelRecord, message: MessageRecord): void {
  if (!channel.members.includes(bot.user)) return;
  const event = {
    ...messageJson(core, message),
    channel: channel.id,
    event_ts: message.ts,
    channel_type: channelType(channel),
  };
  core.events.send(event);
  const mentioned = message.text.includes(`<@${bot.user}>`) || message.text.includes(`<@${bot.user}|`);
  if (mentioned && channel.kind !== 'im' && message.user !== bot.user) {
    const { subtype: _subtype, channel_type: _type, ...mention } = event as Record<string, unknown>;
    core.events.send({ ...mention, type: 'app_mention' });
  }
}

export function channelType(channel: ChannelRecord): 'channel' | 'group' | 'im' | 'mpim' {
  if (channel.kind === 'public') return 'channel';
  return channel.kind === 'private' ? 'group' : channel.kind;
}

/** The replies of a thread, oldest first, without its first message. */
export function repliesOf(core: Core, channel: string, threadTs: string): readonly MessageRecord[] {
  return core.store.messagesIn(channel).filter((message) => message.threadTs === threadTs);
}

/** The message as the Web API and the Events API show it. Metadata is left out unless asked for, as in Slack. */
export function messageJson(
  core: Core,
  message: MessageRecord,
  options: { metadata?: boolean } = {},
): Record<string, unknown> & { type: 'message' } {
  const author = core.store.people.get(message.user);
  const blocks = message.stream === undefined ? message.blocks : blocksOfStream(message.stream, message.blocks);
  return {
    type: 'message',
    ...optional('subtype', subtypeOf(message)),
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: team.id,
    ...(message.botId === undefined
      ? { client_msg_id: `local-${message.ts}` }
      : {
          bot_id: message.botId,
          app_id: bot.app,
          bot_profile: {
            id: message.botId,
            app_id: bot.app,
            name: author?.realName ?? bot.realName,
            team_id: team.id,
            deleted: false,
            updated: 0,
            icons: {},
          },
        }),
    ...optional('username', message.username),
    ...optional('icons', message.iconEmoji === undefined ? undefined : { emoji: message.iconEmoji }),
    ...optional('blocks', blocks),
    ...optional('attachments', message.attachments),
    ...optional('metadata', options.metadata ? message.metadata : undefined),
    ...optional('edited', message.edited),
    ...optional('streaming_state', message.stream?.state),
    ...(message.reactions.length === 0
      ? {}
      : { reactions: message.reactions.map((one) => ({ ...one, count: one.users.length })) }),
    ...(message.files === undefined || message.files.length === 0
      ? {}
      : { files: message.files.flatMap((id) => fileJson(core, id) ?? []) }),
    ...(message.pinned ? { pinned_to: [message.channel] } : {}),
    ...threadJson(core, message),
  };
}

function subtypeOf(message: MessageRecord): string | undefined {
  if (message.broadcast) return 'thread_broadcast';
  if (message.subtype === undefined && message.username !== undefined) return 'bot_message';
  return message.subtype;
}

function threadJson(core: Core, message: MessageRecord): Record<string, unknown> {
  if (message.threadTs !== undefined)
    return {
      thread_ts: message.threadTs,
      ...optional('parent_user_id', core.store.message(message.channel, message.threadTs)?.user),
    };
  const replies = repliesOf(core, message.channel, message.ts);
  if (replies.length === 0) return {};
  const users = [...new Set(replies.map((reply) => reply.user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users.slice(0, 5),
    latest_reply: replies.at(-1)!.ts,
    is_locked: false,
    subscribed: true,
  };
}

function optional(name: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [name]: value };
}
