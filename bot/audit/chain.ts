import { createHash } from 'node:crypto';

/** One entry as it stands in the chain. */
export interface ChainedEntry {
  /** 1 for the first; without gaps. */
  readonly seq: number;
  /** RFC 3339 with milliseconds, UTC. */
  readonly at: string;
  /** Names what happened; no two entries have the same. */
  readonly fact: string;
  /** JSON. */
  readonly body: string;
  /** SHA-256 over the hash of the entry before and everything above, in hexadecimal. */
  readonly hash: string;
}

/** The end of a chain, or of a part of it. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** What the first entry follows. */
export const BEGINNING: ChainHead = { seq: 0, hash: '0'.repeat(64) };

/** The hash of an entry that follows `previous`. */
export function hashOf(previous: string, { seq, at, fact, body }: Omit<ChainedEntry, 'hash'>): string {
  return createHash('sha256').update([previous, seq, at, fact, body].join('\n')).digest('hex');
}

/** Entries that follow `head`, in order. */
export function chain(
  head: ChainHead,
  entries: readonly Omit<ChainedEntry, 'seq' | 'hash'>[],
): readonly ChainedEntry[] {
  let { seq, hash } = head;
  return entries.map((entry) => {
    seq += 1;
    const next = { ...entry, seq };
    hash = hashOf(hash, next);
    return { ...next, hash };
  });
}
