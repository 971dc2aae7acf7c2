import { type Core, directMessage } from '../core/core.ts';
import { SlackApiError } from '../core/errors.ts';
import type { ChannelRecord, MessageRecord, PersonRecord } from '../state/records.ts';
import { bot } from '../state/seed.ts';
import type { Arguments } from './arguments.ts';

/** The channel of an argument, by id. Throws `channel_not_found`, also for a private one the bot is not in. */
export function channelOf(args: Arguments, core: Core, name = 'channel'): ChannelRecord {
  const channel = core.store.channels.get(args.required(name));
  if (channel === undefined || (channel.kind !== 'public' && !channel.members.includes(bot.user)))
    throw new SlackApiError('channel_not_found');
  return channel;
}

/** As `channelOf`, and `not_in_channel` where the bot is no member. */
export function joinedChannel(args: Arguments, core: Core, name = 'channel'): ChannelRecord {
  const channel = channelOf(args, core, name);
  if (!channel.members.includes(bot.user)) throw new SlackApiError('not_in_channel');
  return channel;
}

/** Where a message goes: a channel id, `#name`, or a person's id for the direct message with them. */
export function postingChannel(args: Arguments, core: Core): ChannelRecord {
  const given = args.required('channel');
  const channel =
    core.store.channels.get(given) ??
    (given.startsWith('U') ? directMessage(core, bot.user, given) : undefined) ??
    core.store.channels.list().find((one) => one.name !== '' && one.name === given.replace(/^#/, ''));
  if (channel === undefined) throw new SlackApiError('channel_not_found');
  if (channel.members.includes(bot.user)) return channel;
  throw new SlackApiError(channel.kind === 'public' ? 'not_in_channel' : 'channel_not_found');
}

/** A person by id. Throws `user_not_found`. */
export function personOf(core: Core, id: string): PersonRecord {
  const person = core.store.people.get(id);
  if (person === undefined) throw new SlackApiError('user_not_found');
  return person;
}

/** The first message of the thread that `thread_ts` names; nothing without one. Throws as Slack does. */
export function threadOf(args: Arguments, core: Core, channel: ChannelRecord): MessageRecord | undefined {
  const threadTs = args.optional('thread_ts');
  if (threadTs === undefined) return undefined;
  if (!isTimestamp(threadTs)) throw new SlackApiError('invalid_thread_ts');
  const parent = core.store.message(channel.id, threadTs);
  if (parent === undefined) throw new SlackApiError('thread_not_found');
  if (parent.threadTs !== undefined) throw new SlackApiError('cannot_reply_to_message');
  return parent;
}

function isTimestamp(value: string): boolean {
  return /^\d{10}\.\d{6}$/.test(value);
}

/** A message by `channel` and `ts`. Throws `message_not_found`. */
export function messageOf(args: Arguments, core: Core, channel: ChannelRecord, name = 'ts'): MessageRecord {
  const message = core.store.message(channel.id, args.required(name));
  if (message === undefined) throw new SlackApiError('message_not_found');
  return message;
}
