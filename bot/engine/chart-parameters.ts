/** Bounds of what is drawn. Display, never moved. */
export const CHARTS = Object.freeze({
  /** Charts a message: Slack takes two; one more would be a wall. */
  shown: 2,
  /** Seconds at the end of a sketch in which it is dense, and points from which those alone are drawn. */
  newestSeconds: 3600,
  enoughPoints: 8,
  /** The quantile that is called the median, and digits of others: p99.95. */
  median: 0.5,
  quantileDigits: 4,
});
