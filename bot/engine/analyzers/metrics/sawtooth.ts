import type { ReadSeries } from '../../metric-reading/read-series.ts';
import { FORMAT } from '../../parameters.ts';
import { PRESSURES } from './pressure-parameters.ts';

/** Memory that climbs until its process is gone, and climbs anew in the next. */
export interface Sawtooth {
  /** RFC 3339: when the first climb began. */
  readonly onset: string;
  /** Times that it fell. */
  readonly falls: number;
  /** What it starts from and what it comes to, in the series' unit. */
  readonly from: number;
  readonly to: number;
}

type Point = readonly [number, number];

/** A heap is a saw by design: a collector lets garbage lie until it is worth its while. */
const HEAP = /heap|jvm|\bgc|go_mem|nodejs|arena|eden|pool/i;

/**
 * Whether a figure of a process's memory was level and then became a saw: each process that ends at its limit, is recycled
 * or killed gives all of it back, and the next one begins to leak anew. Undefined where it is no such saw, and where it was
 * one for as long as the series tells.
 */
export function sawtoothOf({ series }: ReadSeries): Sawtooth | undefined {
  if (HEAP.test(series.name)) return undefined;
  const points = series.sketch;
  const falls = points.flatMap(([, value], i) =>
    i > 0 && value <= PRESSURES.fallShare * points[i - 1]![1] ? [i] : [],
  );
  const [first] = falls;
  if (first === undefined) return undefined;
  const before = points.slice(0, first);
  const base = Math.min(...before.map(([, value]) => value));
  const level = before.findLastIndex(([, value]) => value <= base * PRESSURES.levelFactor);
  if (level + 1 < PRESSURES.leastClimb) return undefined;
  const climbs = [before.slice(level), ...falls.map((from, n) => points.slice(from, falls[n + 1]))];
  // The last may have begun just now.
  const whole = climbs.filter((one) => one.length >= PRESSURES.leastClimb);
  if (whole.length < 2 || !whole.every(isClimb)) return undefined;
  return {
    onset: new Date(before[level]![0] * FORMAT.millis).toISOString(),
    falls: falls.length,
    from: base,
    to: Math.max(...points.map(([, value]) => value)),
  };
}

function isClimb(points: readonly Point[]): boolean {
  const steps = points.slice(1).filter(([, value], i) => value > points[i]![1]).length;
  const factor = points.at(-1)![1] / points[0]![1];
  return steps >= PRESSURES.climbingShare * (points.length - 1) && factor >= PRESSURES.leakFactor;
}
