import type { CauseCode } from '../../../domain/cause.ts';
import type { EvidenceDraft } from '../../../domain/finding.ts';
import type { Component } from '../../../domain/target.ts';

/** A sign that a component is short of something, with the cause that it speaks for. */
export interface Pressure {
  readonly cause: CauseCode;
  readonly strength: number;
  readonly statement: string;
  readonly onset?: string;
  /** RFC 3339: when it ended; absent while it lasts. */
  readonly until?: string;
  /** True where it wants more than before, and not for more requests. */
  readonly byDemand?: true;
  readonly evidence: readonly EvidenceDraft[];
  /** What else is short of it for that. */
  readonly explains?: readonly Component[];
}
