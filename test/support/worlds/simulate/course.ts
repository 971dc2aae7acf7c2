import type { Call, Part } from '../part.ts';

/** How one part fared, a value for each moment. */
export interface Course {
  /** Requests a second that reached it. */
  readonly rps: Float64Array;
  /** Share of them that it answered with an error. */
  readonly errors: Float64Array;
  /** Mean time of an answer as it measures itself, ms. */
  readonly latencyMs: Float64Array;
  /** Cores used by one of its pods. */
  readonly cpu: Float64Array;
  /** Share of periods in which a pod was throttled. */
  readonly throttled: Float64Array;
  /** Pods that serve. */
  readonly serving: Float64Array;
  /** Messages that wait for it; 0 where it works off none. */
  readonly lag: Float64Array;
}

/** What a caller sees of one callee. */
export interface CallCourse {
  readonly caller: Part;
  readonly callee: Part;
  readonly call: Call;
  /** Calls a second. */
  readonly rps: Float64Array;
  /** Share of calls that failed for the caller: errors, refusals and time-outs. */
  readonly failures: Float64Array;
  /** Share of calls that got no answer in time, or found nobody. */
  readonly unanswered: Float64Array;
  readonly latencyMs: Float64Array;
}

export interface Courses {
  readonly parts: ReadonlyMap<string, Course>;
  readonly calls: readonly CallCourse[];
}

/** Spread of answer times: sigma of their logarithm. */
export const SPREAD = 0.65;

/** Share of answers that take longer than `limit` where the mean is `mean` (lognormal, sigma SPREAD). */
export function shareAbove(limit: number, mean: number): number {
  if (mean <= 0) return 0;
  const mu = Math.log(mean) - (SPREAD * SPREAD) / 2;
  return 1 - normalShare((Math.log(limit) - mu) / SPREAD);
}

/** The standard normal distribution function (Abramowitz and Stegun 26.2.17, error below 7.5e-8). */
export function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const tail =
    density * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
}
