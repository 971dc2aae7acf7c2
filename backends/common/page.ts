import { createHash } from 'node:crypto';
import { badParameter } from './backend-error.ts';

/** One page of a list; `nextCursor` is absent on the last. */
export interface Page<T> {
  readonly items: T[];
  readonly total: number;
  readonly truncated: boolean;
  readonly nextCursor?: string;
}

/** Where a page starts, and what the cursor is bound to. */
export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** The other parameters: a cursor made for another question is refused. */
  readonly question?: unknown;
}

/** Cuts one page out of a whole list. */
export function pageOf<T>(all: readonly T[], request: PageRequest): Page<T> {
  const offset = pageOffset(request);
  return pageAt(all.slice(offset, offset + request.limit), all.length, request, offset);
}

/** Wraps items already cut at `offset` out of `total`. */
export function pageAt<T>(items: T[], total: number, request: PageRequest, offset: number): Page<T> {
  const end = offset + items.length;
  const more = end < total;
  return {
    items,
    total,
    truncated: more,
    ...(more && items.length > 0 ? { nextCursor: encode(end, request.question) } : {}),
  };
}

/** The offset a cursor stands for; 0 without one. A damaged or foreign cursor is refused. */
export function pageOffset(request: PageRequest): number {
  if (request.cursor === undefined) return 0;
  const match = /^(\d{1,9})\.([0-9a-f]{8})$/.exec(Buffer.from(request.cursor, 'base64url').toString('latin1'));
  if (match === null) throw badParameter('cursor', 'is not a cursor of this list');
  if (match[2] !== digest(request.question)) throw badParameter('cursor', 'belongs to a list with other parameters');
  return Number(match[1]);
}

function encode(offset: number, question: unknown): string {
  return Buffer.from(`${offset}.${digest(question)}`).toString('base64url');
}

function digest(question: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(question ?? null))
    .digest('hex')
    .slice(0, 8);
}
