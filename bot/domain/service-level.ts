/** One service level indicator as the metrics backend computed it on whole series; every figure is an observed one. */
export interface Sli {
  /** The service that serves the requests (side server) or sends them (side client). */
  readonly service: string;
  readonly namespace?: string;
  readonly side: 'server' | 'client';
  /** The caller of a server, the callee of a client, where the labels say so; without it a server's callers together. */
  readonly peer?: string;
  readonly indicator: 'rate' | 'error_ratio' | 'latency';
  /** Of a latency: p50, p95, p99 or the quantile recorded, mean or max. */
  readonly statistic?: string;
  /** A ratio of 1 is every request. */
  readonly unit: 'requests/s' | 'ratio' | 's';
  readonly basis: 'histogram' | 'summary' | 'mean' | 'counter' | 'gauge';
  readonly metric: string;
  /** Slices with a figure, the past included. */
  readonly points: number;
  readonly stepSeconds: number;
  /** Median before the change, or before the window; absent where no past was read. */
  readonly normal?: number;
  /** Robust spread around normal: interquartile range over 1.349. */
  readonly spread?: number;
  /** Median during the change; without one, over the window. */
  readonly value: number;
  readonly last: number;
  /** The most extreme figure in the window, in the direction that hurts. */
  readonly worst: number;
  /** RFC 3339: where a change begins; absent when nothing changed in the window. */
  readonly onset?: string;
  /** RFC 3339: where it ended; absent when it lasts to the end. */
  readonly until?: string;
  readonly direction?: 'up' | 'down';
  readonly shape?: 'level-shift' | 'spike' | 'drift';
  /** Size of the change over the spread; at least 0. */
  readonly score?: number;
  /** Requests behind `value`, and failed ones among them; absent where they were not counted. */
  readonly requests?: number;
  readonly failed?: number;
  /** Requests behind `normal`. */
  readonly normalRequests?: number;
  /** `[unix seconds, figure]` of equal slices, the same for every indicator of an answer; nothing thinned. */
  readonly course: readonly (readonly [number, number])[];
}

/** A metric that was not, or not wholly, read. */
export interface LeftOutMetric {
  readonly metric: string;
  readonly series?: number;
  /** Why, and what was read in its place, in words. */
  readonly reason: string;
  /** Services it tells of that are not covered by what was read; absent when unknown. */
  readonly services?: readonly string[];
  /** True when it tells, or may tell, of what was asked about. */
  readonly touchesFocus?: boolean;
}

/** The indicators of every service that was read, and what was left out of them. */
export interface ServiceLevels {
  /** The most changed first; one for each service, side, peer, statistic and metric. */
  readonly items: readonly Sli[];
  /** One that touches the target or the complaint forbids calling anything healthy. */
  readonly leftOut: readonly LeftOutMetric[];
}
