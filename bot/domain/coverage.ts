/**
 * How far a source was read, as its backend says: without it nobody can tell an object that is absent from one that was
 * not read.
 */
/** How far one kind was read. `not-served`: the server does not know the kind, so there is none of it. */
export interface CoverageReading {
  /** A kind of object (`Pod`, `Event`) or another signal (`logs`, `alerts`). */
  readonly kind: string;
  /** Absent: all of the source, and kinds that have no namespace. */
  readonly namespaces?: readonly string[];
  readonly state: CoverageState | 'not-served';
  /** How many were read. */
  readonly items?: number;
  /** What is missing and why, in words. */
  readonly reason?: string;
}

/** A file, or a part of one, that was not understood. */
export interface NotUnderstood {
  /** Its path in the snapshot. */
  readonly file: string;
  /** From 1; absent when it is about the whole file. */
  readonly line?: number;
  readonly reason: string;
}

export interface Coverage {
  /** A kind that is in none of them was not read. */
  readonly readings: readonly CoverageReading[];
  readonly notUnderstood: readonly NotUnderstood[];
  /** How many files there are in all, where `notUnderstood` lists the first ones only. */
  readonly notUnderstoodTotal?: number;
}

/**
 * - `seen`: read to the end, also when there is none: what is not there is absent.
 * - `truncated`: there are more than were read, or there may be.
 * - `forbidden`: the rights do not reach there.
 * - `unread`: nobody asked, it failed, or its file is damaged.
 */
export type CoverageState = 'seen' | 'truncated' | 'forbidden' | 'unread';
