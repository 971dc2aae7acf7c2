/**
 * Thresholds of the rules over logs, with unit and source; "fitted" is on worlds and recorded systems. Strengths stand in
 * `strength-parameters.ts`.
 */

/** Lines quoted: of a pair, in general, and of many writers. Display, never moved. */
export const QUOTED = Object.freeze({ pair: 2, lines: 3, ofMany: 4 });

/** Lines of one kind from which they are more than chance. Fitted. */
export const OFTEN = Object.freeze({
  /** Failed, refused or unanswered calls and lookups: more than a hiccup, of a service that runs on. */
  failedCalls: 3,
  /** Denials: more than one client's mistake. */
  denials: 5,
  /** Answers that something is not there: more than somebody asking for what is gone. */
  notFound: 10,
  /** Complaints of one peer that name no cause. */
  complaints: 10,
  /** Failures at the same message: no retry will help. */
  sameMessage: 10,
});

export const TIMES = Object.freeze({
  /** Milliseconds of one another within which refusals that begin have one cause. Fitted. */
  togetherMs: 10 * 60_000,
  /** Milliseconds within which a change acts that is read at the next start: within the hour. Fitted. */
  nextStartMs: 60 * 60_000,
  /** Milliseconds over which the same message must fail; within which a queue fills that it holds up. Fitted. */
  sameMessageMs: 2 * 60_000,
  queueFillsMs: 5 * 60_000,
  /** Milliseconds until a caller's next lookup, which tells it; by which it may write that down before systemd does. Fitted. */
  nextLookupMs: 5 * 60_000,
  beforeSystemdMs: 60_000,
});

/** Share of strength that is left where the blamed component had to be guessed. Fitted. */
export const GUESSED_SHARE = 0.7;

export const ERROR_SURGE = Object.freeze({
  /** Lines that are a surge at least; slices of the service's own past needed before something can be called new. Fitted. */
  leastLines: 5,
  leastPast: 3,
  /** Times as many lines in a slice as in the past. Fitted. */
  factor: 4,
  /** Probability that lines which come at all times all come so late, up to which they are new. Fitted. */
  byChance: 0.01,
  /** Strength of errors that lie with a peer. Fitted. */
  ofOthers: 0.2,
});

export const SILENCE = Object.freeze({
  /** Slices in which a service must have written to be called steady. Fitted. */
  leastActive: 5,
  /** Times the longest pause it ever made, and slices at the least, that it must miss. Fitted. */
  pauses: 3,
  leastMissed: 3,
});
