/**
 * Thresholds of what is read from logs, with unit and source; "fitted" is on worlds and recorded systems. A slice is one of
 * the equal times into which a log's window is cut.
 */
export const BACKGROUND = Object.freeze({
  /** Milliseconds after a service's first line within which its dependencies may be coming up. Fitted. */
  startUpMs: 60_000,
  /** Milliseconds for which a failed call that is over has not come back. Fitted. */
  overMs: 10_000,
  /** Times as long as it lasted for which it has not come back. Fitted. */
  overFactor: 2,
  /** Share of the slices in which the service wrote that counts as its past; slices that there must be. Fitted. */
  pastShare: 0.4,
  leastSlices: 6,
  /** Slices of the past in which it must be seen. Fitted. */
  leastSeenPast: 2,
  /** Times less than before that trouble has ended; times more up to which it goes on as before. Fitted. */
  endedFactor: 3,
  goesOnFactor: 1.5,
  /** Standard deviations beyond which a rise of lines or of failed requests is more than chance. Fitted. */
  beyondChance: 2.5,
  /** Share of a service's lines that fills its log. Fitted. */
  fillingShare: 0.25,
  /** Share of a service's lines from which on a pattern is nearly all that it writes. Fitted. */
  aloneShare: 0.9,
  /** Share of the time that logs show without a pattern, from which on it is new. Fitted. */
  newAfterShare: 0.15,
});

/** Lines, or requests, of one kind from which they are more than chance, more than one client's mistake or one bad minute; and from which they are many. Fitted. */
export const LINES = Object.freeze({ several: 5, many: 10 });

/** Share of a service's requests below which those that fail are what any service fails. Fitted. */
export const TOLERATED_SHARE = 0.02;

/** Milliseconds by which callers' alerts and counts end after the trouble: both come in slices of a minute or so. */
export const ENDED_SLACK_MS = 2 * 60_000;

/**
 * Letters of a literal that are looked up at each place of a text, and bits kept of each: the size of the index. Shorter
 * literals are in too many lines to dismiss any.
 */
export const LITERALS = Object.freeze({ letters: 3, bits: 6 });

/** Letters of an entry that are read: a bound on the work. */
export const ENTRY_LETTERS = 2000;

/** Letters of a quote. Display, never moved. */
export const QUOTE = Object.freeze({
  letters: 300,
  /** Letters of the first line, at most and at the least, and of the telling line behind it. */
  head: 60,
  leastHead: 15,
  told: 240,
  /** Letters of a long line's beginning, which names the call, and of what stands before its telling place. */
  headOfLine: 130,
  beforeTold: 15,
});
