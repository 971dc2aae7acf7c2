import type { DetectionWindow } from './types.ts';

const MOST_POINTS = 60;
const WINDOW_POINTS = 44;

/** The newest part that keeps its detail also when the window is long: an hour, or so many steps of a coarse series. */
const DETAIL_SECONDS = 3600;
const DETAIL_STEPS = 40;

/**
 * At most 60 points for drawing and for comparing shapes. The newest part of the window gets up to 44: its points as they are
 * where they are no more, else the means of equal time slices (the same slices for every series, so that shapes can be
 * compared). What is older is thinned to the rest, each bucket represented by its value farthest from the bucket's mean so
 * that excursions stay visible.
 */
export function sketchOf(times: Float64Array, values: Float64Array, window: DetectionWindow): [number, number][] {
  const n = times.length;
  const out: [number, number][] = [];
  if (n <= MOST_POINTS) {
    for (let i = 0; i < n; i++) out.push([times[i]!, values[i]!]);
    return out;
  }
  const step = (times[n - 1]! - times[n - 41]!) / 40;
  const start = Math.max(window.start, window.end - Math.max(DETAIL_SECONDS, DETAIL_STEPS * step));
  let inside = n;
  while (inside > 0 && times[inside - 1]! >= start) inside--;
  const slices = Math.min(n - inside, inside === 0 ? MOST_POINTS : WINDOW_POINTS);
  thin(times, values, inside, MOST_POINTS - slices, out);
  if (n - inside <= slices) for (let i = inside; i < n; i++) out.push([times[i]!, values[i]!]);
  else sliceMeans(times, values, inside, { start, end: window.end }, slices, out);
  return out;
}

function thin(times: Float64Array, values: Float64Array, length: number, most: number, out: [number, number][]): void {
  const buckets = Math.min(length, most);
  for (let b = 0; b < buckets; b++) {
    const from = Math.floor((b * length) / buckets);
    const to = Math.floor(((b + 1) * length) / buckets);
    const at = farthestFromMean(values, from, to);
    out.push([times[at]!, values[at]!]);
  }
}

function sliceMeans(
  times: Float64Array,
  values: Float64Array,
  from: number,
  window: DetectionWindow,
  slices: number,
  out: [number, number][],
): void {
  const width = Math.max(1e-9, (window.end - window.start) / slices);
  let i = from;
  while (i < times.length) {
    const slice = Math.min(slices - 1, Math.floor((times[i]! - window.start) / width));
    const end = slice === slices - 1 ? Number.POSITIVE_INFINITY : window.start + (slice + 1) * width;
    let total = 0;
    const first = i;
    while (i < times.length && (times[i]! < end || i === first)) total += values[i++]!;
    out.push([times[i - 1]!, total / (i - first)]);
  }
}

function farthestFromMean(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += values[i]!;
  const mean = total / (to - from);
  let at = from;
  for (let i = from + 1; i < to; i++) if (Math.abs(values[i]! - mean) > Math.abs(values[at]! - mean)) at = i;
  return at;
}
