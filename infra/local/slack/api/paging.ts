import { SlackApiError } from '../core/errors.ts';
import type { Arguments } from './arguments.ts';

/** One page of a list by `limit` and `cursor`. Throws `invalid_cursor` for a cursor that was not given out. */
export function page<T>(
  items: readonly T[],
  args: Arguments,
  limit: { byDefault: number; max: number },
): { items: readonly T[]; more: boolean; fields: { response_metadata: { next_cursor: string } } } {
  const size = args.integer('limit', limit.byDefault, { min: 1, max: limit.max });
  const cursor = args.optional('cursor');
  const start = cursor === undefined ? 0 : offsetOf(cursor);
  const next = start + size < items.length ? Buffer.from(`offset:${start + size}`).toString('base64') : '';
  return {
    items: items.slice(start, start + size),
    more: next !== '',
    fields: { response_metadata: { next_cursor: next } },
  };
}

function offsetOf(cursor: string): number {
  const match = /^offset:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'));
  if (match === null) throw new SlackApiError('invalid_cursor');
  return Number(match[1]);
}
