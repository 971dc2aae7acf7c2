import type { ChannelRecord } from '../state/records.ts';
import { bot, team } from '../state/seed.ts';

/** The channel as the Web API shows it to the bot. */
export function channelJson(channel: ChannelRecord): Record<string, unknown> {
  const other = channel.members.find((member) => member !== bot.user);
  return {
    id: channel.id,
    ...(channel.kind === 'im' ? { user: other } : { name: channel.name, name_normalized: channel.name }),
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: channel.kind === 'im',
    is_mpim: channel.kind === 'mpim',
    is_private: channel.kind !== 'public',
    is_archived: false,
    is_general: channel.name === 'general',
    is_shared: false,
    is_ext_shared: false,
    is_member: channel.members.includes(bot.user),
    created: channel.created,
    creator: channel.creator,
    context_team_id: team.id,
    topic: { value: channel.topic, creator: channel.creator, last_set: channel.created },
    purpose: { value: channel.purpose, creator: channel.creator, last_set: channel.created },
    num_members: channel.members.length,
  };
}
