/** How far a number is moved: to twice or half of what it is, or tenfold either way. */
export const MOVES = ['doubled', 'halved', 'tenfold', 'a tenth'] as const;
export type Move = (typeof MOVES)[number];

/** Those that are no larger than by a factor of two. */
export const SMALL: ReadonlySet<Move> = new Set(['doubled', 'halved']);

/**
 * What a number becomes. What lies between 0 and 1 is a share, or is counted in shares of its unit: it goes to 1 where
 * others become ten times as much, and to 0 where they become a tenth. Nothing has no tenfold: it goes to 1 or 10, or below 0.
 */
export function moveNumber(number: number, move: Move): number {
  const up = move === 'doubled' || move === 'tenfold';
  const factor = SMALL.has(move) ? 2 : 10;
  if (number === 0) return (up ? factor : -factor) / (SMALL.has(move) ? 2 : 1);
  if (factor === 10 && number > 0 && number < 1) return up ? 1 : 0;
  return up ? number * factor : number / factor;
}
