/**
 * Limits that need no past to be judged: what is full, late, blocked or expired is so whatever it was an hour ago. One row a
 * limit, with its unit and where the threshold comes from.
 */
import type { MetricSignal } from '../../../../schemas/generated/metric-knowledge.ts';
import type { CauseCode } from '../../../domain/cause.ts';
import type { Grade } from '../../../domain/finding.ts';

/**
 * Which figure of a series is judged: its last, its size (whatever the sign), its level (during its change, else over the
 * window), the window's least, or what it reached: its level in a change that is over, else its last.
 */
export type JudgedFigure = 'last' | 'size' | 'level' | 'least' | 'reached';

export interface Limit {
  readonly id: string;
  readonly cause: CauseCode;
  readonly value: MetricSignal;
  /** What it is measured against; absent where the value is a share, a time or a count of its own. */
  readonly against?: MetricSignal;
  /**
   * `full`: value over limit reaches `at`; `left`: what is left over the whole falls to `at`; `above` and `below`: the value
   * by itself; `spent`: what is left over the most that there was; `expired`: a moment in unix seconds that has passed.
   */
  readonly kind: 'full' | 'left' | 'spent' | 'above' | 'below' | 'expired';
  /** A ratio of 1, or in `unit`; absent where it is nothing: none is left, or the moment has passed. */
  readonly at?: number;
  /** What `above` ends at, where more of it is another matter. */
  readonly upTo?: number;
  readonly unit?: 's' | '/s' | 'count' | 'days';
  readonly figure: JudgedFigure;
  /** Seconds within which what is left is used up if it falls on as in the window; absent where being so low is enough. */
  readonly usedUpWithin?: number;
  /** Series of one holder (states, databases) add up to one value. */
  readonly adds?: true;
  readonly grade: Grade;
  /** Where nothing rose, a level at this limit is how the program is laid out: it only coincides with an incident. */
  readonly fillsByDesign?: true;
  /** True where more requests alone bring it about: where they came, it only coincides with what they do. */
  readonly byLoad?: true;
  /** True where a program reaches it by wanting more: one that wants as much as ever was given less. */
  readonly byDemand?: true;
  /** Components it holds for; absent means any. */
  readonly on?: 'node' | 'service' | 'database' | 'no-database';
  /** What is wrong, after the component's name. */
  readonly words: string;
  readonly source: string;
}

/** A figure that moved, with what it must reach and by how much it must have grown to matter. */
export interface Move {
  readonly cause: CauseCode;
  readonly value: MetricSignal;
  /** How many times the level before; absent for what is 0 or 1. */
  readonly ratio?: number;
  /** The level, in the unit of the signal, below which a rise harms nobody. */
  readonly least: number;
  readonly byLoad?: true;
  /** How sure it is; measured where absent. What counts the very refusals shows them. */
  readonly grade?: Grade;
  readonly on?: Limit['on'];
  readonly words: string;
  readonly source: string;
}
