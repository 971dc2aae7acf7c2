import { type Core, seconds } from '../core/core.ts';
import type { ChannelRecord } from '../state/records.ts';
import { channel as newChannel } from '../state/seed.ts';
import { ActRefused } from './act-refused.ts';
import { notice } from './notice.ts';

/** `/invite @name …`: adds people or the bot to a channel. */
export function inviteToChannel(core: Core, user: string, channelId: string, handles: readonly string[]): void {
  const channel = core.store.channels.get(channelId)!;
  const invited = handles.flatMap((handle) => {
    const person = core.store.people
      .list()
      .find((one) => !one.deactivated && (one.name === handle.replace(/^@/, '') || handle.includes(one.id)));
    return person === undefined || channel.members.includes(person.id) ? [] : [person];
  });
  if (invited.length === 0) {
    notice(
      core,
      channelId,
      user,
      'Nobody was added: name people who are not in this channel yet, as in `/invite @sre`.',
    );
    return;
  }
  core.store.channels.put(channelId, { ...channel, members: [...channel.members, ...invited.map((one) => one.id)] });
  core.changes.announce({ kind: 'channel', channel: channelId });
  for (const person of invited)
    core.events.send({
      type: 'member_joined_channel',
      user: person.id,
      channel: channelId,
      channel_type: 'C',
      inviter: user,
      event_ts: core.store.nextTs(),
    });
}

/** A person makes a public channel, with everybody active but the bot, who must be invited. */
export function createChannel(core: Core, user: string, name: string): ChannelRecord {
  if (!/^[a-z0-9_-]{1,80}$/.test(name))
    throw new ActRefused('A channel name has lower-case letters, digits, dashes and underscores only.');
  if (core.store.channels.list().some((one) => one.name === name)) throw new ActRefused(`#${name} is there already.`);
  const id = `C${core.store.nextTs().replace('.', '').slice(-10)}`;
  const members = core.store.people.list().filter((one) => !one.deactivated && one.botId === undefined);
  const created = newChannel(
    id,
    name,
    'public',
    members.map((one) => one.id),
    { topic: '', creator: user, created: seconds(core) },
  );
  core.store.channels.put(id, created);
  core.changes.announce({ kind: 'channel', channel: id });
  return created;
}
