import { BackendError } from '../../../common/backend-error.ts';
import type { FamilyDeclaration } from '../../../common/snapshot/series-builder.ts';
import { LIVE } from '../../parameters.ts';
import { createSliCollector } from '../../slis/from-series.ts';
import type { Grid } from '../../slis/grid.ts';
import type { LeftOut, SliReading } from '../../slis/sli-series.ts';
import type { PrometheusApi, RangeSeries, Span } from './api.ts';
import type { Extents } from './extents.ts';
import { countOf, seriesOfAnswers, sliQuery } from './sli-query.ts';

export interface SliReadingOptions {
  readonly api: PrometheusApi;
  readonly matchers: string;
  /** Metric names of requests that are held in the span. */
  readonly names: readonly string[];
  readonly declared: ReadonlyMap<string, FamilyDeclaration>;
  readonly extents: Extents;
  readonly window: Span;
  /** Services that are read whatever it costs, with their neighbours. */
  readonly focus: ReadonlySet<string>;
  readonly stepSeconds: number;
  /** Samples that the server may look at for counts, and as many for buckets. */
  readonly maxSamples: number;
  readonly serviceOfPod: (pod: string) => string;
}

type Stepped = Span & { readonly step: number };

/** A reading that is as fine as it may be, and what it costs. */
interface Fineness {
  /** The window and its past, each read at every so many slices, as rates over so many seconds. */
  readonly spans: readonly (Stepped & { readonly rateSeconds: number })[];
  /** Samples that the server looks at for each series. */
  readonly perSeries: number;
}

/**
 * Computes the indicators of every service by PromQL: counters and buckets are summed by the server, so that the size of an
 * answer follows the services and not their series. No metric is dropped for being large: where the samples would be too
 * many it is read more coarsely, then for the focus alone, and `leftOut` names it. Four queries at most.
 */
export async function readPrometheusSlis(options: SliReadingOptions, signal: AbortSignal): Promise<SliReading> {
  const { window, names, extents, serviceOfPod } = options;
  const length = Math.max(60, window.end - window.start);
  const step = Math.max(options.stepSeconds, Math.ceil(length / LIVE.slices));
  const slices = Math.ceil((length * (1 + LIVE.pastWindows)) / step);
  const grid: Grid = { start: window.end - slices * step, step, length: slices };
  const plain = names.filter((name) => !name.endsWith('_bucket'));
  const buckets = names.filter((name) => name.endsWith('_bucket'));
  if (plain.length === 0) return { present: false, grid, items: [], leftOut: [] };

  const rateSeconds = Math.ceil(Math.max(step + extents.scrapeSeconds, LIVE.scrapesInRate * extents.scrapeSeconds));
  const finenesses = finenessesOf(grid, length, rateSeconds, extents.scrapeSeconds);
  const counted = planOf(plain, (name) => extents.seriesOf(name), finenesses, options);
  const quantiles = planOf(buckets, (name) => extents.seriesOf(countOf(name)) * LIVE.buckets, finenesses, options);
  const [counts, shapes] = await Promise.all([
    readPlan(counted, options, signal),
    readPlan(quantiles, options, signal).catch((error: unknown) => {
      // Means tell of every service without them.
      if (!(error instanceof BackendError) || error.kind === 'cancelled') throw error;
      return error;
    }),
  ]);
  const collector = createSliCollector(serviceOfPod, grid);
  const answers = shapes instanceof BackendError ? counts : [...counts, ...shapes];
  for (const one of seriesOfAnswers(answers, options.declared)) collector.add(one);
  const failed = shapes instanceof BackendError ? [...quantiles.whole, ...quantiles.narrow] : [];
  return {
    present: true,
    grid,
    items: collector.indicators(),
    leftOut: [
      ...counted.narrow.map((name) => leftOutOf(name, options, 'requests')),
      ...(failed.length > 0
        ? failed.map((metric): LeftOut => ({ metric, reason: (shapes as BackendError).message, touchesFocus: true }))
        : quantiles.narrow.map((name) => leftOutOf(name, options, 'quantiles'))),
    ],
  };
}

interface Plan {
  /** Read for every service. */
  readonly whole: readonly string[];
  /** Read for the focus alone, or not at all where there is none. */
  readonly narrow: readonly string[];
  readonly fineness: Fineness;
}

/** From the finest to the coarsest that still tells window and past. */
function finenessesOf(
  grid: Grid,
  length: number,
  rateSeconds: number,
  scrapeSeconds: number,
): readonly [Fineness, ...Fineness[]] {
  const end = grid.start + grid.length * grid.step;
  const at = (factor: number): Fineness & { readonly points: number } => {
    const spans = [
      { ...endingWith({ start: end - length, end }, grid.step * factor), rateSeconds },
      {
        ...endingWith(
          { start: grid.start + grid.step, end: end - length - grid.step },
          grid.step * LIVE.pastStride * factor,
        ),
        rateSeconds: Math.max(rateSeconds, LIVE.pastRateSeconds),
      },
    ];
    const points = spans.map(({ start, end: last, step }) => Math.floor((last - start) / step) + 1);
    const perSeries = spans.reduce((sum, span, n) => sum + (points[n]! * span.rateSeconds) / scrapeSeconds, 0);
    return { spans, perSeries, points: Math.min(...points) };
  };
  const coarser = LIVE.coarser.map(at).filter(({ points }) => points >= LIVE.fewestPoints);
  return [at(1), ...coarser];
}

/** Points at each step back from the end: the newest is the one that matters. */
function endingWith({ start, end }: Span, step: number): Stepped {
  return { start: end - Math.floor((end - start) / step) * step, end, step };
}

/** The finest reading of all that the samples allow; at the coarsest, what is left over is narrowed, the largest last. */
function planOf(
  names: readonly string[],
  seriesOf: (name: string) => number,
  finenesses: readonly [Fineness, ...Fineness[]],
  { maxSamples }: SliReadingOptions,
): Plan {
  const series = names.reduce((sum, name) => sum + seriesOf(name), 0);
  const coarsest = finenesses.at(-1)!;
  const fineness = finenesses.find(({ perSeries }) => series * perSeries <= maxSamples);
  if (fineness !== undefined) return { whole: names, narrow: [], fineness };
  let left = maxSamples;
  const whole = names
    .toSorted((a, b) => seriesOf(a) - seriesOf(b))
    .filter((name) => {
      left -= seriesOf(name) * coarsest.perSeries;
      return left >= 0;
    });
  return { whole, narrow: names.filter((name) => !whole.includes(name)), fineness: coarsest };
}

async function readPlan(
  { whole, narrow, fineness }: Plan,
  { api, declared, matchers, extents, focus }: SliReadingOptions,
  signal: AbortSignal,
): Promise<readonly (readonly RangeSeries[])[]> {
  const queryAt = (rateSeconds: number): string => {
    const context = { declared, matchers, rateSeconds, extents };
    return [
      ...(whole.length === 0 ? [] : [sliQuery(whole, { ...context, only: new Set() })]),
      ...(narrow.length === 0 || focus.size === 0 ? [] : [sliQuery(narrow, { ...context, only: focus })]),
    ].join(' or ');
  };
  if (queryAt(0) === '') return [];
  return Promise.all(fineness.spans.map((span) => api.range(queryAt(span.rateSeconds), span, span.step, signal)));
}

function leftOutOf(name: string, { extents, focus }: SliReadingOptions, what: 'requests' | 'quantiles'): LeftOut {
  const whose = 'of what was asked about and its neighbours only';
  const reason = {
    requests: focus.size > 0 ? `read ${whose}` : 'too many samples to be read for every service at once',
    quantiles:
      focus.size > 0 ? `quantiles ${whose}; of others, means` : 'no quantiles of so many series; means are read',
  }[what];
  return {
    metric: name,
    series: extents.seriesOf(countOf(name)),
    reason,
    touchesFocus: focus.size === 0 && what === 'requests',
  };
}
