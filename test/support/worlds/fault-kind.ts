import type { Along } from './along.ts';
import type { Part, System } from './part.ts';
import type { Scene } from './scene.ts';

/** One fault of a world: when it acts, how strongly, and how large it is. */
export interface Fault {
  /** Unix seconds. */
  readonly from: number;
  /** Undefined while it still acts when the recording is made. */
  readonly until?: number;
  /** 0 to 1 for each moment of the axis: how far it has developed. */
  readonly course: Float64Array;
  /** 0 (barely felt) to 1 (nothing works). */
  readonly size: number;
  /** A value between `small` and `large`, by size, in equal ratios. */
  scale(small: number, large: number): number;
  /** Whether it acts at `time` (unix seconds). */
  acts(time: number): boolean;
}

/** What is true of one fault, where it differs from what its kind says of all. */
export interface Strike {
  readonly components?: readonly string[];
  readonly causes?: readonly string[];
  /** What somebody complains of. */
  readonly complaint?: string;
}

/** A kind of fault: where it can happen, what is true of it, and what it does. */
export interface FaultKind {
  readonly id: string;
  /** Cause codes that are right: several where the evidence cannot tell them apart. */
  readonly causes: readonly string[];
  readonly where: (part: Part, system: System) => boolean;
  /** `sudden` unless said otherwise. */
  readonly shape?: 'sudden' | 'gradual';
  /** It can end by itself within the window. */
  readonly passes?: boolean;
  /** Along which its worlds are moved first to where an answer turns: what it changes has a length of time, or a size. */
  readonly axes?: readonly (keyof Along)[];
  /** It can act beside another fault. */
  readonly pairs?: boolean;
  /** What is measured of the part in a twin as well, where no other world measures it. */
  readonly measured?: (scene: Scene, part: Part) => void;
  /** One figure tells of it, and nothing else. */
  readonly figure?: true;
  /** Acts upon the scene before the course of things is computed. */
  readonly strike: (scene: Scene, part: Part, fault: Fault) => Strike | undefined;
}
