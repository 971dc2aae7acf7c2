import type { Core } from '../core/core.ts';
import { post } from '../core/messages.ts';
import type { ChannelRecord, MessageRecord, PersonRecord } from '../state/records.ts';
import { bot } from '../state/seed.ts';
import { ActRefused } from './act-refused.ts';
import { notice } from './notice.ts';
import { markUp, typedBlock } from './typed-text.ts';

/** The person and channel of an act. Throws ActRefused for unknown ones, a deactivated person or a stranger. */
export function actorIn(core: Core, user: string, channelId: string): { person: PersonRecord; channel: ChannelRecord } {
  const person = core.store.people.get(user);
  const channel =
    core.store.channels.get(channelId) ??
    core.store.channels.list().find((one) => one.name !== '' && one.name === channelId.replace(/^#/, ''));
  if (person === undefined || channel === undefined) throw new ActRefused('There is no such person or channel.');
  if (person.deactivated) throw new ActRefused(`${person.realName}'s account is deactivated.`);
  if (!channel.members.includes(user)) throw new ActRefused(`${person.realName} is not a member of this channel.`);
  return { person, channel };
}

/** A person writes a message, in a thread where `threadTs` is given. */
export function say(core: Core, user: string, channelId: string, typed: string, threadTs?: string): MessageRecord {
  const { channel } = actorIn(core, user, channelId);
  if (typed.trim() === '') throw new ActRefused('There is nothing to send.');
  const parent = threadTs === undefined ? undefined : core.store.message(channel.id, threadTs);
  if (threadTs !== undefined && parent === undefined) throw new ActRefused('This thread is gone.');
  const text = markUp(core, typed);
  const message = post(core, channel, {
    user,
    text,
    blocks: [typedBlock(text, core.store.nextTs())],
    threadTs: parent?.threadTs ?? parent?.ts,
  });
  if (text.includes(`<@${bot.user}>`) && !channel.members.includes(bot.user))
    notice(
      core,
      channel.id,
      user,
      `<@${bot.user}> is not in this channel. Type \`/invite @${bot.name}\` to add it.`,
      parent?.ts,
    );
  return message;
}
