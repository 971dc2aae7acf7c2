/** One answer: what its confidence rests on, whether it was right, and the group that it counts with. */
export interface Sample {
  readonly group: string;
  readonly features: readonly number[];
  readonly right: boolean;
}

const ROUNDS = 50;

/**
 * Ridge logistic regression by Newton's method; every group weighs the same. Returns the intercept and a weight for each
 * feature; the ridge spares the intercept.
 */
export function fitLogistic(samples: readonly Sample[], ridge: number): readonly number[] {
  const sizes = Map.groupBy(samples, ({ group }) => group);
  const width = 1 + (samples[0]?.features.length ?? 0);
  let weights = new Array<number>(width).fill(0);
  for (let round = 0; round < ROUNDS; round++) {
    const slope = weights.map((weight, index) => (index === 0 ? 0 : ridge * weight));
    const curve = weights.map((_, row) => weights.map((_, column) => (row === column && row > 0 ? ridge : 0)));
    for (const { group, features, right } of samples) {
      const share = 1 / (sizes.get(group)!.length * sizes.size);
      const point = [1, ...features];
      const expected = chanceOf(weights, features);
      for (let row = 0; row < width; row++) {
        slope[row]! += share * (expected - Number(right)) * point[row]!;
        for (let column = 0; column < width; column++)
          curve[row]![column]! += share * expected * (1 - expected) * point[row]! * point[column]!;
      }
    }
    const step = solve(curve, slope);
    weights = weights.map((weight, index) => weight - step[index]!);
  }
  return weights;
}

/** The chance of being right that weights give, 0 to 1. */
export function chanceOf([intercept = 0, ...weights]: readonly number[], features: readonly number[]): number {
  return 1 / (1 + Math.exp(-features.reduce((sum, value, index) => sum + value * weights[index]!, intercept)));
}

/** Solves `matrix x = right` by elimination with pivots; a column without a pivot gives 0. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const rows = matrix.map((row, index) => [...row, right[index]!]);
  const size = rows.length;
  for (let at = 0; at < size; at++) {
    const pivot = rows.reduce(
      (best, row, index) => (index >= at && Math.abs(row[at]!) > Math.abs(rows[best]![at]!) ? index : best),
      at,
    );
    [rows[at], rows[pivot]] = [rows[pivot]!, rows[at]!];
    const own = rows[at]!;
    if (Math.abs(own[at]!) < Number.EPSILON) continue;
    for (const row of rows) {
      if (row === own) continue;
      const factor = row[at]! / own[at]!;
      for (let column = at; column <= size; column++) row[column]! -= factor * own[column]!;
    }
  }
  return rows.map((row, index) => (Math.abs(row[index]!) < Number.EPSILON ? 0 : row[size]! / row[index]!));
}
