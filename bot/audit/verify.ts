import { BEGINNING, type ChainedEntry, type ChainHead, hashOf } from './chain.ts';

/** What is wrong with a chain: entries from `from` to `to`, both included. */
export interface ChainFault {
  /**
   * `changed`: an entry is not what was written, or was written by something else; `missing`: entries were taken out;
   * `inserted`: an entry stands before the first; `moved`: an entry stands at another place than it was written at;
   * `cut`: the chain does not reach or not hold the head that it is known to have had.
   */
  readonly kind: 'changed' | 'missing' | 'inserted' | 'moved' | 'cut';
  readonly from: number;
  readonly to: number;
  /** In words, for a person. */
  readonly about: string;
}

export interface Verified {
  readonly entries: number;
  /** The last entry; `BEGINNING` of an empty chain. */
  readonly head: ChainHead;
  /** In order; empty where the chain holds. */
  readonly faults: readonly ChainFault[];
}

/** Entries that do not fit are looked at again in pairs, so that one that was moved is told from one that was changed. */
const MOST_COMPARED = 64;

/**
 * Reads a chain from its beginning and names every entry that was changed, taken out, put in or moved. What was cut off
 * the end, or written anew as a whole, shows only against a `known` head from outside: an earlier export, or the log.
 */
export async function verifyChain(
  entries: AsyncIterable<ChainedEntry> | Iterable<ChainedEntry>,
  known: readonly ChainHead[] = [],
): Promise<Verified> {
  const faults: ChainFault[] = [];
  const misfits: { readonly entry: ChainedEntry; readonly previous: string }[] = [];
  const expected = new Map(known.map((head) => [head.seq, head.hash]));
  let head = BEGINNING;
  let count = 0;
  for await (const entry of entries) {
    const { seq, hash } = entry;
    count += 1;
    if (seq <= head.seq) {
      faults.push({ kind: 'inserted', from: seq, to: seq, about: `entry ${seq} was put in before the first` });
      continue;
    }
    if (seq > head.seq + 1) faults.push(missing(head.seq + 1, seq - 1));
    // Over a gap nothing can be said of the entry behind it but by the entries that follow.
    else if (hashOf(head.hash, entry) !== hash) misfits.push({ entry, previous: head.hash });
    const must = expected.get(seq);
    if (must !== undefined && must !== hash) faults.push(rewritten(seq));
    expected.delete(seq);
    head = { seq, hash };
  }
  for (const seq of expected.keys()) {
    if (seq > head.seq) faults.push(cut(head.seq, seq));
    else if (seq > 0) faults.push(rewritten(seq));
  }
  faults.push(...misfits.map((misfit) => judge(misfit, misfits)));
  faults.sort((a, b) => a.from - b.from);
  return { entries: count, head, faults };
}

function missing(from: number, to: number): ChainFault {
  const about = from === to ? `entry ${from} was taken out` : `entries ${from} to ${to} were taken out`;
  return { kind: 'missing', from, to, about };
}

function rewritten(seq: number): ChainFault {
  const about = `entry ${seq} has another hash than was noted outside: the chain was written anew`;
  return { kind: 'cut', from: seq, to: seq, about };
}

function cut(last: number, known: number): ChainFault {
  const about = `the chain ends at ${last}, and it is known to have reached ${known}: the end was cut off`;
  return { kind: 'cut', from: last + 1, to: known, about };
}

type Misfit = { readonly entry: ChainedEntry; readonly previous: string };

function judge({ entry }: Misfit, misfits: readonly Misfit[]): ChainFault {
  const { seq } = entry;
  const near = misfits.length <= MOST_COMPARED ? misfits : [];
  const hashes = near.flatMap((other) => [other.previous, other.entry.hash]);
  const home = near
    .map((other) => other.entry.seq)
    .find((place) => place !== seq && hashes.some((hash) => hashOf(hash, { ...entry, seq: place }) === entry.hash));
  if (home !== undefined) {
    return { kind: 'moved', from: seq, to: seq, about: `entry ${home} was moved and stands at ${seq}` };
  }
  const about = `entry ${seq} was changed or put in, or entry ${seq - 1} was given another hash`;
  return { kind: 'changed', from: seq, to: seq, about };
}
