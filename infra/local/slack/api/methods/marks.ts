import { SlackApiError } from '../../core/errors.ts';
import { messageJson, replace } from '../../core/messages.ts';
import { addReaction, removeReaction } from '../../core/reactions.ts';
import { bot } from '../../state/seed.ts';
import type { ApiMethod } from '../method.ts';
import { channelOf, joinedChannel, messageOf } from '../targets.ts';

/** Reactions, pins and bookmarks. */
export const markMethods: readonly ApiMethod[] = [
  {
    name: 'reactions.add',
    tier: 3,
    run: (args, core) => {
      const message = messageOf(args, core, joinedChannel(args, core), 'timestamp');
      addReaction(core, message, args.required('name'), bot.user);
      return {};
    },
  },
  {
    name: 'reactions.remove',
    tier: 2,
    run: (args, core) => {
      const message = messageOf(args, core, joinedChannel(args, core), 'timestamp');
      removeReaction(core, message, args.required('name'), bot.user);
      return {};
    },
  },
  {
    name: 'reactions.get',
    tier: 3,
    run: (args, core) => {
      const channel = channelOf(args, core);
      return {
        type: 'message',
        channel: channel.id,
        message: messageJson(core, messageOf(args, core, channel, 'timestamp')),
      };
    },
  },
  {
    name: 'pins.add',
    tier: 2,
    run: (args, core) => {
      const message = messageOf(args, core, joinedChannel(args, core), 'timestamp');
      if (message.pinned) throw new SlackApiError('already_pinned');
      replace(core, { ...message, pinned: true }, false);
      return {};
    },
  },
  {
    name: 'pins.remove',
    tier: 2,
    run: (args, core) => {
      const message = messageOf(args, core, joinedChannel(args, core), 'timestamp');
      if (!message.pinned) throw new SlackApiError('not_pinned');
      replace(core, { ...message, pinned: false }, false);
      return {};
    },
  },
  {
    name: 'pins.list',
    tier: 2,
    run: (args, core) => {
      const channel = joinedChannel(args, core);
      const pinned = core.store.messagesIn(channel.id).filter((message) => message.pinned);
      return {
        items: pinned.map((message) => ({ type: 'message', channel: channel.id, message: messageJson(core, message) })),
      };
    },
  },
  {
    name: 'bookmarks.add',
    tier: 2,
    run: (args, core) => {
      const channel = joinedChannel(args, core, 'channel_id');
      if (args.required('type') !== 'link') throw new SlackApiError('invalid_bookmark_type');
      const link = args.optional('link');
      if (link === undefined || !URL.canParse(link)) throw new SlackApiError('invalid_link');
      const bookmark = {
        id: `Bk${core.store.nextTs().replace('.', '').slice(-10)}`,
        title: args.required('title'),
        type: 'link',
        link,
        emoji: args.optional('emoji') ?? '',
      };
      core.store.channels.put(channel.id, { ...channel, bookmarks: [...channel.bookmarks, bookmark] });
      core.changes.announce({ kind: 'channel', channel: channel.id });
      return { bookmark: { ...bookmark, channel_id: channel.id, app_id: bot.app } };
    },
  },
  {
    name: 'bookmarks.list',
    tier: 3,
    run: (args, core) => {
      const channel = joinedChannel(args, core, 'channel_id');
      return { bookmarks: channel.bookmarks.map((one) => ({ ...one, channel_id: channel.id })) };
    },
  },
];
