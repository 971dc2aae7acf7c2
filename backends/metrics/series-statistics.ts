import type { TimeWindow } from '../common/time.ts';
import type { Series } from './provider.ts';

/** The usable points of a series in a window, and figures over them. */
export interface Statistics {
  readonly points: number;
  /** Unix seconds. */
  readonly from: number;
  readonly to: number;
  readonly latest: number;
  readonly average: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly p95: number;
  readonly median: number;
  /** How much a counter rose over the window, restarts from zero included; the sum for anything else. */
  readonly increase: number;
  readonly counter: boolean;
}

/** The points of a window without NaN and infinities. */
export function pointsIn(series: Series, window: TimeWindow): { times: number[]; values: number[] } {
  const from = window.start === undefined ? Number.NEGATIVE_INFINITY : window.start.getTime() / 1000;
  const to = window.openEnd === true ? Number.POSITIVE_INFINITY : window.end.getTime() / 1000;
  const times: number[] = [];
  const values: number[] = [];
  for (let i = lowerBound(series.timestamps, from); i < series.timestamps.length; i++) {
    const time = series.timestamps[i]!;
    if (time > to) break;
    if (!Number.isFinite(series.values[i]!)) continue;
    times.push(time);
    values.push(series.values[i]!);
  }
  return { times, values };
}

/** Figures over a window; undefined when no usable point lies in it. */
export function statisticsOf(series: Series, window: TimeWindow): Statistics | undefined {
  const { times, values } = pointsIn(series, window);
  if (values.length === 0) return undefined;
  const sorted = Float64Array.from(values).sort();
  const sum = values.reduce((total, value) => total + value, 0);
  const counter = isCounter(series);
  return {
    points: values.length,
    from: times[0]!,
    to: times.at(-1)!,
    latest: values.at(-1)!,
    average: sum / values.length,
    sum,
    min: sorted[0]!,
    max: sorted.at(-1)!,
    p95: sorted[Math.ceil(0.95 * sorted.length) - 1]!,
    median: (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2,
    increase: counter ? increaseOf(values) : sum,
    counter,
  };
}

/** By the declared type; where none is declared, by the suffix that Prometheus reserves for counters. */
function isCounter({ name, type }: Pick<Series, 'name' | 'type'>): boolean {
  return type === undefined || type === 'unknown' ? /_total$/.test(name) : type === 'counter';
}

function increaseOf(values: readonly number[]): number {
  let increase = 0;
  for (let i = 1; i < values.length; i++) {
    const step = values[i]! - values[i - 1]!;
    increase += step >= 0 ? step : values[i]!;
  }
  return increase;
}

function lowerBound(times: Float64Array, wanted: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
