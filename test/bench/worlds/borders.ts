/** Two values next to each other between which an answer turns into another. */
export type Border = readonly [number, number];

/**
 * Where answers along an axis of positive values turn: each pair of neighbours in `grid` with different answers is halved
 * (in equal ratios) `steps` times. `answer` may be asked for the same value again.
 */
export async function bordersOf(
  grid: readonly number[],
  steps: number,
  answer: (value: number) => Promise<string>,
): Promise<readonly Border[]> {
  const borders: Border[] = [];
  for (const [n, end] of grid.entries()) {
    let [low, high] = [grid[n - 1], end];
    if (low === undefined || (await answer(low)) === (await answer(high))) continue;
    for (let step = 0; step < steps; step++) {
      const middle = Math.sqrt(low * high);
      if ((await answer(middle)) === (await answer(low))) low = middle;
      else high = middle;
    }
    borders.push([low, high]);
  }
  return borders;
}
