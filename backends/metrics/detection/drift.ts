import { levelOf, usualOf } from './spread.ts';

/** A steady slope to the end of the series, by block index. */
export interface Slope {
  readonly direction: 'up' | 'down';
  readonly from: number;
  readonly before: number;
  readonly during: number;
  readonly score: number;
}

const FEWEST = 12;
/** Values at either end of a slope whose median is told. */
const END = 3;
/** Share of the squared deviation that the line must explain over what a single step explains. */
const LINE_BETTER_THAN_STEP = 0.5;
const LEAST_SCORE = 6;
/** The line must keep rising: share of its thirds that continue the slope. */
const LEAST_EXPLAINED = 0.75;

/**
 * Looks for a line that climbs to the end from one of the stretches' starts, and that fits clearly better than a level
 * and than one step does. The earliest such start wins. `score` is the whole rise over the residuals' spread.
 */
export function findDrift(values: Float64Array, starts: readonly number[]): Slope | undefined {
  if (starts.length < 3) return undefined;
  const n = values.length;
  for (const from of starts) {
    if (n - from < FEWEST) return undefined;
    const slope = lineFrom(values, from);
    if (slope) return slope;
  }
  return undefined;
}

function lineFrom(values: Float64Array, from: number): Slope | undefined {
  const n = values.length - from;
  let sumY = 0;
  let sumXY = 0;
  let sumYY = 0;
  for (let i = 0; i < n; i++) {
    const y = values[from + i]!;
    sumY += y;
    sumXY += i * y;
    sumYY += y * y;
  }
  const meanX = (n - 1) / 2;
  const meanY = sumY / n;
  const varianceX = (n * n - 1) / 12;
  const slope = (sumXY / n - meanX * meanY) / varianceX;
  const total = sumYY / n - meanY * meanY;
  if (total <= 0) return undefined;
  const explained = (slope * slope * varianceX) / total;
  if (explained < LEAST_EXPLAINED) return undefined;
  // Rounding may leave a perfect line a little below nothing.
  const residual = Math.max(0, total * (1 - explained));
  if (residual > LINE_BETTER_THAN_STEP * stepResidual(values, from, n, meanY, total)) return undefined;
  const rise = slope * (n - 1);
  const spread = Math.max(Math.sqrt(residual), Math.abs(meanY) * 0.01);
  const past = from >= FEWEST ? usualOf(values, 0, from) : undefined;
  const usual = past ? Math.max(spread, rise > 0 ? past.above : past.below) : spread;
  const score = Math.abs(rise) / usual;
  if (score < LEAST_SCORE) return undefined;
  // What is told was observed: the typical values at both ends, not the ends of the fitted line.
  const before = levelOf(values, from, from + END);
  const during = levelOf(values, values.length - END, values.length);
  return { direction: rise > 0 ? 'up' : 'down', from, before, during, score };
}

/** The mean squared residual of the best single step. */
function stepResidual(values: Float64Array, from: number, n: number, meanY: number, total: number): number {
  let left = 0;
  let best = 0;
  for (let k = 1; k < n; k++) {
    left += values[from + k - 1]! - meanY;
    const gain = (left * left) / k + (left * left) / (n - k);
    if (gain > best) best = gain;
  }
  return total - best / n;
}
