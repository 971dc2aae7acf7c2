import type { MetricSeries, Operations, SeriesPoints, Trend } from '../../../schemas/generated/metrics.ts';
import type { Handlers } from '../../common/create-app.ts';
import { inTurns } from '../../common/in-turns.ts';
import { pageOf } from '../../common/page.ts';
import { describeSearch } from '../../common/searched.ts';
import { type TimeWindow, windowBetween, windowSince } from '../../common/time.ts';
import { computedSeries } from '../derived/computed-series.ts';
import { type DetectionWindow, summarizeSeries } from '../detection/index.ts';
import type { MetricsProvider, Series, SeriesReading } from '../provider.ts';
import { compileMatchers, concernsService } from '../series-labels.ts';
import { createSeriesRanking } from '../series-ranking.ts';
import { pointsIn } from '../series-statistics.ts';
import { servicesIn } from '../services-in.ts';

type Names = 'summarize_series' | 'query_series' | 'analyze_trends';

/** Series with what changed in them, and their points. */
export function seriesHandlers(provider: MetricsProvider): Pick<Handlers<Operations>, Names> {
  const asOf = (): string => provider.now().toISOString();
  const ranking = createSeriesRanking();
  const ofService = ({ items, serviceOfPod }: SeriesReading, service: string | undefined): readonly Series[] =>
    service === undefined ? items : items.filter(({ labels }) => concernsService(labels, service, serviceOfPod));
  return {
    summarize_series: async ({ since, name, service, focus, changed_only, limit, cursor }, { signal }) => {
      const window = windowSince(since, provider.now());
      const reading = await provider.series({ name, ...withPast(window), focus: servicesIn(focus) }, { signal });
      const all = name === undefined ? { ...reading, items: withComputed(reading.items) } : reading;
      const wanted = ofService(all, service);
      const span = detectionWindow(wanted, window);
      const question = [since, name, service, focus, changed_only];
      const page = await ranking.page(wanted, span, { limit, cursor, question, changedOnly: changed_only }, signal);
      return {
        asOf: asOf(),
        searched: describeSearch('series', {
          present: reading.present,
          coverage: reading.coverage,
          window,
          filters: { name, service, changed_only: changed_only || undefined },
          leftOut: reading.leftOut,
        }),
        ...page,
        truncated: page.truncated || reading.leftOut !== undefined,
        items: page.items as MetricSeries[],
      };
    },
    query_series: async ({ name, labels, start, end, max_points, limit }, { signal }) => {
      const window = windowBetween(start, end, provider.now(), { fields: ['start', 'end'] });
      const fits = labels === undefined ? () => true : compileMatchers(labels, 'labels');
      const { present, items, leftOut } = await provider.series({ name, window }, { signal });
      const found = items
        .filter((series) => fits(series.labels))
        .map((series) => ({ series, ...pointsIn(series, window) }))
        .filter(({ values }) => values.length > 0);
      const { nextCursor: _, ...page } = pageOf(found, { limit });
      return {
        asOf: asOf(),
        searched: describeSearch('points of series', { present, window, filters: { name, labels }, leftOut }),
        ...page,
        truncated: page.truncated || leftOut !== undefined,
        items: page.items.map(({ series, times, values }) => seriesPoints(series, times, values, max_points)),
      };
    },
    analyze_trends: async ({ metric_name, service, time_window, anomaly_threshold, limit }, { signal }) => {
      const window = windowSince(time_window, provider.now(), 'time_window');
      const exact = await provider.series({ name: metric_name }, { signal });
      const reading = exact.items.length > 0 ? exact : await provider.series({ name: `*${metric_name}*` }, { signal });
      const wanted = ofService(reading, service);
      const span = detectionWindow(wanted, window);
      const least = normalQuantile(0.5 + anomaly_threshold / 200);
      const trends: Trend[] = [];
      await inTurns(wanted, signal, (series) => {
        const { values } = pointsIn(series, window);
        if (values.length > 0) trends.push(trendOf(series, values, span, least));
      });
      trends.sort((a, b) => strongest(b) - strongest(a) || (a.name < b.name ? -1 : 1));
      const { nextCursor: _, ...page } = pageOf(trends, { limit });
      const filters = { metric_name, service, anomaly_threshold };
      return {
        asOf: asOf(),
        searched: describeSearch('series', { present: reading.present, window, filters }),
        ...page,
      };
    },
  };
}

const computed = new WeakMap<readonly Series[], readonly Series[]>();

/** A reading with the shares that its series give together; the pages of one reading share them. */
function withComputed(items: readonly Series[]): readonly Series[] {
  const known = computed.get(items) ?? [...items, ...computedSeries(items)];
  computed.set(items, known);
  return known;
}

/** The window with four times its length before it: a change is told by what was usual. */
function withPast({ start, end }: TimeWindow): { window?: TimeWindow } {
  if (start === undefined) return {};
  return { window: { start: new Date(end.getTime() - 5 * (end.getTime() - start.getTime())), end } };
}

function strongest(trend: Trend): number {
  return trend.anomalies[0]?.score ?? 0;
}

/** The window in unix seconds: without a start, from the first point; with an open end, to the last. */
function detectionWindow(items: readonly Series[], window: TimeWindow): DetectionWindow {
  const end = window.end.getTime() / 1000;
  let first = end;
  let last = end;
  for (const { timestamps } of items) {
    first = Math.min(first, timestamps[0] ?? end);
    last = Math.max(last, timestamps.at(-1) ?? end);
  }
  return {
    start: window.start === undefined ? first : window.start.getTime() / 1000,
    end: window.openEnd === true ? last : end,
  };
}

function trendOf(series: Series, values: readonly number[], span: DetectionWindow, least: number): Trend {
  const summary = summarizeSeries(series, span);
  const anomalies = summary.changes.filter(({ score }) => score >= least).map((change) => ({ ...change }));
  return {
    name: series.name,
    labels: { ...series.labels },
    direction: directionOf(values),
    points: values.length,
    median: summary.median,
    last: summary.last,
    anomalies: anomalies.toSorted((a, b) => b.score - a.score),
  };
}

/** Compares the first and the last third; a difference within two robust deviations, or 5 %, is steady. */
function directionOf(values: readonly number[]): Trend['direction'] {
  const third = Math.max(1, Math.floor(values.length / 3));
  const before = middle(values.slice(0, third));
  const after = middle(values.slice(-third));
  const whole = middle(values);
  const spread = 1.4826 * middle(values.map((value) => Math.abs(value - whole)));
  const least = Math.max((2 * spread) / Math.sqrt(third), 0.05 * Math.abs(before));
  if (Math.abs(after - before) <= least) return 'steady';
  return after > before ? 'rising' : 'falling';
}

function middle(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0 ? 0 : (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

/** Keeps each slice's least and greatest point, in order of time. */
function seriesPoints(series: Series, times: readonly number[], values: readonly number[], most: number): SeriesPoints {
  const points: [number, number][] = [];
  if (values.length <= most) for (let i = 0; i < values.length; i++) points.push([times[i]!, values[i]!]);
  else {
    const slices = Math.max(1, Math.floor(most / 2));
    for (let slice = 0; slice < slices; slice++) {
      const from = Math.floor((slice * values.length) / slices);
      const to = Math.floor(((slice + 1) * values.length) / slices);
      let least = from;
      let greatest = from;
      for (let i = from; i < to; i++) {
        if (values[i]! < values[least]!) least = i;
        if (values[i]! > values[greatest]!) greatest = i;
      }
      for (const i of [...new Set([least, greatest])].toSorted((a, b) => a - b)) points.push([times[i]!, values[i]!]);
    }
  }
  return {
    name: series.name,
    labels: { ...series.labels },
    ...(series.type === undefined ? {} : { type: series.type }),
    ...(series.unit === undefined ? {} : { unit: series.unit }),
    total: values.length,
    points,
  };
}

/** The quantile of the standard normal distribution, by bisection over Abramowitz and Stegun's 7.1.26. */
function normalQuantile(probability: number): number {
  let low = 0;
  let high = 10;
  for (let i = 0; i < 60; i++) {
    const half = (low + high) / 2;
    const t = 1 / (1 + (0.3275911 * half) / Math.SQRT2);
    const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    const below = 1 - 0.5 * tail * Math.exp((-half * half) / 2);
    if (below < probability) low = half;
    else high = half;
  }
  return low;
}
