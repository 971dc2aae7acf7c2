import { isObject } from '../../block-kit/check.ts';
import { limits } from '../../block-kit/limits.ts';
import type { Core } from '../../core/core.ts';
import { SlackApiError } from '../../core/errors.ts';
import { messageJson, post, replace, tellBot } from '../../core/messages.ts';
import { setSessionStatus } from '../../core/sessions.ts';
import { appendMarkdown, upsertTask } from '../../core/stream-blocks.ts';
import type { MessageRecord, StreamRecord, StreamTask } from '../../state/records.ts';
import { bot, team } from '../../state/seed.ts';
import type { Arguments } from '../arguments.ts';
import { judged, readMetadata } from '../content.ts';
import type { ApiMethod } from '../method.ts';
import { joinedChannel, messageOf, personOf, postingChannel, threadOf } from '../targets.ts';

/** Title, details and output of a task chunk are this short. */
const chunkText = 256;
const statuses = ['pending', 'in_progress', 'complete', 'error'];

const startStream: ApiMethod = {
  name: 'chat.startStream',
  tier: 2,
  paced: true,
  run: (args, core) => {
    const channel = postingChannel(args, core);
    const parent = threadOf(args, core, channel);
    if (channel.kind === 'im' && parent === undefined)
      throw new SlackApiError('invalid_arguments', ['missing required field: thread_ts']);
    if (channel.kind !== 'im') {
      if (args.optional('recipient_user_id') === undefined) throw new SlackApiError('missing_recipient_user_id');
      if (args.optional('recipient_team_id') === undefined) throw new SlackApiError('missing_recipient_team_id');
      if (args.required('recipient_team_id') !== team.id) throw new SlackApiError('team_not_found');
      personOf(core, args.required('recipient_user_id'));
    }
    const mode = args.optional('task_display_mode') ?? 'timeline';
    if (mode !== 'timeline' && mode !== 'plan')
      throw new SlackApiError('invalid_arguments', ['must be a valid enum value [json-pointer:/task_display_mode]']);
    const stream = appended({ state: 'in_progress', mode, parts: [] }, args);
    const message = post(core, channel, {
      user: bot.user,
      botId: bot.id,
      username: args.optional('username'),
      iconEmoji: args.optional('icon_emoji'),
      text: textOf(stream),
      threadTs: parent?.ts,
      stream,
    });
    return { channel: channel.id, ts: message.ts };
  },
};

const appendStream: ApiMethod = {
  name: 'chat.appendStream',
  tier: 4,
  run: (args, core) => {
    const message = streamingMessage(args, core);
    if (args.optional('markdown_text') === undefined && args.json('chunks', 'invalid_chunks') === undefined)
      throw new SlackApiError('no_text');
    const stream = appended(message.stream!, args);
    replace(core, { ...message, text: textOf(stream), stream }, false);
    return { channel: message.channel, ts: message.ts };
  },
};

const stopStream: ApiMethod = {
  name: 'chat.stopStream',
  tier: 2,
  run: (args, core) => {
    const message = streamingMessage(args, core);
    const sent = args.json('blocks', 'invalid_blocks_format');
    const stream: StreamRecord = { ...appended(message.stream!, args), state: 'completed' };
    const stopped = replace(
      core,
      {
        ...message,
        text: textOf(stream),
        stream,
        blocks: sent === undefined ? undefined : judged(sent),
        metadata: readMetadata(args) ?? message.metadata,
      },
      false,
    );
    tellBot(core, core.store.channels.get(message.channel)!, stopped);
    const status = args.optional('session_status');
    if (status !== undefined) setSessionStatus(core, message.channel, message.threadTs ?? message.ts, status);
    return { channel: message.channel, ts: message.ts, message: messageJson(core, stopped) };
  },
};

function streamingMessage(args: Arguments, core: Core): MessageRecord {
  const message = messageOf(args, core, joinedChannel(args, core));
  if (message.user !== bot.user) throw new SlackApiError('message_not_owned_by_app');
  if (message.stream?.state !== 'in_progress') throw new SlackApiError('message_not_in_streaming_state');
  return message;
}

/** The stream with the call's `markdown_text` and `chunks` added. Throws `msg_too_long` or `invalid_chunks`. */
function appended(stream: StreamRecord, args: Arguments): StreamRecord {
  const markdown = args.optional('markdown_text');
  const chunks = args.json('chunks', 'invalid_chunks') ?? [];
  if (!Array.isArray(chunks)) throw new SlackApiError('invalid_chunks');
  if (markdown !== undefined && chunks.length > 0) throw new SlackApiError('markdown_text_conflict');
  const all = markdown === undefined ? chunks : [{ type: 'markdown_text', text: markdown }];
  const result = (all as unknown[]).reduce<StreamRecord>(
    (before, chunk, index) => withChunk(before, chunk, index),
    stream,
  );
  if (textOf(result).length > limits.message.text) throw new SlackApiError('msg_too_long');
  return result;
}

function withChunk(stream: StreamRecord, chunk: unknown, index: number): StreamRecord {
  const refuse = (message: string, field: string): never => {
    throw new SlackApiError('invalid_chunks', [`${message} [json-pointer:/chunks/${index}${field}]`]);
  };
  if (!isObject(chunk)) return refuse('must be an object', '');
  const short = (field: string, required: boolean): string | undefined => {
    const value = chunk[field];
    if (value === undefined) return required ? refuse(`missing required field: ${field}`, '') : undefined;
    if (typeof value !== 'string') return refuse('must be a string', `/${field}`);
    return value.length > chunkText ? refuse(`must be less than ${chunkText + 1} characters`, `/${field}`) : value;
  };
  switch (chunk.type) {
    case 'markdown_text': {
      if (typeof chunk.text !== 'string') return refuse('missing required field: text', '');
      if (chunk.text.length > limits.markdown.text) throw new SlackApiError('msg_too_long');
      return { ...stream, parts: appendMarkdown(stream.parts, chunk.text) };
    }
    case 'plan_update':
      return { ...stream, planTitle: short('title', true) };
    case 'task_update': {
      if (!statuses.includes(String(chunk.status)))
        return refuse(`must be a valid enum value: ${statuses.join(', ')}`, '/status');
      const task = {
        id: short('id', true)!,
        title: short('title', true)!,
        status: chunk.status as StreamTask['status'],
        details: short('details', false),
        output: short('output', false),
        sources: chunk.sources as StreamTask['sources'],
      };
      return { ...stream, parts: upsertTask(stream.parts, task) };
    }
    case 'blocks':
      return {
        ...stream,
        parts: [...stream.parts, { kind: 'blocks', blocks: judged(chunk.blocks, `/chunks/${index}/blocks`) }],
      };
    default:
      return refuse(`unsupported type: ${String(chunk.type)}`, '/type');
  }
}

function textOf(stream: StreamRecord): string {
  return stream.parts.map((part) => (part.kind === 'markdown' ? part.text : '')).join('');
}

export const streamMethods: readonly ApiMethod[] = [startStream, appendStream, stopStream];
