import { channelJson } from '../../core/channels.ts';
import { directMessage, seconds } from '../../core/core.ts';
import { SlackApiError } from '../../core/errors.ts';
import { bot, channel as newChannel } from '../../state/seed.ts';
import type { ApiMethod } from '../method.ts';
import { page } from '../paging.ts';
import { channelOf, joinedChannel, personOf } from '../targets.ts';

const maxTopic = 250;

const list: ApiMethod = {
  name: 'conversations.list',
  tier: 2,
  run: (args, core) => {
    const types = (args.optional('types') ?? 'public_channel').split(',').map((type) => type.trim());
    const kinds = { public_channel: 'public', private_channel: 'private', im: 'im', mpim: 'mpim' } as Record<
      string,
      string
    >;
    const wanted = types.map((type) => kinds[type]);
    if (wanted.includes(undefined)) throw new SlackApiError('invalid_types');
    const visible = core.store.channels
      .list()
      .filter((one) => wanted.includes(one.kind) && (one.kind === 'public' || one.members.includes(bot.user)));
    const shown = page(visible, args, { byDefault: 100, max: 1000 });
    return { channels: shown.items.map((one) => channelJson(one)), ...shown.fields };
  },
};

const members: ApiMethod = {
  name: 'conversations.members',
  tier: 4,
  run: (args, core) => {
    const shown = page(channelOf(args, core).members, args, { byDefault: 100, max: 1000 });
    return { members: shown.items, ...shown.fields };
  },
};

const create: ApiMethod = {
  name: 'conversations.create',
  tier: 2,
  run: (args, core) => {
    const name = args.required('name');
    if (name.length > 80) throw new SlackApiError('invalid_name_maxlength');
    if (!/^[\p{Ll}\p{Lo}\p{N}_-]+$/u.test(name)) throw new SlackApiError('invalid_name_specials');
    if (core.store.channels.list().some((one) => one.name === name)) throw new SlackApiError('name_taken');
    const id = `C${core.store.nextTs().replace('.', '').slice(-10)}`;
    const kind = args.flag('is_private') ? 'private' : 'public';
    const created = newChannel(id, name, kind, [bot.user], { topic: '', creator: bot.user, created: seconds(core) });
    core.store.channels.put(id, created);
    core.changes.announce({ kind: 'channel', channel: id });
    return { channel: channelJson(created) };
  },
};

const invite: ApiMethod = {
  name: 'conversations.invite',
  tier: 3,
  run: (args, core) => {
    const channel = joinedChannel(args, core);
    const users = args.ids('users');
    if (users.length === 0) throw new SlackApiError('no_user');
    for (const user of users) {
      if (personOf(core, user).deactivated) throw new SlackApiError('user_not_found');
      if (user === bot.user) throw new SlackApiError('cant_invite_self');
      if (channel.members.includes(user)) throw new SlackApiError('already_in_channel');
    }
    const joined = { ...channel, members: [...channel.members, ...users] };
    core.store.channels.put(channel.id, joined);
    core.changes.announce({ kind: 'channel', channel: channel.id });
    return { channel: channelJson(joined) };
  },
};

const join: ApiMethod = {
  name: 'conversations.join',
  tier: 3,
  run: (args, core) => {
    const channel = channelOf(args, core);
    if (channel.kind !== 'public') throw new SlackApiError('method_not_supported_for_channel_type');
    if (channel.members.includes(bot.user))
      return {
        channel: channelJson(channel),
        warning: 'already_in_channel',
        response_metadata: { warnings: ['already_in_channel'] },
      };
    const joined = { ...channel, members: [...channel.members, bot.user] };
    core.store.channels.put(channel.id, joined);
    core.changes.announce({ kind: 'channel', channel: channel.id });
    return { channel: channelJson(joined) };
  },
};

const open: ApiMethod = {
  name: 'conversations.open',
  tier: 3,
  run: (args, core) => {
    const given = args.optional('channel');
    if (given !== undefined) return { channel: channelJson(channelOf(args, core)) };
    const users = args.ids('users');
    if (users.length === 0) throw new SlackApiError('users_list_not_supplied');
    if (users.length > 8) throw new SlackApiError('too_many_users');
    for (const user of users) if (personOf(core, user).deactivated) throw new SlackApiError('user_disabled');
    const known =
      users.length === 1
        ? directMessage(core, bot.user, users[0]!)
        : core.store.channels
            .list()
            .find(
              (one) =>
                one.kind === 'mpim' &&
                one.members.length === users.length + 1 &&
                users.every((user) => one.members.includes(user)),
            );
    if (known !== undefined) return { channel: channelJson(known), no_op: true, already_open: true };
    const id = `${users.length === 1 ? 'D' : 'G'}${core.store.nextTs().replace('.', '').slice(-10)}`;
    const opened = newChannel(id, '', users.length === 1 ? 'im' : 'mpim', [...users, bot.user], {
      topic: '',
      creator: bot.user,
      created: seconds(core),
    });
    core.store.channels.put(id, opened);
    core.changes.announce({ kind: 'channel', channel: id });
    return { channel: channelJson(opened) };
  },
};

const describe = (name: string, field: 'topic' | 'purpose'): ApiMethod => ({
  name,
  tier: 2,
  run: (args, core) => {
    const channel = joinedChannel(args, core);
    const text = args.optional(field) ?? '';
    if (text.length > maxTopic) throw new SlackApiError('too_long');
    const described = { ...channel, [field]: text };
    core.store.channels.put(channel.id, described);
    core.changes.announce({ kind: 'channel', channel: channel.id });
    return { channel: channelJson(described) };
  },
});

export const conversationMethods: readonly ApiMethod[] = [
  list,
  members,
  create,
  invite,
  join,
  open,
  { name: 'conversations.info', tier: 3, run: (args, core) => ({ channel: channelJson(channelOf(args, core)) }) },
  describe('conversations.setTopic', 'topic'),
  describe('conversations.setPurpose', 'purpose'),
];
