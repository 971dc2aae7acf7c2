import type { Availability, ErrorRate, Operations, SeriesStatistics } from '../../../schemas/generated/metrics.ts';
import type { Handlers } from '../../common/create-app.ts';
import { inTurns } from '../../common/in-turns.ts';
import { pageOf } from '../../common/page.ts';
import { describeSearch } from '../../common/searched.ts';
import { type TimeWindow, windowBetween, windowSince } from '../../common/time.ts';
import type { MetricsProvider, Series } from '../provider.ts';
import { concernsService, serviceOf } from '../series-labels.ts';
import { type Statistics, statisticsOf } from '../series-statistics.ts';
import { type Topic, topicOf } from '../topics.ts';

type Names = 'get_performance_metrics' | 'get_error_rates' | 'get_resource_metrics' | 'get_availability_metrics';

/** What was searched, as far as the reading tells. */
interface Sought {
  readonly present: boolean;
  readonly leftOut: string | undefined;
}

interface Measured {
  readonly series: Series;
  readonly meaning: Topic;
  readonly service: string | undefined;
  readonly statistics: Statistics;
}

const PERFORMANCE: Readonly<Record<string, Topic>> = {
  response_time: 'response_time',
  throughput: 'throughput',
  cpu_usage: 'cpu',
  memory_usage: 'memory',
};
const RESOURCES: readonly Topic[] = ['cpu', 'memory', 'disk', 'network'];
const HOUR = 3_600_000;
/** Labels that tell apart requests of one service by their result, not by what was asked. */
const RESULT_LABELS =
  /^(code|status|status_code|response_code|http_.*status_code|grpc_code|grpc_status|rpc_grpc_status_code|outcome|result|stat|le|quantile)$/;

/** Series found by what they mean. */
export function meaningHandlers(provider: MetricsProvider): Pick<Handlers<Operations>, Names> {
  const asOf = (): string => provider.now().toISOString();
  const measure = async (
    meanings: readonly Topic[],
    service: string | undefined,
    window: TimeWindow,
    signal: AbortSignal,
  ): Promise<Pick<Sought, 'present' | 'leftOut'> & { found: Measured[] }> => {
    const reading = await provider.series({ window }, { signal });
    const { present, items, serviceOfPod, partOf } = reading;
    const found: Measured[] = [];
    await inTurns(items, signal, (series) => {
      // Over a part of a metric no sum and no share is true.
      if (partOf?.has(series.name)) return;
      const meaning = topicOf(series);
      if (!meanings.includes(meaning) || /_bucket$/.test(series.name)) return;
      if (service !== undefined && !concernsService(series.labels, service, serviceOfPod)) return;
      const statistics = statisticsOf(series, window);
      if (statistics === undefined) return;
      found.push({ series, meaning, service: serviceOf(series.labels, serviceOfPod), statistics });
    });
    const { indicated = [], leftOut } = reading;
    const unread = indicated.length === 0 ? [] : [`${indicated.join(', ')}: see the service level indicators`];
    const missing = [...unread, ...(leftOut === undefined ? [] : [leftOut])].join('; ');
    return { present, found, leftOut: missing === '' ? undefined : missing };
  };
  const statisticsPage = (found: readonly Measured[], limit: number) => {
    const { nextCursor: _, ...page } = pageOf(found.map(seriesStatistics), { limit });
    return page;
  };
  return {
    get_performance_metrics: async ({ metric_type, start_time, end_time, service, limit }, { signal }) => {
      const fields = ['start_time', 'end_time'] as const;
      const window = windowBetween(start_time, end_time, provider.now(), { fields, spanMs: HOUR });
      const meanings = metric_type === undefined ? Object.values(PERFORMANCE) : [PERFORMANCE[metric_type]!];
      const { found, ...read } = await measure(meanings, service, window, signal);
      const searched = describeSearch('performance series', { ...read, window, filters: { metric_type, service } });
      return { asOf: asOf(), searched, ...statisticsPage(found, limit) };
    },
    get_resource_metrics: async ({ resource_type, service, time_window, limit }, { signal }) => {
      const window = windowSince(time_window, provider.now(), 'time_window');
      const meanings = resource_type === undefined ? RESOURCES : [resource_type];
      const { found, ...read } = await measure(meanings, service, window, signal);
      const searched = describeSearch('resource series', { ...read, window, filters: { resource_type, service } });
      return { asOf: asOf(), searched, ...statisticsPage(found, limit) };
    },
    get_error_rates: async ({ time_window, service, limit }, { signal }) => {
      const window = windowSince(time_window, provider.now(), 'time_window');
      const { found, ...read } = await measure(['errors', 'throughput'], service, window, signal);
      const rates = errorRates(found).toSorted((a, b) => (b.ratio ?? 0) - (a.ratio ?? 0) || b.value - a.value);
      const { nextCursor: _, ...page } = pageOf(rates, { limit });
      return {
        asOf: asOf(),
        searched: describeSearch('error series', { ...read, window, filters: { service } }),
        ...page,
      };
    },
    get_availability_metrics: async ({ service, time_window, limit }, { signal }) => {
      const window = windowSince(time_window, provider.now(), 'time_window');
      const { found, ...read } = await measure(['availability', 'errors', 'throughput'], service, window, signal);
      const rows = availabilities(found, window);
      rows.sort((a, b) => a.availabilityPercent - b.availabilityPercent || (a.service < b.service ? -1 : 1));
      const { nextCursor: _, ...page } = pageOf(rows, { limit });
      const searched = describeSearch('availability series', { ...read, window, filters: { service } });
      return { asOf: asOf(), searched, ...page };
    },
  };
}

function seriesStatistics({ series, meaning, service, statistics }: Measured): SeriesStatistics {
  const { points, from, to, latest, average, min, max, p95, increase, counter } = statistics;
  return {
    name: series.name,
    labels: { ...series.labels },
    meaning,
    ...(service === undefined ? {} : { service }),
    ...(series.unit === undefined ? {} : { unit: series.unit }),
    points,
    from: new Date(from * 1000).toISOString(),
    to: new Date(to * 1000).toISOString(),
    latest,
    average,
    min,
    max,
    p95,
    ...(counter && to > from ? { perSecond: increase / (to - from) } : {}),
  };
}

function errorRates(found: readonly Measured[]): ErrorRate[] {
  const requests = new Map<string, number>();
  for (const { series, meaning, statistics } of found) {
    // Requests that failed are requests too, when they are the same counter with another code.
    const counts = meaning === 'throughput' || hasResultLabel(series);
    if (!counts || isShare(series)) continue;
    const key = requestKey(series, hasResultLabel(series) ? series.name : '');
    requests.set(key, (requests.get(key) ?? 0) + statistics.increase);
    const byService = requestKey(series, '');
    if (byService !== key) requests.set(byService, (requests.get(byService) ?? 0) + statistics.increase);
  }
  return found
    .filter(({ meaning }) => meaning === 'errors')
    .map(({ series, service, statistics }): ErrorRate => {
      const share = isShare(series);
      const kind = share ? 'ratio' : /per_?(second|sec)|_rate\b|_rps\b/i.test(series.name) ? 'rate' : 'count';
      const scale = isPercent(series) ? 0.01 : 1;
      const value = kind === 'count' ? statistics.increase : statistics.average * (share ? scale : 1);
      const total = hasResultLabel(series)
        ? requests.get(requestKey(series, series.name))
        : requests.get(requestKey(series, ''));
      const ratio = share ? value : kind === 'count' && total !== undefined && total > 0 ? value / total : undefined;
      return {
        service: service ?? '',
        metric: series.name,
        labels: { ...series.labels },
        kind,
        value,
        latest: statistics.latest,
        max: statistics.max,
        ...(kind === 'count' && total !== undefined ? { requests: total } : {}),
        ...(ratio === undefined ? {} : { ratio: Math.min(1, ratio) }),
        points: statistics.points,
      };
    });
}

/** Series of the same thing asked: all labels but those that tell results apart. */
function requestKey(series: Series, name: string): string {
  const labels = Object.entries(series.labels).filter(([label]) => !RESULT_LABELS.test(label));
  return JSON.stringify([name, labels.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

function hasResultLabel({ labels }: Series): boolean {
  return Object.keys(labels).some((label) => RESULT_LABELS.test(label) && label !== 'stat');
}

function isPercent({ name, unit }: Series): boolean {
  return /percent|pct/i.test(name) || /percent|%/i.test(unit ?? '');
}

function isShare(series: Series): boolean {
  return isPercent(series) || /ratio|(error|fault|failure)_?rate$/i.test(series.name) || series.unit === 'ratio';
}

function availabilities(found: readonly Measured[], window: TimeWindow): Availability[] {
  const direct = found
    .filter(({ meaning }) => meaning === 'availability')
    .map((measured) => availabilityOf(measured, window));
  const covered = new Set(direct.map(({ service }) => service));
  const derived = errorRates(found).filter(({ ratio, service }) => ratio !== undefined && !covered.has(service));
  return [
    ...direct,
    ...derived.map((rate) => ({
      service: rate.service,
      availabilityPercent: 100 * (1 - rate.ratio!),
      metric: `1 - ${rate.metric} over requests`,
      samples: rate.points,
      belowFull: rate.value > 0 ? rate.points : 0,
      latest: 100 * (1 - rate.ratio!),
    })),
  ];
}

function availabilityOf({ series, service, statistics }: Measured, window: TimeWindow): Availability {
  const scale = isPercent(series) || statistics.max > 1 ? 1 : 100;
  const percent = (value: number): number => Math.min(100, Math.max(0, value * scale));
  let belowFull = 0;
  let lastDown: number | undefined;
  let sum = 0;
  const from = (window.start?.getTime() ?? Number.NEGATIVE_INFINITY) / 1000;
  for (const [index, time] of series.timestamps.entries()) {
    const value = series.values[index]!;
    if (time < from || !Number.isFinite(value)) continue;
    sum += percent(value);
    if (percent(value) >= 100) continue;
    belowFull++;
    lastDown = time;
  }
  return {
    service: service ?? series.labels.target ?? series.labels.instance ?? '',
    availabilityPercent: sum / statistics.points,
    metric: series.name,
    samples: statistics.points,
    belowFull,
    ...(lastDown === undefined ? {} : { lastDownAt: new Date(lastDown * 1000).toISOString() }),
    latest: percent(statistics.latest),
  };
}
