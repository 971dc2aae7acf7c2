/**
 * The course of a trouble over time: how far a series is beyond its own level at each moment of the incident. Two profiles
 * are compared by shape and by size, for a cause has the time course of its symptom and is large enough to make it.
 */

import type { MetricSeries } from '../../domain/signals.ts';
import type { ReadMetrics, ReadSeries } from '../metric-reading/read-metrics.ts';
import { FORMAT } from '../parameters.ts';
import { COURSE, NORMAL, NOTHING } from './parameters.ts';

export interface TimeSpan {
  /** Unix seconds: where the trouble begins and where observation ends. */
  readonly onset: number;
  readonly end: number;
}

export interface Profile {
  /** Unix seconds, ascending, from some time before the onset to the end. */
  readonly times: readonly number[];
  /** Excess in the bad direction over the level before the onset; NaN where there is no point. */
  readonly excess: readonly number[];
  /** The excess times the requests it befell: seconds of waiting, or failures; NaN where there is no point. */
  readonly burden: readonly number[];
  /** True when requests were known, so that burdens of different services compare. */
  readonly weighed: boolean;
  /** True when the requests were counted a second, so that a point stands for a whole step of them. */
  readonly perSecond: boolean;
  /** Typical excess during the incident over the spread before it; at least 0. */
  readonly unusual: number;
  /** Typical value during the incident over the level before it, in the bad direction; 1 is no change. */
  readonly ratio: number;
  readonly step: number;
  readonly read?: ReadSeries;
}

/** Start of the time compared: as long before the onset as the incident lasts, within bounds. */
function leadStart(span: TimeSpan, step: number): number {
  const steps = Math.min(COURSE.mostLeadSteps, Math.max(COURSE.leastLeadSteps, (span.end - span.onset) / step));
  return span.onset - steps * step - step / 2;
}

/** The profile of one series; undefined with too few points in the time compared. */
export function profileOf(read: ReadSeries, span: TimeSpan, metrics: ReadMetrics): Profile | undefined {
  const { series, meaning } = read;
  const step = series.stepSeconds;
  if (step === undefined) return undefined;
  const from = leadStart(span, step);
  const points = series.sketch.filter(([time]) => time >= from && time <= span.end + step);
  if (points.length < COURSE.leastPoints) return undefined;
  const share = meaning.signal === 'availability' || read.sli?.unit === 'ratio' || isRatio(series);
  const badness = (value: number) => {
    const scaled = value * meaning.scale;
    if (meaning.signal === 'availability') return 1 - scaled;
    return meaning.bad === 'down' ? -scaled : scaled;
  };
  // A point stamped within half a step of the onset may already hold some of the trouble.
  const before = points.filter(([time]) => time < span.onset - step / 2).map(([, value]) => badness(value));
  const past = series.sketch.filter(([time]) => time < span.onset - step / 2).map(([, value]) => badness(value));
  if (past.length === 0) return undefined;
  const level = medianOf(before.length >= 2 ? before : past);
  const excess = points.map(([, value]) => badness(value) - level);
  const during = excess.filter((_, i) => points[i]![0] >= span.onset - step / 2);
  if (during.length === 0) return undefined;
  const height = sustained(during);
  const spread = Math.max(
    spreadOf(past),
    COURSE.leastSpreadShare * Math.abs(level),
    share ? COURSE.leastRatioSpread : 0,
    NOTHING.spread,
  );
  const weights = requestsAt(
    metrics,
    read,
    points.map(([time]) => time),
    step,
    span.onset,
  );
  // Waiting adds up over calls as a mean, not as a quantile.
  const adds = meaning.signal === 'latency' ? meaning.stat === undefined || meaning.stat === 'average' : share;
  const weighs = weights !== undefined && adds;
  return {
    times: points.map(([time]) => time),
    excess,
    burden: weighs ? excess.map((value, i) => value * weights[i]!) : excess,
    weighed: weighs,
    perSecond: weighs && countedPerSecond(metrics.of(read.component, 'traffic')),
    unusual: Math.max(0, height / spread) * Math.min(1, past.length / COURSE.enoughPast),
    ratio: ratioOf(read, level, height),
    step,
    read,
  };
}

/** The profile of a symptom without a series: nothing before the onset, all of it after. */
export function stepProfile(span: TimeSpan, step: number): Profile {
  const times: number[] = [];
  for (let time = leadStart(span, step) + step / 2; time <= span.end; time += step) times.push(time);
  const excess = times.map((time) => (time >= span.onset - step / 2 ? 1 : 0));
  return { times, excess, burden: excess, weighed: false, perSecond: false, unusual: 1, ratio: 1, step };
}

function countedPerSecond(traffic: readonly ReadSeries[]): boolean {
  return traffic.some(
    ({ series }) => /per_?second|rate|rps|qps|tps/i.test(series.name) || (series.unit ?? '').endsWith('/s'),
  );
}

function isRatio(series: MetricSeries): boolean {
  return /ratio|percent|fraction|rate/i.test(`${series.name} ${series.unit ?? ''}`) && series.max <= FORMAT.percent;
}

function ratioOf({ meaning }: ReadSeries, level: number, height: number): number {
  if (meaning.signal === 'availability' || meaning.bad === 'down') return 1 + Math.max(0, height);
  return Math.abs(level) < NOTHING.level
    ? height > NOTHING.level
      ? COURSE.mostRatio
      : 1
    : Math.min(COURSE.mostRatio, Math.max(0, (level + height) / Math.abs(level)));
}

/** Requests of the series' component at the given times; undefined where no traffic series covers most of them. */
function requestsAt(
  metrics: ReadMetrics,
  read: ReadSeries,
  times: readonly number[],
  step: number,
  onset: number,
): readonly number[] | undefined {
  const traffic = metrics.of(read.component, 'traffic');
  if (traffic.length === 0) return undefined;
  const totals = times.map(() => 0);
  const counted = new Set<number>();
  for (const { series } of traffic) {
    const values = valuesAt(series.sketch, times, step);
    values.forEach((value, i) => {
      if (Number.isNaN(value)) return;
      totals[i]! += value;
      counted.add(i);
    });
  }
  if (counted.size < times.length - counted.size) return undefined;
  // Requests that hang are not counted as served: a service keeps the weight it had before it got slow.
  const before = medianOf(totals.filter((_, i) => times[i]! < onset));
  return totals.map((value, i) => (times[i]! < onset ? value : Math.max(value, before)));
}

/** Values at or nearest to each time, NaN where the nearest point is farther than half a step. Both ascend. */
function valuesAt(
  points: readonly (readonly [number, number])[],
  times: readonly number[],
  step: number,
): readonly number[] {
  let i = 0;
  return times.map((time) => {
    while (i + 1 < points.length && Math.abs(points[i + 1]![0] - time) <= Math.abs(points[i]![0] - time)) i++;
    const point = points[i];
    return point && Math.abs(point[0] - time) <= step / 2 ? point[1] : Number.NaN;
  });
}

/** How well one profile's course fits another's. */
export interface Fit {
  /** Correlation of the courses, at least 0. */
  readonly shape: number;
  /** Share of the symptom's burden that the candidate's amounts to when it moves with it; may exceed 1. */
  readonly share: number;
}

/** Compares a candidate with a symptom at the symptom's times, allowing the candidate to come up to two steps earlier. */
export function fitOf(symptom: Profile, candidate: Profile): Fit {
  const step = Math.max(symptom.step, candidate.step);
  let best: Fit = { shape: 0, share: 0 };
  for (const lag of candidate.times.length >= COURSE.mostLeadSteps ? [0, 1, 2] : [0]) {
    const shifted = symptom.times.map((time) => time - lag * step);
    const weighed = symptom.weighed && candidate.weighed;
    const course = valuesAt(zip(candidate.times, weighed ? candidate.burden : candidate.excess), shifted, step);
    const fit = regress(weighed ? symptom.burden : symptom.excess, course);
    // An earlier start is allowed, not preferred.
    if (fit.shape - COURSE.shiftCost * lag > best.shape) best = fit;
  }
  return best;
}

function zip(times: readonly number[], values: readonly number[]): readonly (readonly [number, number])[] {
  return times.map((time, i) => [time, values[i]!] as const);
}

function regress(symptom: readonly number[], candidate: readonly number[]): Fit {
  const pairs = symptom.flatMap((y, i) => {
    const x = candidate[i]!;
    return Number.isNaN(x) || Number.isNaN(y) ? [] : [[y, x] as const];
  });
  if (pairs.length < COURSE.leastPoints) return { shape: 0, share: 0 };
  const meanY = pairs.reduce((sum, [y]) => sum + y, 0) / pairs.length;
  const meanX = pairs.reduce((sum, [, x]) => sum + x, 0) / pairs.length;
  let yy = 0;
  let xx = 0;
  let xy = 0;
  for (const [y, x] of pairs) {
    yy += (y - meanY) ** 2;
    xx += (x - meanX) ** 2;
    xy += (y - meanY) * (x - meanX);
  }
  if (yy <= 0 || xx <= 0 || xy <= 0) return { shape: 0, share: 0 };
  return { shape: xy / Math.sqrt(xx * yy), share: xy / yy };
}

function medianOf(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** The height that a trouble keeps: the second largest value, of many values the tenth part from the top; it may be short. */
function sustained(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => b - a);
  return sorted[Math.min(sorted.length - 1, Math.max(1, Math.floor(sorted.length * COURSE.sustainedShare)))]!;
}

/** The spread above the centre: robust, and wide enough for the excursions that are usual. */
function spreadOf(values: readonly number[]): number {
  const centre = medianOf(values);
  const sorted = values.toSorted((a, b) => a - b);
  const high = sorted[Math.floor(COURSE.highQuantile * (sorted.length - 1))]!;
  return Math.max(
    NORMAL.perMedianDeviation * medianOf(values.map((value) => Math.abs(value - centre))),
    (high - centre) / NORMAL.highDeviations,
  );
}
