/** Neighbouring points joined into blocks, so that the search costs the same for a day as for a month. */
export interface Blocks {
  readonly values: Float64Array;
  /** Points in each block; the first block takes the remainder, so the newest points are never in a partial block. */
  readonly size: number;
  /** Index of the first point of block 1; block 0 holds the points before it. */
  readonly offset: number;
}

const MOST_BLOCKS = 360;
const TARGET_BLOCKS = 288;

/** Medians of equal blocks, at most 360 of them; one point a block where that is enough. */
export function toBlocks(values: Float64Array): Blocks {
  const n = values.length;
  if (n <= MOST_BLOCKS) return { values, size: 1, offset: 1 };
  const size = Math.ceil(n / TARGET_BLOCKS);
  const remainder = n % size;
  const count = Math.ceil(n / size);
  const offset = remainder === 0 ? size : remainder;
  const out = new Float64Array(count);
  const block = new Float64Array(size);
  for (let b = 0; b < count; b++) {
    const from = b === 0 ? 0 : offset + (b - 1) * size;
    const to = offset + b * size;
    out[b] = smallMedian(values, from, to, block);
  }
  return { values: out, size, offset };
}

/** Index of a block's first point. */
export function blockStart(blocks: Blocks, block: number): number {
  return block === 0 ? 0 : blocks.offset + (block - 1) * blocks.size;
}

function smallMedian(values: Float64Array, from: number, to: number, block: Float64Array): number {
  const n = to - from;
  for (let i = 0; i < n; i++) {
    const value = values[from + i]!;
    let j = i - 1;
    while (j >= 0 && block[j]! > value) {
      block[j + 1] = block[j]!;
      j--;
    }
    block[j + 1] = value;
  }
  const upper = block[n >> 1]!;
  return n % 2 === 1 ? upper : (upper + block[(n >> 1) - 1]!) / 2;
}
