import { median, selectKth } from './order-statistics.ts';

/**
 * Splits a sequence into stretches of about one level: binary segmentation on least squares over winsorised values,
 * then a search for a bump inside each stretch (a short excursion that a single split cannot see; the maximum
 * subarray of Kadane over the standardised values). Generous on purpose: the scoring throws out what is not unusual.
 */
const MAX_SEGMENTS = 24;
const WINSOR = 8;

let scratch = new Float64Array(512);
let bounded = new Float64Array(512);
let sums = new Float64Array(513);

function reserve(length: number): void {
  if (scratch.length >= length) return;
  scratch = new Float64Array(length * 2);
  bounded = new Float64Array(length * 2);
  sums = new Float64Array(length * 2 + 1);
}

/** Starts of the stretches, ascending, the first one 0; a single 0 when nothing splits. */
export function segmentStarts(values: Float64Array): number[] {
  const n = values.length;
  if (n < 4) return [0];
  reserve(n);
  const noise = neighbourNoise(values);
  if (noise === 0) return [0];
  scratch.set(values);
  const centre = median(scratch, n);
  for (let i = 0; i < n; i++) scratch[i] = Math.abs(values[i]! - centre);
  const limit = WINSOR * Math.max(noise, 1.4826 * selectKth(scratch, n, n >> 1));
  sums[0] = 0;
  for (let i = 0; i < n; i++) {
    const value = values[i]! - centre;
    bounded[i] = value > limit ? limit : Math.max(value, -limit);
    sums[i + 1] = sums[i]! + bounded[i]!;
  }
  const penalty = noise * noise * (10 + 3 * Math.log(n));
  return withBumps(splitGreedily(n, penalty), n, noise);
}

/** The noise between neighbours: robust where most move, the mean where most are equal; 0 for a constant. */
function neighbourNoise(values: Float64Array): number {
  const n = values.length - 1;
  let total = 0;
  for (let i = 0; i < n; i++) {
    scratch[i] = Math.abs(values[i + 1]! - values[i]!);
    total += scratch[i]!;
  }
  const typical = (1.4826 / Math.SQRT2) * selectKth(scratch, n, n >> 1);
  return typical > 0 ? typical : total / n / 2;
}

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly gain: number;
}

/** Splits where it gains most first, so that a limit on the number of stretches never hides the largest change. */
function splitGreedily(length: number, penalty: number): number[] {
  const starts = [0];
  const open = [bestCut(0, length)];
  while (open.length > 0 && starts.length < MAX_SEGMENTS) {
    let best = 0;
    for (let i = 1; i < open.length; i++) if (open[i]!.gain > open[best]!.gain) best = i;
    const cut = open[best]!;
    if (cut.gain <= penalty) break;
    open[best] = bestCut(cut.from, cut.at);
    open.push(bestCut(cut.at, cut.to));
    starts.push(cut.at);
  }
  return starts.sort((a, b) => a - b);
}

function bestCut(from: number, to: number): Cut {
  const base = sums[from]!;
  const total = sums[to]! - base;
  const length = to - from;
  const whole = (total * total) / length;
  let gain = 0;
  let at = from;
  for (let k = from + 1; k < to; k++) {
    const left = sums[k]! - base;
    const right = total - left;
    const here = (left * left) / (k - from) + (right * right) / (to - k) - whole;
    if (here > gain) {
      gain = here;
      at = k;
    }
  }
  return { from, to, at, gain };
}

function withBumps(starts: readonly number[], n: number, noise: number): number[] {
  const all = new Set(starts);
  for (let s = 0; s < starts.length && all.size < MAX_SEGMENTS; s++) {
    const from = starts[s]!;
    const to = starts[s + 1] ?? n;
    if (to - from < 8) continue;
    const mean = (sums[to]! - sums[from]!) / (to - from);
    for (const sign of [1, -1]) {
      const bump = largestExcursion(from, to, mean, sign / noise);
      if (!bump) continue;
      all.add(bump.from);
      if (bump.to < n) all.add(bump.to);
    }
  }
  return [...all].sort((a, b) => a - b);
}

function largestExcursion(from: number, to: number, mean: number, scale: number): { from: number; to: number } | null {
  let run = 0;
  let start = from;
  let best = 0;
  let bestFrom = from;
  let bestTo = from;
  for (let i = from; i < to; i++) {
    if (run <= 0) {
      run = 0;
      start = i;
    }
    run += (bounded[i]! - mean) * scale - 2;
    if (run > best) {
      best = run;
      bestFrom = start;
      bestTo = i + 1;
    }
  }
  return best > 4 && bestTo - bestFrom < (to - from) * 0.8 ? { from: bestFrom, to: bestTo } : null;
}
