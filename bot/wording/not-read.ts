import type { Answer } from '../domain/answer.ts';

/** Entries named in one line; the rest is counted. */
const NAMED = 3;

/**
 * One line on what was not read: the first few by name, the rest counted. Undefined when all was read.
 * `Not read: kubernetes/pods.json:812: is cut off; Secret: may not be listed (403); and 4 more`.
 */
export function notReadInWords({
  notRead = [],
  notReadTotal = notRead.length,
}: Pick<Answer, 'notRead' | 'notReadTotal'>): string | undefined {
  if (notRead.length === 0) return undefined;
  const named = notRead
    .slice(0, NAMED)
    .map(({ name, line, reason }) => `${line === undefined ? name : `${name}:${line}`}: ${reason}`);
  const more = notReadTotal - named.length;
  return `Not read: ${[...named, ...(more > 0 ? [`and ${more} more`] : [])].join('; ')}`;
}
