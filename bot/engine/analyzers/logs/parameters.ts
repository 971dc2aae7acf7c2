/**
 * Thresholds of the rules over logs, with unit and source; "fitted" is on worlds and recorded systems. Strengths stand in
 * `strength-parameters.ts`.
 */

/** Lines quoted: of a pair, in general, and of many writers. Display, never moved. */
export const QUOTED = Object.freeze({ pair: 2, lines: 3, ofMany: 4 });

export const TIMES = Object.freeze({
  /** Milliseconds within which a change acts that is read at the next start: within the hour. Fitted. */
  nextStartMs: 60 * 60_000,
  /** Milliseconds over which the same message must fail. Fitted. */
  sameMessageMs: 2 * 60_000,
});

export const ERROR_SURGE = Object.freeze({
  /** Times as many lines in a slice as in the past. Fitted. */
  factor: 4,
  /** Probability that lines which come at all times all come so late, up to which they are new. Fitted. */
  byChance: 0.01,
});

export const SILENCE = Object.freeze({
  /** Slices in which a service must have written to be called steady. Fitted. */
  leastActive: 5,
  /** Times the longest pause it ever made, and slices at the least, that it must miss. Fitted. */
  pauses: 3,
  leastMissed: 3,
});
