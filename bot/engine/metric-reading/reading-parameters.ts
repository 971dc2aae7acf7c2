/** Thresholds of how series are read, with unit and source; "fitted" is on worlds and recorded systems. */
export const READING = Object.freeze({
  /** Share by which the level that one instance takes may differ from that which the other had. Fitted. */
  handedAlike: 0.35,
  /**
   * Milliseconds by which detected onsets of one trouble lie apart: scrapes, `for`, medians and averages of some minutes; a
   * failover takes a minute or two (RDS User Guide).
   */
  onsetsApartMs: 5 * 60_000,
});

export const SPELLS = Object.freeze({
  /** Spells that are more than chance: three even distances. */
  least: 4,
  /** Slices, and share of the shortest distance, by which distances may differ: a begin lies anywhere in its slice. */
  slices: 2,
  uneven: 0.25,
  /** Share of the time, at the most, that is bad: what is bad for longer is a level of its own. */
  badShare: 0.5,
});
