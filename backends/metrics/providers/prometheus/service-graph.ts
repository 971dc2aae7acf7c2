import type { TraceEdge } from '../../../../schemas/generated/metrics.ts';
import { createFresh } from '../../../common/live/fresh.ts';
import type { PrometheusApi, Span } from './api.ts';

/** Metrics in which a tracer or a mesh counts the calls between services. */
interface EdgeMetrics {
  readonly requests: string;
  readonly caller: string;
  readonly callee: string;
  /** Matchers that count each call once. */
  readonly once: string;
  readonly failed: { readonly name: string; readonly matchers: string };
  /** A histogram; its `_bucket`, `_sum` and `_count`. */
  readonly duration: string;
  readonly millisecondsPerUnit: number;
}

const EDGE_METRICS: readonly EdgeMetrics[] = [
  // Tempo and the OpenTelemetry service graph connector.
  {
    requests: 'traces_service_graph_request_total',
    caller: 'client',
    callee: 'server',
    once: '',
    failed: { name: 'traces_service_graph_request_failed_total', matchers: '' },
    duration: 'traces_service_graph_request_server_seconds',
    millisecondsPerUnit: 1000,
  },
  {
    requests: 'istio_requests_total',
    caller: 'source_canonical_service',
    callee: 'destination_canonical_service',
    once: 'reporter=~"source|waypoint"',
    failed: { name: 'istio_requests_total', matchers: 'response_code=~"5..|0"' },
    duration: 'istio_request_duration_milliseconds',
    millisecondsPerUnit: 1,
  },
  // Linkerd.
  {
    requests: 'response_total',
    caller: 'deployment',
    callee: 'dst_deployment',
    once: 'direction="outbound"',
    failed: { name: 'response_total', matchers: 'classification="failure"' },
    duration: 'response_latency_ms',
    millisecondsPerUnit: 1,
  },
];

/** Which service graph metrics are among these names, best first. */
export function edgeMetricsAmong(names: ReadonlySet<string>): EdgeMetrics[] {
  return EDGE_METRICS.filter(({ requests }) => names.has(requests));
}

/** Calls between services as a tracer or a mesh counts them; the topology is kept for a while. */
export interface ServiceGraph {
  /** caller -> callees, of every call counted in the span, which is known by its key. */
  topology(
    api: PrometheusApi,
    metrics: readonly EdgeMetrics[],
    span: Span,
    key: string,
    signal: AbortSignal,
  ): Promise<Record<string, string[]>>;
  /** Calls, failures and durations between services in the span. */
  edges(api: PrometheusApi, metrics: EdgeMetrics, span: Span, signal: AbortSignal): Promise<TraceEdge[]>;
}

export function createServiceGraph(keepMs: number): ServiceGraph {
  const kept = createFresh<Record<string, string[]>>(keepMs, 8);
  return {
    topology: (api, metrics, span, key, signal) => kept.get(key, () => readTopology(api, metrics, span, signal)),
    edges: readEdges,
  };
}

const FIGURE = 'figure';
const GRAPH = 'graph';

/** One query for all metrics that tell of calls. */
async function readTopology(
  api: PrometheusApi,
  metrics: readonly EdgeMetrics[],
  span: Span,
  signal: AbortSignal,
): Promise<Record<string, string[]>> {
  const topology = new Map<string, Set<string>>();
  if (metrics.length === 0) return {};
  const query = metrics
    .map(({ requests, once, caller, callee }, index) => {
      const calls = `group by (${caller}, ${callee}) (present_over_time(${requests}{${once}}[${lengthOf(span)}]))`;
      return `label_replace(${calls}, "${GRAPH}", "${index}", "", "")`;
    })
    .join(' or ');
  for (const { labels } of await api.instant(query, span.end, signal)) {
    const { caller = '', callee = '' } = metrics[Number(labels[GRAPH])] ?? {};
    const from = nameOf(labels[caller]);
    const to = nameOf(labels[callee]);
    if (from === undefined || to === undefined || from === to) continue;
    topology.set(from, (topology.get(from) ?? new Set()).add(to));
  }
  return Object.fromEntries([...topology].map(([from, callees]) => [from, [...callees].toSorted()]));
}

/**
 * One query for all figures. Of single calls nothing is known here, so a service's own time is its mean time less the mean
 * time of the calls it makes, as if those followed each other.
 */
async function readEdges(
  api: PrometheusApi,
  metrics: EdgeMetrics,
  span: Span,
  signal: AbortSignal,
): Promise<TraceEdge[]> {
  const { requests, caller, callee, once, failed, duration, millisecondsPerUnit } = metrics;
  const by = `${caller}, ${callee}`;
  const grown = (name: string, ...matchers: string[]): string =>
    `increase(${name}{${matchers.filter((matcher) => matcher !== '').join(',')}}[${lengthOf(span)}])`;
  const quantile = (share: number): string =>
    `histogram_quantile(${share}, sum by (le, ${by}) (${grown(`${duration}_bucket`, once)}))`;
  const figures = {
    calls: `sum by (${by}) (${grown(requests, once)})`,
    errors: `sum by (${by}) (${grown(failed.name, once, failed.matchers)})`,
    p50: quantile(0.5),
    p99: quantile(0.99),
    sums: `sum by (${by}) (${grown(`${duration}_sum`, once)})`,
    counts: `sum by (${by}) (${grown(`${duration}_count`, once)})`,
  };
  const query = Object.entries(figures).map(([name, text]) => `label_replace(${text}, "${FIGURE}", "${name}", "", "")`);
  const read = new Map<string, Map<string, number>>();
  for (const { labels, value } of await api.instant(query.join(' or '), span.end, signal)) {
    const to = nameOf(labels[callee]);
    if (to === undefined || !Number.isFinite(value)) continue;
    const figure = labels[FIGURE] ?? '';
    const of = read.get(figure) ?? new Map<string, number>();
    read.set(figure, of.set(JSON.stringify([nameOf(labels[caller]) ?? '', to]), value));
  }
  const of = (figure: keyof typeof figures) => read.get(figure) ?? new Map<string, number>();
  const [calls, errors, p50, p99] = [of('calls'), of('errors'), of('p50'), of('p99')];
  const own = ownTimes(of('sums'), of('counts'));
  const edges = [...calls].filter(([, made]) => made > 0);
  return edges.map(([key, made]) => {
    const [from, to] = JSON.parse(key) as [string, string];
    const milliseconds = (value: number | undefined): number =>
      Math.round((value ?? 0) * millisecondsPerUnit * 1000) / 1000;
    return {
      caller: from,
      callee: to,
      operation: 'all calls',
      // increase() extrapolates to the ends of the span: at least one call is behind anything above nothing.
      calls: Math.max(1, Math.round(made)),
      errors: Math.round(errors.get(key) ?? 0),
      p50Ms: milliseconds(p50.get(key)),
      p99Ms: milliseconds(p99.get(key)),
      ownP50Ms: milliseconds(own.get(to)),
    };
  });
}

/** Per service: mean time of a call to it, less the time its own calls take for each. */
function ownTimes(sums: ReadonlyMap<string, number>, counts: ReadonlyMap<string, number>): Map<string, number> {
  const taken = new Map<string, { within: number; calls: number; waiting: number }>();
  const entry = (service: string) => {
    const known = taken.get(service) ?? { within: 0, calls: 0, waiting: 0 };
    taken.set(service, known);
    return known;
  };
  for (const [key, sum] of sums) {
    const [from, to] = JSON.parse(key) as [string, string];
    entry(to).within += sum;
    entry(to).calls += counts.get(key) ?? 0;
    entry(from).waiting += sum;
  }
  return new Map(
    [...taken]
      .filter(([, { calls }]) => calls > 0)
      .map(([service, { within, calls, waiting }]) => [service, Math.max(0, within - waiting) / calls]),
  );
}

function lengthOf({ start, end }: Span): string {
  return `${Math.max(60, Math.ceil(end - start))}s`;
}

/** Meshes write `unknown` for callers they do not know. */
function nameOf(label: string | undefined): string | undefined {
  return label === undefined || label === '' || label === 'unknown' ? undefined : label;
}
