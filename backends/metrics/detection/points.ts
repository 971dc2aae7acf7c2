import { grownBy, isCounter } from '../counter.ts';
import type { SeriesInput } from './types.ts';

/** Usable points: finite, ascending, one per timestamp. */
export interface Points {
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** True when the values are rates a second computed from a counter. */
  readonly rate: boolean;
}

/** Drops missing values and repeated timestamps (the later one wins), and turns a counter into its rate. */
export function usablePoints(input: SeriesInput): Points {
  const cleaned = finitePoints(input.timestamps, input.values);
  return isCounter({ ...input, values: cleaned.values }) ? toRate(cleaned) : { ...cleaned, rate: false };
}

function finitePoints(timestamps: Float64Array, values: Float64Array): { times: Float64Array; values: Float64Array } {
  const length = Math.min(timestamps.length, values.length);
  let clean = true;
  for (let i = 0; i < length && clean; i++) {
    clean = Number.isFinite(values[i]!) && (i === 0 || timestamps[i]! > timestamps[i - 1]!);
  }
  if (clean) return { times: timestamps.subarray(0, length), values: values.subarray(0, length) };
  const times = new Float64Array(length);
  const kept = new Float64Array(length);
  let n = 0;
  for (let i = 0; i < length; i++) {
    const time = timestamps[i]!;
    if (!Number.isFinite(values[i]!) || !Number.isFinite(time)) continue;
    if (n > 0 && time < times[n - 1]!) continue;
    if (n > 0 && time === times[n - 1]!) n--;
    times[n] = time;
    kept[n] = values[i]!;
    n++;
  }
  return { times: times.subarray(0, n), values: kept.subarray(0, n) };
}

/** The increase a second between neighbours; a fall is a restart from zero, as Prometheus takes it. */
function toRate(points: { times: Float64Array; values: Float64Array }): Points {
  const n = points.values.length - 1;
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const before = points.values[i]!;
    const after = points.values[i + 1]!;
    const seconds = points.times[i + 1]! - points.times[i]!;
    const grown = grownBy(before, after);
    values[i] = grown === undefined ? (values[i - 1] ?? 0) : grown / seconds;
  }
  return { times: points.times.subarray(1), values, rate: true };
}
