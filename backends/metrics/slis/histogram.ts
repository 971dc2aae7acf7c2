/** Bucket counts of one histogram by upper bound, a figure a slice. */
export type Buckets = ReadonlyMap<number, Float64Array>;

/**
 * Quantiles of each slice by linear interpolation within the bucket, as Prometheus' histogram_quantile does it: a rank in
 * the last bucket gives the highest finite bound. Without a last bucket, what lies above the highest bound is not counted.
 * NaN for a slice without observations.
 */
export function quantileOf(buckets: Buckets, share: number, length: number): Float64Array {
  const bounds = [...buckets.keys()].sort((a, b) => a - b);
  const counts = bounds.map((bound) => buckets.get(bound)!);
  const out = new Float64Array(length).fill(Number.NaN);
  if (bounds.length < 2) return out;
  for (let slice = 0; slice < length; slice++) {
    let total = 0;
    // Counts of a bucket may fall behind a lower one's by a scrape in between.
    for (const count of counts) total = Math.max(total, count[slice]!);
    if (!(total > 0)) continue;
    out[slice] = within(bounds, counts, slice, share * total);
  }
  return out;
}

function within(bounds: readonly number[], counts: readonly Float64Array[], slice: number, rank: number): number {
  let below = 0;
  for (let i = 0; i < bounds.length; i++) {
    const count = Math.max(below, counts[i]![slice]!);
    if (count >= rank && count > below) {
      if (bounds[i] === Number.POSITIVE_INFINITY) return bounds[i - 1]!;
      const low = i === 0 ? Math.min(0, bounds[0]!) : bounds[i - 1]!;
      return low + ((bounds[i]! - low) * (rank - below)) / (count - below);
    }
    below = count;
  }
  return bounds.findLast((bound) => bound !== Number.POSITIVE_INFINITY)!;
}
