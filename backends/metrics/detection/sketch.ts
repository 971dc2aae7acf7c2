const MOST_POINTS = 60;
const NEWEST = 36;

/**
 * At most 60 points for drawing and for comparing shapes: the newest 36 as they are, the older ones thinned to 24 buckets,
 * each represented by its value farthest from the bucket's mean so that excursions stay visible.
 */
export function sketchOf(times: Float64Array, values: Float64Array): [number, number][] {
  const n = times.length;
  const out: [number, number][] = [];
  const newestFrom = n <= MOST_POINTS ? 0 : n - NEWEST;
  const buckets = MOST_POINTS - NEWEST;
  for (let b = 0; b < buckets && newestFrom > 0; b++) {
    const from = Math.floor((b * newestFrom) / buckets);
    const to = Math.floor(((b + 1) * newestFrom) / buckets);
    const at = farthestFromMean(values, from, to);
    out.push([times[at]!, values[at]!]);
  }
  for (let i = newestFrom; i < n; i++) out.push([times[i]!, values[i]!]);
  return out;
}

function farthestFromMean(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += values[i]!;
  const mean = total / (to - from);
  let at = from;
  for (let i = from + 1; i < to; i++) if (Math.abs(values[i]! - mean) > Math.abs(values[at]! - mean)) at = i;
  return at;
}
