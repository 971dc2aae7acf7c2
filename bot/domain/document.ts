import { createHash } from 'node:crypto';

/**
 * A document kept for one thread or channel: a postmortem's draft or the hand-overs. `writing` while somebody writes it;
 * `canvas` and `file` say where it stands; `none` when it could be put nowhere. JSON-serialisable.
 */
export interface KeptDocument {
  readonly id: string;
  readonly teamId: string;
  readonly state: 'writing' | 'canvas' | 'file' | 'none';
  readonly channel: string;
  /** Absent for a document of a whole channel. */
  readonly threadTs?: string;
  /** Slack's id of the canvas, once there is one. */
  readonly canvas?: string;
  /** Timestamp of the message that leads to it. */
  readonly messageTs?: string;
  /** Short hashes of what stands in it. */
  readonly facts: readonly string[];
  /** RFC 3339: when the last writing began. */
  readonly begunAt: string;
}

/** A report or postmortem that lies on the shelf. JSON-serialisable. */
export interface KeptReport {
  readonly id: string;
  readonly teamId: string;
  readonly state: 'kept';
  /** The object's key. */
  readonly key: string;
}

/** What a document is called among all: the same for the same kind and place. */
export function documentId(kind: string, ...place: readonly string[]): string {
  return `${kind}-${createHash('sha256').update(place.join('\n')).digest('hex').slice(0, 24)}`;
}

/** One thing that a document says, short enough to be remembered by the thousand. */
export function factHash(fact: string): string {
  return createHash('sha256').update(fact).digest('hex').slice(0, 10);
}
