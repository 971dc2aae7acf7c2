/**
 * Order statistics by selection (Hoare's quickselect), linear in time. They reorder the given array: pass scratch space.
 */

/**
 * The k-th smallest (0-based) of the first `length` values; reorders them so that what is left of k is no larger and what is
 * right of it no smaller. `from` is where the search may start when all before it are known to be no larger. No NaN.
 */
export function selectKth(values: Float64Array, length: number, k: number, from = 0): number {
  let left = from;
  let right = length - 1;
  while (left < right) {
    const pivot = values[(left + right) >> 1]!;
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const swapped = values[i]!;
        values[i] = values[j]!;
        values[j] = swapped;
        i++;
        j--;
      }
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return values[k]!;
}

/** The q-quantile (nearest rank) of the first `length` values; reorders them. 0 for an empty array. */
export function quantile(values: Float64Array, length: number, q: number): number {
  if (length === 0) return 0;
  return selectKth(values, length, Math.round((length - 1) * q));
}

/** The median of the first `length` values (mean of the middle two when even); reorders them. 0 for an empty array. */
export function median(values: Float64Array, length: number): number {
  if (length === 0) return 0;
  const upper = selectKth(values, length, length >> 1);
  if (length % 2 === 1) return upper;
  // After selection everything left of the middle is no larger, so the lower middle is their maximum.
  let lower = values[0]!;
  for (let i = 1; i < length >> 1; i++) if (values[i]! > lower) lower = values[i]!;
  return (lower + upper) / 2;
}
