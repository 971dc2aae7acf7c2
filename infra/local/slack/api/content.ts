import { isObject } from '../block-kit/check.ts';
import { limits } from '../block-kit/limits.ts';
import { judgeMessageBlocks } from '../block-kit/validate.ts';
import { refuse, SlackApiError } from '../core/errors.ts';
import type { Block, MessageRecord } from '../state/records.ts';
import type { Arguments } from './arguments.ts';

/** What a message says, judged: text, blocks, attachments, metadata. */
export type Content = Pick<MessageRecord, 'text' | 'blocks' | 'attachments' | 'metadata'>;

/**
 * Reads and judges what a message says. `markdown_text` becomes a markdown block. Throws `no_text`, `msg_too_long`,
 * `markdown_text_conflict`, `invalid_blocks`, `invalid_blocks_format`, `msg_blocks_too_long`, `invalid_attachments`,
 * `too_many_attachments`, `invalid_metadata_format` or `invalid_metadata_schema`.
 */
export function readContent(args: Arguments): Content {
  const text = args.optional('text');
  const sentBlocks = args.json('blocks', 'invalid_blocks_format');
  const markdown = args.optional('markdown_text');
  const attachments = readAttachments(args);
  const metadata = readMetadata(args);
  if (markdown !== undefined) {
    if (text !== undefined || sentBlocks !== undefined) throw new SlackApiError('markdown_text_conflict');
    return { text: markdown, blocks: judged([{ type: 'markdown', text: markdown }]), attachments, metadata };
  }
  const blocks = sentBlocks === undefined ? undefined : judged(sentBlocks);
  if (text === undefined && (blocks?.length ?? 0) === 0 && (attachments?.length ?? 0) === 0)
    throw new SlackApiError('no_text');
  if (text !== undefined && text.length > limits.message.text) throw new SlackApiError('msg_too_long');
  return { text: text ?? '', blocks: blocks?.length === 0 ? undefined : blocks, attachments, metadata };
}

/** Judges blocks, or throws their refusal. */
export function judged(value: unknown, at?: string): readonly Block[] {
  const judgement = judgeMessageBlocks(value, at);
  if ('error' in judgement) refuse(judgement);
  return judgement.blocks;
}

function readAttachments(args: Arguments): Content['attachments'] {
  const value = args.json('attachments', 'invalid_attachments');
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || !value.every(isObject)) throw new SlackApiError('invalid_attachments');
  if (value.length > limits.message.attachments) throw new SlackApiError('too_many_attachments');
  return value.map((attachment, index) => ({
    id: index + 1,
    ...attachment,
    ...(attachment.blocks === undefined ? {} : { blocks: judged(attachment.blocks, `/attachments/${index}/blocks`) }),
  }));
}

export function readMetadata(args: Arguments): Content['metadata'] {
  const value = args.json('metadata', 'invalid_metadata_format');
  if (value === undefined) return undefined;
  if (!isObject(value)) throw new SlackApiError('invalid_metadata_format');
  if (typeof value.event_type !== 'string' || value.event_type === '' || !isObject(value.event_payload))
    throw new SlackApiError('invalid_metadata_schema');
  return { event_type: value.event_type, event_payload: value.event_payload };
}
