/** Thresholds of the rules over calls between services, with unit and source; "fitted" is on worlds and recorded systems. */
export const CALLS = Object.freeze({
  /**
   * Times as many calls for one request, from which they are tried again: a client that tries three times triples them
   * (Google's SRE book, "Addressing Cascading Failures"), and half of that is more than a cache that misses now and then.
   * Statements: one for each row of a list is many times what one for all rows is.
   */
  amplified: 1.6,
  /** Seconds that it must last: less is a blip, and one slice may hold a single slow call. Fitted. */
  lastingSeconds: 180,
  /** Times as many calls as its failures account for, from which it is not they that bring them: shares are of slices. Fitted. */
  beyondFailures: 1.5,
  /** Share of the rise by which a service's own requests rose, from which it passes it on. Fitted. */
  passedOn: 0.5,
});

export const DELAYS = Object.freeze({
  /**
   * Shares of an added delay that requests may wait: where many come the batch fills early; where few do all of it, and once
   * more at the next hop or in its own time of work. Fitted.
   */
  leastShare: 0.3,
  mostShare: 1.3,
});

export const GAPS = Object.freeze({
  /** Share of what callers wait longer that the callee does not spend: below it the work takes longer as well. Fitted. */
  between: 0.7,
  /** Calls that wait, at the least, in the minute in which a gap begins. Fitted. */
  begunCalls: 5,
});

export const NAME_SERVERS = Object.freeze({
  /** Seconds that most lookups must take: a server answers from its memory within a millisecond (coredns-mixin alerts at 4 s of p99). */
  slowSeconds: 0.05,
});

export const CACHES = Object.freeze({
  /** Times as many misses, and their share of lookups: every cache misses now and then. Fitted. */
  missesFactor: 2,
  leastShare: 0.15,
  /** Lookups a second that must miss. Fitted. */
  leastMisses: 1,
  /** Share of lookups that found what they asked for, of which at most so much is left. Fitted. */
  leastHits: 0.5,
  hitsLeft: 0.6,
});

export const CONCURRENCY = Object.freeze({
  /** Times as much work at once that leaves nothing for others. Fitted. */
  manyTimes: 3,
  /** Series cited. Display. */
  shown: 3,
});
