/**
 * Every threshold of the metrics backend, with its unit and where it comes from: "measured" (on the programs named), a
 * published value, or a bound of what is sent.
 */

/** What reading a live Prometheus may cost, and how finely it is read. */
export const LIVE = Object.freeze({
  /**
   * Samples that the server may look at for one kind of reading (counts, buckets, what moved). Measured on Prometheus 2.42:
   * a core reads ten to fifteen million a second, and the kinds are read side by side.
   */
  samplesPerReading: 12_000_000,
  /** Slices of the window, at most: a change point is told to a sixtieth of it. */
  slices: 60,
  /** Lengths of the window that are read before it as the past. */
  pastWindows: 4,
  /** The past is read at every so many slices: what is normal is a median of many. */
  pastStride: 5,
  /** How much coarser a reading may become before it is narrowed to what was asked about. */
  coarser: Object.freeze([1, 2, 4, 8]),
  /** Points of window and past below which a coarser reading says nothing of either. */
  fewestPoints: 6,
  /** Seconds between two samples where no target tells: Prometheus's own default is 60, the operator's 30, most set 15. */
  scrapeSeconds: 15,
  /** Seconds over which scrapes are counted; share of the targets that are scraped more seldom than what is assumed. */
  scrapesOver: 600,
  seldomShare: 0.1,
  /** Scrapes that a rate spans at least: two are needed, and one of them is missed now and then. */
  scrapesInRate: 2.5,
  /**
   * Seconds that a sum of CloudWatch is taken over: AWS publishes its services' metrics every minute. An exporter that was given
   * longer periods makes counts that many times too large; shares and times are not touched by it.
   */
  cloudPeriodSeconds: 60,
  /** Seconds that a rate of the past spans at least: it may have been scraped every minute then, or been thinned since. */
  pastRateSeconds: 150,
  /** Buckets that a histogram usually has: prom-client and client_golang have 11 bounds and infinity. */
  buckets: 12,
  /** Answers with series that are asked for at most; each is read by a core of its own. */
  batches: 3,
  /** Series of metrics whose meaning is not known that are read unasked: for people, no rule reads them. */
  unknownSeries: 1_000,
  /** Of a metric that is too large to be read whole: series that moved most. */
  movedSeries: Object.freeze({ least: 20, most: 300 }),
  /** What moved is told by the end of the window, a share of it, against this many times as long before. */
  movedShare: 1 / 6,
  movedLeastSeconds: 600,
  movedPast: 3,
  /** Neighbours of what was asked about that are read with it; beyond, only itself. */
  neighbours: 40,
});
