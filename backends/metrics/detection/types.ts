import type { SeriesExtent, SeriesMeaning } from '../../../schemas/generated/metrics.ts';

/** A change found in one series. */
export interface DetectedChange {
  /** `level-shift`: a new level; `spike`: a short excursion; `drift`: a steady slope; `gap`: points are missing. */
  readonly kind: 'level-shift' | 'spike' | 'drift' | 'gap';
  readonly direction: 'up' | 'down';
  /** RFC 3339: where the change begins; for a gap, the last point before it. */
  readonly onset: string;
  /** RFC 3339: where it ended; absent when it lasts to the end of the window. */
  readonly until?: string;
  /** Typical value (median) before and during, in the summary's unit; a gap repeats the value before it. */
  readonly before: number;
  readonly during: number;
  /** Size over the robust spread of the series' own past, at least 0; a gap's is its length over the usual distance. */
  readonly score: number;
}

/** One series as it is stored. */
export interface SeriesInput {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The OpenMetrics type where it is known: `counter`, `gauge`, … */
  readonly type?: string;
  readonly unit?: string;
  /** Unix seconds, ascending; irregular distances are fine. */
  readonly timestamps: Float64Array;
  /** One value per timestamp; NaN and infinities count as missing. */
  readonly values: Float64Array;
}

/** Unix seconds. Points before `start` serve as the past to compare with; changes are reported that touch the window. */
export interface DetectionWindow {
  readonly start: number;
  readonly end: number;
}

/**
 * One series, summarised near its data. A counter is summarised as its rate a second (unit `<unit>/s`).
 * With no usable point `points` is 0, every figure is 0, and `from` and `to` are the window's.
 */
export interface SeriesSummary {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly unit?: string;
  readonly meaning?: SeriesMeaning;
  readonly points: number;
  /** RFC 3339 times of the first and last usable point, the past included. */
  readonly from: string;
  readonly to: string;
  /** Median distance between points, in seconds; absent with fewer than two points. */
  readonly stepSeconds?: number;
  readonly last: number;
  readonly min: number;
  readonly max: number;
  readonly median: number;
  /** Exact figures over the points of the window; absent without a point in it. */
  readonly recent?: SeriesExtent;
  /** In order of onset. */
  readonly changes: readonly DetectedChange[];
  /** At most 60 points `[unix seconds, value]`: the past thinned, the window in up to 44 points (see sketchOf). */
  readonly sketch: readonly (readonly [number, number])[];
}
