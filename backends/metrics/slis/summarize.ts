import type { Sli } from '../../../schemas/generated/metrics.ts';
import { type DetectedChange, summarizeSeries } from '../detection/index.ts';
import { endOfSlice, type Grid } from './grid.ts';
import type { SliSeries } from './sli-series.ts';

/** Interquartile range of a normal distribution in standard deviations. */
const IQR_IN_SIGMAS = 1.349;
/** Past slices without which nobody can say what is normal. */
const FEWEST_PAST = 3;

/** Unix seconds. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Summarises an indicator: what was normal (median of the time before the change, or before the window), what was seen
 * (median during the change, or over the window), since when (change point), and how many requests stand behind both.
 * Undefined where no slice holds a figure.
 */
export function summarizeSli(series: SliSeries, grid: Grid, window: Span): Sli | undefined {
  const { values, requests, failed, ...identity } = series;
  const known = slicesOf(values, (value) => !Number.isNaN(value));
  const lastSlice = known.at(-1);
  if (lastSlice === undefined) return undefined;
  const change = changeOf(series, grid, known, window);
  const onset = change && Date.parse(change.onset) / 1000;
  const until = change?.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(change.until) / 1000;
  const isPast = (slice: number) => endOfSlice(grid, slice) < (onset ?? window.start + grid.step / 2);
  const isSeen = (slice: number) => {
    const end = endOfSlice(grid, slice);
    return change === undefined ? !isPast(slice) : end >= onset! && end < until;
  };
  const past = known.filter(isPast);
  const seen = known.filter(isSeen);
  const inWindow = known.filter((slice) => endOfSlice(grid, slice) >= window.start);
  const normal = past.length >= FEWEST_PAST ? quantile(values, past, 0.5) : undefined;
  const value = quantile(values, seen.length > 0 ? seen : [lastSlice], 0.5);
  return {
    ...identity,
    points: known.length,
    stepSeconds: grid.step,
    ...(normal === undefined ? {} : { normal: round(normal), spread: round(spreadOf(values, past)) }),
    value: round(value),
    last: round(values[lastSlice]!),
    worst: round(worstOf(series, inWindow.length > 0 ? inWindow : [lastSlice], normal)),
    ...(change === undefined
      ? {}
      : {
          onset: change.onset,
          ...(change.until === undefined ? {} : { until: change.until }),
          direction: change.direction,
          shape: change.kind,
          score: round(change.score),
        }),
    ...(requests === undefined
      ? {}
      : { requests: round(sum(requests, seen)), normalRequests: round(sum(requests, past)) }),
    ...(failed === undefined ? {} : { failed: round(sum(failed, seen)) }),
    course: known.map((slice) => [endOfSlice(grid, slice), round(values[slice]!)]),
  };
}

type RealChange = DetectedChange & { readonly kind: 'level-shift' | 'spike' | 'drift' };

function isReal(change: DetectedChange): change is RealChange {
  return change.kind !== 'gap';
}

/** The strongest change of the direction that hurts, if none of either direction; a gap is none. */
function changeOf(
  { values, indicator }: SliSeries,
  grid: Grid,
  known: readonly number[],
  window: Span,
): RealChange | undefined {
  const summary = summarizeSeries(
    {
      name: indicator,
      labels: {},
      type: 'gauge',
      timestamps: Float64Array.from(known, (slice) => endOfSlice(grid, slice)),
      values: Float64Array.from(known, (slice) => values[slice]!),
    },
    window,
  );
  const real = summary.changes.filter(isReal);
  const hurting = indicator === 'rate' ? real : real.filter(({ direction }) => direction === 'up');
  const candidates = hurting.length > 0 ? hurting : real;
  return candidates.reduce<RealChange | undefined>(
    (best, one) => (best === undefined || one.score > best.score ? one : best),
    undefined,
  );
}

function worstOf({ indicator, values }: SliSeries, slices: readonly number[], normal: number | undefined): number {
  const figures = slices.map((slice) => values[slice]!);
  const most = figures.reduce((a, b) => Math.max(a, b));
  if (indicator !== 'rate') return most;
  const least = figures.reduce((a, b) => Math.min(a, b));
  return normal !== undefined && normal - least > most - normal ? least : most;
}

function slicesOf(values: Float64Array, wanted: (value: number) => boolean): number[] {
  const out: number[] = [];
  for (let slice = 0; slice < values.length; slice++) if (wanted(values[slice]!)) out.push(slice);
  return out;
}

function spreadOf(values: Float64Array, slices: readonly number[]): number {
  return (quantile(values, slices, 0.75) - quantile(values, slices, 0.25)) / IQR_IN_SIGMAS;
}

/** A quantile of the figures of some slices, between neighbours by interpolation. */
function quantile(values: Float64Array, slices: readonly number[], share: number): number {
  const sorted = Float64Array.from(slices, (slice) => values[slice]!).sort();
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)]!;
  return low + (sorted[Math.ceil(at)]! - low) * (at - Math.floor(at));
}

function sum(values: Float64Array, slices: readonly number[]): number {
  return slices.reduce((total, slice) => total + (Number.isNaN(values[slice]!) ? 0 : values[slice]!), 0);
}

/** Six digits are more than any measurement holds. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}
