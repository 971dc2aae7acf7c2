/** Thresholds of the rules over calls between services, with unit and source; "fitted" is on worlds and recorded systems. */
export const CALLS = Object.freeze({
  /**
   * Times as many calls for one request, from which they are tried again: a client that tries three times triples them
   * (Google's SRE book, "Addressing Cascading Failures"), and half of that is more than a cache that misses now and then.
   */
  amplified: 1.6,
  /** Requests a second that must be added: fewer overrun nobody. Fitted. */
  leastAdded: 1,
  /** Seconds that it must last: less is a blip, and one slice may hold a single slow call. Fitted. */
  lastingSeconds: 180,
  /** Times as many calls as its failures account for, from which it is not they that bring them: shares are of slices. Fitted. */
  beyondFailures: 1.5,
  /** Share of the rise by which a service's own requests rose, from which it passes it on. Fitted. */
  passedOn: 0.5,
  /** Lines that are more than a call that was tried twice. Fitted. */
  linesOfRetries: 3,
  /** Times as busy as before, from which a service is at work on the tries. Fitted. */
  busierFactor: 1.5,
});

export const STATEMENTS = Object.freeze({
  /** Times as many statements for one request: one for each row of a list is many times what one for all rows is. Fitted. */
  amplified: 1.6,
  /** Statements a second that must be added. Fitted. */
  leastAdded: 1,
  /** Times as many statements that are more to do for a replica, as the floor of a surge has it. Fitted. */
  moreFactor: 1.4,
  /** Milliseconds by which lag shows after the writes that make it: a scrape or a few; detected onsets differ by as much. */
  togetherMs: 5 * 60_000,
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
  /** Times the usual. Fitted. */
  slowerFactor: 5,
  /** Milliseconds before or after within which what begins is its effect, or its alert. Fitted. */
  nearMs: 5 * 60_000,
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
  /** Times as many requests at the store behind it, where those are counted, that show who rebuilds the entries. Fitted. */
  moreWork: 1.4,
});

export const CONCURRENCY = Object.freeze({
  /** Times as much work at once that leaves nothing for others. Fitted. */
  manyTimes: 3,
  /** Series cited. Display. */
  shown: 3,
});
