import { seconds } from '../../core/core.ts';
import { SlackApiError } from '../../core/errors.ts';
import { messageJson, post, remove, replace } from '../../core/messages.ts';
import { bot } from '../../state/seed.ts';
import type { Arguments } from '../arguments.ts';
import { readContent, readMetadata } from '../content.ts';
import type { ApiMethod } from '../method.ts';
import { channelOf, joinedChannel, messageOf, personOf, postingChannel, threadOf } from '../targets.ts';

const authorship = (args: Arguments) => ({
  user: bot.user,
  botId: bot.id,
  username: args.optional('username'),
  iconEmoji: args.optional('icon_emoji'),
});

const postMessage: ApiMethod = {
  name: 'chat.postMessage',
  tier: 'special',
  paced: true,
  run: (args, core) => {
    const channel = postingChannel(args, core);
    const content = readContent(args);
    const parent = threadOf(args, core, channel);
    const message = post(core, channel, {
      ...authorship(args),
      ...content,
      threadTs: parent?.ts,
      broadcast: parent !== undefined && args.flag('reply_broadcast') ? true : undefined,
    });
    return {
      channel: channel.id,
      ts: message.ts,
      message: messageJson(core, message, { metadata: true }),
    };
  },
};

const update: ApiMethod = {
  name: 'chat.update',
  tier: 3,
  run: (args, core) => {
    const channel = channelOf(args, core);
    const message = messageOf(args, core, channel);
    if (message.user !== bot.user) throw new SlackApiError('cant_update_message');
    if (message.stream?.state === 'in_progress') throw new SlackApiError('streaming_state_conflict');
    const content = readContent(args);
    const keepsBlocks = args.json('blocks', 'invalid_blocks_format') === undefined && content.blocks === undefined;
    const updated = replace(
      core,
      {
        ...message,
        ...content,
        stream: undefined,
        blocks: keepsBlocks ? message.blocks : content.blocks,
        metadata: content.metadata ?? message.metadata,
        attachments: content.attachments ?? message.attachments,
        broadcast: args.flag('reply_broadcast') && message.threadTs !== undefined ? true : message.broadcast,
        edited: { user: bot.user, ts: core.store.nextTs() },
      },
      true,
    );
    return {
      channel: channel.id,
      ts: message.ts,
      text: updated.text,
      message: messageJson(core, updated, { metadata: true }),
    };
  },
};

const deleteMessage: ApiMethod = {
  name: 'chat.delete',
  tier: 3,
  run: (args, core) => {
    const channel = channelOf(args, core);
    const message = messageOf(args, core, channel);
    if (message.user !== bot.user) throw new SlackApiError('cant_delete_message');
    remove(core, message);
    return { channel: channel.id, ts: message.ts };
  },
};

const postEphemeral: ApiMethod = {
  name: 'chat.postEphemeral',
  tier: 4,
  run: (args, core) => {
    const channel = postingChannel(args, core);
    const recipient = args.required('user');
    personOf(core, recipient);
    if (!channel.members.includes(recipient)) throw new SlackApiError('user_not_in_channel');
    const content = readContent(args);
    const parent = threadOf(args, core, channel);
    const shown = core.ephemerals.show({
      channel: channel.id,
      ts: core.store.nextTs(),
      recipient,
      user: bot.user,
      text: content.text,
      threadTs: parent?.ts,
      blocks: content.blocks,
      attachments: content.attachments,
    });
    return { message_ts: shown.ts };
  },
};

const getPermalink: ApiMethod = {
  name: 'chat.getPermalink',
  tier: 'special',
  run: (args, core) => {
    const channel = channelOf(args, core);
    const message = messageOf(args, core, channel, 'message_ts');
    const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
    return {
      channel: channel.id,
      permalink: `${core.url()}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`,
    };
  },
};

const scheduleMessage: ApiMethod = {
  name: 'chat.scheduleMessage',
  tier: 3,
  run: (args, core) => {
    const channel = postingChannel(args, core);
    const content = readContent(args);
    const parent = threadOf(args, core, channel);
    const postAt = args.integer('post_at', Number.NaN, { min: 0, max: 9_999_999_999 });
    if (Number.isNaN(postAt)) throw new SlackApiError('invalid_arguments', ['missing required field: post_at']);
    if (postAt <= seconds(core)) throw new SlackApiError('time_in_past');
    if (postAt > seconds(core) + 120 * 86_400) throw new SlackApiError('time_too_far');
    const id = `Q${core.store.nextTs().replace('.', '')}`;
    core.store.scheduled.put(id, {
      id,
      channel: channel.id,
      postAt,
      message: { ...authorship(args), ...content, metadata: readMetadata(args), threadTs: parent?.ts },
    });
    return { channel: channel.id, scheduled_message_id: id, post_at: postAt };
  },
};

const deleteScheduled: ApiMethod = {
  name: 'chat.deleteScheduledMessage',
  tier: 3,
  run: (args, core) => {
    joinedChannel(args, core);
    const id = args.required('scheduled_message_id');
    if (core.store.scheduled.get(id) === undefined) throw new SlackApiError('invalid_scheduled_message_id');
    core.store.scheduled.remove(id);
    return {};
  },
};

export const chatMethods: readonly ApiMethod[] = [
  postMessage,
  update,
  deleteMessage,
  postEphemeral,
  getPermalink,
  scheduleMessage,
  deleteScheduled,
];
