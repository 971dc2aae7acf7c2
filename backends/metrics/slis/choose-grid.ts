import type { Series } from '../provider.ts';
import { type Grid, usualStep } from './grid.ts';

/** Slices of the window, at most; the past has as wide ones. */
const SLICES_IN_WINDOW = 60;
/** How many lengths of the window the past may be. */
const PASTS = 4;
const MOST_SLICES = 300;

/**
 * The grid for a window that ends at `end`: slices of a sixtieth of it, or as wide as the source's own steps, with up to
 * four times its length before it. Without a start the window is everything there is.
 */
export function chooseGrid(
  window: { readonly start: number | undefined; readonly end: number },
  series: readonly Pick<Series, 'timestamps'>[],
): Grid {
  const first = series.reduce((least, { timestamps }) => Math.min(least, timestamps[0] ?? least), window.end);
  const steps = series.slice(0, 200).map(({ timestamps }) => usualStep(timestamps));
  const usual = Float64Array.from(steps.filter((step) => step > 0)).sort();
  const source = usual[usual.length >> 1] ?? 60;
  const start = window.start ?? first;
  const length = Math.max(1, window.end - start);
  const from = window.start === undefined ? first - source : Math.max(first - source, start - PASTS * length);
  const fine = Math.max(source, length / SLICES_IN_WINDOW);
  const step = Math.ceil(window.start === undefined ? Math.max(source, (window.end - from) / MOST_SLICES) : fine);
  const slices = Math.max(1, Math.min(MOST_SLICES, Math.ceil((window.end - from) / step)));
  return { start: window.end - slices * step, step, length: slices };
}
