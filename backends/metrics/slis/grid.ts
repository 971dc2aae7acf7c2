import { grownBy } from '../counter.ts';

/** Equal slices of time, the same for every indicator of an answer. Slice k ends at `start + (k + 1) * step`. */
export interface Grid {
  /** Unix seconds. */
  readonly start: number;
  /** Seconds. */
  readonly step: number;
  readonly length: number;
}

/** Figures with the unix seconds at which each stood. */
interface Points {
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
}

/** Sums over slices; a slice that no point reached is NaN in what is made of them. */
export interface SliceSums {
  readonly sums: Float64Array;
  /** Series-seconds of each slice that increases were read for, or the number of points that fell into it. */
  readonly covered: Float64Array;
}

export function emptySums({ length }: Grid): SliceSums {
  return { sums: new Float64Array(length), covered: new Float64Array(length) };
}

/** The moment a slice ends, in unix seconds: where its figure is drawn. */
export function endOfSlice(grid: Grid, slice: number): number {
  return grid.start + (slice + 1) * grid.step;
}

/** Distances beyond this many usual ones are a gap: what happened in it is unknown. */
const GAP_STEPS = 5;

/** Up to so many usual distances after its last point a counter is taken to go on as before (Prometheus' extrapolatedRate). */
export const GOES_ON_STEPS = 1.1;

/**
 * Adds a counter's increases to the slices they fell into, in proportion to time. A fall is a restart from zero, as
 * Prometheus takes it; the first point tells no increase. The grid seldom ends at a point: from the last one on the counter
 * goes on as before, or the last slice would hold the requests of a few seconds.
 */
export function addIncreases({ timestamps, values }: Points, grid: Grid, into: SliceSums): void {
  const usual = usualStep(timestamps);
  const longest = GAP_STEPS * Math.max(usual, grid.step / GAP_STEPS);
  const end = grid.start + grid.length * grid.step;
  let previous = -1;
  let last: { readonly to: number; readonly rate: number } | undefined;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) continue;
    const from = previous < 0 ? 0 : timestamps[previous]!;
    const before = previous < 0 ? Number.NaN : values[previous]!;
    previous = i;
    const to = timestamps[i]!;
    if (Number.isNaN(before) || to <= grid.start || from >= end || to - from > longest || to <= from) continue;
    const grown = grownBy(before, values[i]!) ?? (last?.rate ?? 0) * (to - from);
    spread(from, to, grown, grid, into);
    last = { to, rate: grown / (to - from) };
  }
  if (last === undefined || last.to >= end || end - last.to > GOES_ON_STEPS * usual) return;
  spread(last.to, end, last.rate * (end - last.to), grid, into);
}

function spread(from: number, to: number, amount: number, grid: Grid, into: SliceSums): void {
  const first = Math.max(0, Math.floor((from - grid.start) / grid.step));
  for (let slice = first; slice < grid.length; slice++) {
    const left = grid.start + slice * grid.step;
    if (left >= to) return;
    const overlap = Math.min(to, left + grid.step) - Math.max(from, left);
    if (overlap <= 0) continue;
    into.sums[slice]! += (amount * overlap) / (to - from);
    into.covered[slice]! += overlap;
  }
}

/**
 * Adds sums over periods, each of which a point ends, to the slices that its period fell into; what is told a second (`/s`) by
 * the time between points. A point that is missing tells of nothing. An exporter may show one period's sum at several scrapes: it is counted once. From the last point on it goes on as
 * a counter does.
 */
export function addPeriodSums(
  series: Points & { readonly unit?: string | undefined },
  grid: Grid,
  into: SliceSums,
): void {
  const { timestamps, values } = series;
  const step = usualStep(timestamps) || grid.step;
  const period = (series.unit ?? '').endsWith('/s') ? 1 : periodOf(series, step);
  let before = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) continue;
    const to = timestamps[i]!;
    const from = Math.max(before, to - step);
    before = to;
    if (to > from) spread(from, to, (values[i]! * (to - from)) / period, grid, into);
  }
  const end = grid.start + grid.length * grid.step;
  const last = values.findLastIndex((value) => Number.isFinite(value));
  if (before >= end || end - before > GOES_ON_STEPS * step) return;
  spread(before, end, (values[last]! * (end - before)) / period, grid, into);
}

/** Changes of a sum, by whose distances one can tell how often a new one comes. */
const FEWEST_CHANGES = 4;

/**
 * Seconds from one sum to the next: as between points, or as often as the figure changes where that never happens from one
 * point to the next (YACE's periods of five minutes, scraped every minute).
 */
function periodOf({ timestamps, values }: Points, step: number): number {
  const changed: number[] = [];
  for (let i = 1; i < values.length; i++) if (values[i] !== values[i - 1]) changed.push(timestamps[i]!);
  if (changed.length <= FEWEST_CHANGES) return step;
  const apart = changed.slice(1).map((time, n) => time - changed[n]!);
  apart.sort((a, b) => a - b);
  return apart[0]! < 2 * step ? step : apart[apart.length >> 1]!;
}

/** The mean of a gauge's points in each slice; NaN where none lies. A point on a border belongs to the slice it ends. */
export function sliceMeans({ timestamps, values }: Points, grid: Grid): Float64Array {
  const { sums, covered } = emptySums(grid);
  for (let i = 0; i < values.length; i++) {
    const slice = Math.ceil((timestamps[i]! - grid.start) / grid.step) - 1;
    if (slice < 0 || slice >= grid.length || !Number.isFinite(values[i]!)) continue;
    sums[slice]! += values[i]!;
    covered[slice]!++;
  }
  return sums.map((sum, slice) => (covered[slice]! > 0 ? sum / covered[slice]! : Number.NaN));
}

/** The median distance of a few neighbours; the grid's own where there are too few points to tell. */
export function usualStep(timestamps: Float64Array): number {
  const n = timestamps.length - 1;
  if (n < 1) return 0;
  const sampled = Math.min(n, 31);
  const stride = n / sampled;
  const steps = new Float64Array(sampled);
  for (let i = 0; i < sampled; i++) {
    const at = Math.floor(i * stride);
    steps[i] = timestamps[at + 1]! - timestamps[at]!;
  }
  return steps.sort()[sampled >> 1]!;
}
