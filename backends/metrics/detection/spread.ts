import { median, selectKth } from './order-statistics.ts';

/** What a stretch of a series usually looks like. */
export interface Usual {
  readonly centre: number;
  /** Robust standard deviations above and below the centre; never 0 unless every value is 0. */
  readonly above: number;
  readonly below: number;
}

/** A change smaller than this share of the level is not worth a person's time, however quiet the series was. */
const RELATIVE_FLOOR = 0.01;
const Q90 = 1.2816;
/** More values than this are sampled evenly: quantiles of 128 values are sure enough to a tenth of a spread. */
const MOST_SAMPLED = 128;

let scratch = new Float64Array(512);

/**
 * Median with a one-sided spread: the larger of 1.4826 times the median absolute deviation and the distance to the 10th or
 * 90th percentile over 1.2816 (both estimate sigma under a normal distribution), so that a skewed or two-level past widens
 * its own side only. A mostly constant past falls back on the mean deviation.
 */
export function usualOf(values: Float64Array, from: number, to: number): Usual {
  const stride = Math.ceil((to - from) / MOST_SAMPLED);
  const n = Math.ceil((to - from) / stride);
  if (scratch.length < n) scratch = new Float64Array(n * 2);
  // Counted back from the end, so that the newest value is always among them.
  const last = to - 1 - (n - 1) * stride;
  for (let i = 0; i < n; i++) scratch[i] = values[last + i * stride]!;
  const centre = median(scratch, n);
  // The median left the halves apart: each tail is searched in its own.
  const high = selectKth(scratch, n, Math.round((n - 1) * 0.9), n >> 1);
  const low = selectKth(scratch, Math.max(1, n >> 1), Math.round((n - 1) * 0.1));
  let total = 0;
  for (let i = 0; i < n; i++) {
    scratch[i] = Math.abs(values[last + i * stride]! - centre);
    total += scratch[i]!;
  }
  const deviation = 1.4826 * selectKth(scratch, n, n >> 1);
  const base = Math.max(
    deviation > 0 ? deviation : (1.2533 * total) / Math.max(1, n),
    RELATIVE_FLOOR * Math.abs(centre),
  );
  return { centre, above: Math.max(base, (high - centre) / Q90), below: Math.max(base, (centre - low) / Q90) };
}

/** The median of a stretch. */
export function levelOf(values: Float64Array, from: number, to: number): number {
  const n = to - from;
  if (scratch.length < n) scratch = new Float64Array(n * 2);
  for (let i = 0; i < n; i++) scratch[i] = values[from + i]!;
  return median(scratch, n);
}
