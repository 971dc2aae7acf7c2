import type { Series } from '../provider.ts';
import { GOES_ON_STEPS, type Grid, usualStep } from './grid.ts';

/** Slices of the window, at most; the past has as wide ones. */
const SLICES_IN_WINDOW = 60;
const MOST_SLICES = 300;
/** Series looked at for how often the source reports. */
const SAMPLED = 200;
const STEP_WHERE_UNKNOWN = 60;

/**
 * The grid for a window that ends at `end`: slices as wide as the source's own steps, or a sixtieth of what is known of the
 * window, and as much of the past as fits. Without a start the window is everything there is.
 */
export function chooseGrid(
  window: { readonly start: number | undefined; readonly end: number },
  series: readonly Pick<Series, 'timestamps'>[],
): Grid {
  const first = series.reduce((least, { timestamps }) => Math.min(least, timestamps[0] ?? least), window.end);
  const steps = series.slice(0, SAMPLED).map(({ timestamps }) => usualStep(timestamps));
  const usual = Float64Array.from(steps.filter((step) => step > 0)).sort();
  const source = usual[usual.length >> 1] ?? STEP_WHERE_UNKNOWN;
  // The point before the first slice belongs to a slice of its own.
  const from = first - source;
  const known = window.end - Math.max(window.start ?? from, from);
  const slices = window.start === undefined ? MOST_SLICES : SLICES_IN_WINDOW;
  // Whole steps of the source: each slice then holds as many points as the next.
  const step = source * Math.max(1, Math.round(known / slices / source));
  const last = series.reduce((latest, { timestamps }) => Math.max(latest, timestamps.at(-1) ?? latest), first);
  const end =
    last > from && window.end - last > GOES_ON_STEPS * source ? borderAfter(window.end, last, step) : window.end;
  const length = Math.max(1, Math.min(MOST_SLICES, Math.ceil((end - from) / step)));
  return { start: end - length * step, step, length };
}

/**
 * The first border from `end` on of slices of which one ends at `last`: where the recording stops before the window does, the
 * slice in which it stops would hold a part of its requests, and look like a fall of all traffic.
 */
function borderAfter(end: number, last: number, step: number): number {
  return last + Math.ceil((end - last) / step) * step;
}
