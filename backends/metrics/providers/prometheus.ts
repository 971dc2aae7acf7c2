import type { Alert } from '../../../schemas/generated/metrics.ts';
import { createFresh } from '../../common/live/fresh.ts';
import type { HttpSource } from '../../common/live/http-source.ts';
import { asArray } from '../../common/snapshot/json-shape.ts';
import { createPodServiceNames, identityOfPod } from '../../common/snapshot/pod-service-names.ts';
import { alertOf } from '../../common/snapshot/recorded-alerts.ts';
import { declarationOf, type FamilyDeclaration } from '../../common/snapshot/series-builder.ts';
import type { TimeWindow } from '../../common/time.ts';
import type { MetricsProvider, Series, SeriesReading } from '../provider.ts';
import { createPrometheusApi, type PrometheusApi, type RangeSeries, type Span, selectorOf } from './prometheus-api.ts';
import { chooseNames, type MetricChoice, planBatches } from './prometheus-choice.ts';
import { readPrometheusSlis } from './prometheus-slis.ts';
import { edgeMetricsAmong, readEdges, readTopology } from './service-graph.ts';
import { joinTopologies } from './topology-file.ts';

export interface PrometheusProviderOptions {
  readonly prometheus: HttpSource;
  /** Absent: alerts are those that the rules of Prometheus itself fire. */
  readonly alertmanager?: HttpSource | undefined;
  /** Name of the system observed. */
  readonly cluster: string;
  /** caller -> callees, given by hand: joined with what the metrics tell. */
  readonly givenTopology?: (() => Promise<Record<string, string[]>>) | undefined;
  /** Which series are read when none is named, and how many. */
  readonly choice: MetricChoice;
  /** Matchers that every series must fit, as in PromQL without braces; empty for none. */
  readonly matchers: string;
  /** How far back is read when no window is given, in seconds. */
  readonly spanSeconds: number;
  /** The least distance of two points, in seconds; a long window gets a longer one. */
  readonly stepSeconds: number;
  readonly maxPoints: number;
  /** Samples that the server may read for the indicators of one question, about. */
  readonly maxSamples?: number;
  readonly now?: () => Date;
}

const FRESH_MS = 60_000;
const AT_ONCE = 4;
/** A server of two cores reads about ten million samples a second. */
const MOST_SAMPLES = 20_000_000;

/**
 * Serves series, topology, alerts and calls of a Prometheus, or of what answers like one, and an Alertmanager. What is
 * read is kept for a minute, so that the pages of one list fit together. Limits are told in `leftOut`.
 */
export function createPrometheusProvider(options: PrometheusProviderOptions): MetricsProvider {
  const api = createPrometheusApi(options.prometheus);
  const now = options.now ?? (() => new Date());
  const podNames = createPodServiceNames([]);
  const readings = createFresh<SeriesReading>(FRESH_MS, 8);
  const nameLists = createFresh<readonly string[]>(FRESH_MS);
  const families = createFresh<Map<string, FamilyDeclaration>>(10 * FRESH_MS);

  const spanOf = (window: TimeWindow | undefined): Span => {
    const latest = Math.floor(now().getTime() / 1000);
    const asked = window === undefined || window.openEnd === true ? latest : Math.floor(window.end.getTime() / 1000);
    // A window that ends about now is read up to now: its pages then share one reading.
    const end = latest - asked < 60 ? latest : asked;
    const length = window?.start === undefined ? 0 : Math.ceil((end - window.start.getTime() / 1000) / 60) * 60;
    return { start: end - Math.max(options.spanSeconds, length), end };
  };
  const namesIn = (span: Span, signal: AbortSignal): Promise<readonly string[]> =>
    nameLists.get(keyOf(span, now()), () => api.metricNames(span, options.matchers, signal));
  const recent = async (signal: AbortSignal, window?: TimeWindow) => {
    const span = spanOf(window);
    return { span, edges: edgeMetricsAmong(new Set(await namesIn(span, signal))) };
  };

  const readSeries = async (name: string | undefined, span: Span, signal: AbortSignal): Promise<SeriesReading> => {
    const held = await namesIn(span, signal);
    const { names, leftOut } = chooseNames(held, name, options.choice);
    const counts = await countSeries(api, names, options.matchers, span, signal);
    const plan = planBatches(names, counts, { ...options.choice, byName: name !== undefined });
    const declared = await families.get('all', () => metadataOrNone(api, signal));
    const step = Math.max(options.stepSeconds, Math.ceil((span.end - span.start) / options.maxPoints));
    const items: Series[] = [];
    for (let from = 0; from < plan.batches.length; from += AT_ONCE) {
      const group = plan.batches.slice(from, from + AT_ONCE);
      const read = group.map((batch) => api.range(selectorOf(batch, options.matchers), span, step, signal));
      for (const found of await Promise.all(read)) for (const one of found) items.push(seriesOf(one, declared));
    }
    const limits = [leftOut, ...summarized(plan.leftOut)].filter((text) => text !== undefined);
    return {
      present: held.length > 0,
      items,
      serviceOfPod: (pod) => identityOfPod(podNames, pod).service,
      ...(limits.length === 0 ? {} : { leftOut: limits.join('; ') }),
    };
  };

  const neighboursOf = async (focus: readonly string[], signal: AbortSignal): Promise<Set<string>> => {
    const { span, edges } = await recent(signal);
    const near = new Set(focus);
    for (const [caller, callees] of Object.entries(await readTopology(api, edges, span, signal))) {
      if (focus.includes(caller)) for (const callee of callees) near.add(callee);
      if (callees.some((callee) => focus.includes(callee))) near.add(caller);
    }
    return near;
  };

  return {
    now,
    describe: async ({ signal }) => {
      const { span, edges } = await recent(signal);
      const held = await namesIn(span, signal);
      const { leftOut } = chooseNames(held, undefined, options.choice);
      const signals: ('metrics' | 'topology' | 'alerts' | 'traces')[] = [];
      if (held.length > 0) signals.push('metrics');
      if (edges.length > 0 || options.givenTopology !== undefined) signals.push('topology');
      if (edges.length > 0) signals.push('traces');
      if (options.alertmanager !== undefined) signals.push('alerts');
      return {
        provider: 'prometheus',
        cluster: options.cluster,
        namespaces: [],
        asOf: now().toISOString(),
        signals,
        warnings: leftOut === undefined ? [] : [`not read by default: ${leftOut}`],
        coverage: {
          readings: signals.map((kind) =>
            kind === 'metrics' && leftOut !== undefined
              ? { kind, state: 'truncated', reason: `not read by default: ${leftOut}` }
              : { kind, state: 'seen' },
          ),
          notUnderstood: [],
        },
      };
    },
    series: ({ name, window }, { signal }) => {
      const span = spanOf(window);
      return readings.get(JSON.stringify([name, keyOf(span, now())]), () => readSeries(name, span, signal));
    },
    slis: async ({ window, focus }, { signal }) => {
      const span = spanOf(window);
      const start = window.start === undefined ? span.start : Math.floor(window.start.getTime() / 1000);
      const [names, declared, near] = await Promise.all([
        namesIn(span, signal),
        families.get('all', () => metadataOrNone(api, signal)),
        focus.length === 0 ? new Set<string>() : neighboursOf(focus, signal),
      ]);
      return readPrometheusSlis(
        {
          api,
          matchers: options.matchers,
          names,
          declared,
          window: { start, end: span.end },
          focus: near,
          stepSeconds: options.stepSeconds,
          maxSamples: options.maxSamples ?? MOST_SAMPLES,
          serviceOfPod: (pod) => identityOfPod(podNames, pod).service,
        },
        signal,
      );
    },
    topology: async ({ signal }) => {
      const { span, edges } = await recent(signal);
      const [given, measured] = await Promise.all([options.givenTopology?.(), readTopology(api, edges, span, signal)]);
      return { present: edges.length > 0 || given !== undefined, topology: joinTopologies(given ?? {}, measured) };
    },
    alerts: async ({ signal }) => {
      const { alertmanager } = options;
      if (alertmanager === undefined) {
        const items = alertsOf(await api.firingAlerts(signal));
        return { present: items.length > 0, items };
      }
      const query = { active: 'true', silenced: 'true', inhibited: 'true', unprocessed: 'true' };
      return { present: true, items: alertsOf(asArray(await alertmanager.json('/api/v2/alerts', { query, signal }))) };
    },
    traceEdges: async ({ window }, { signal }) => {
      const { span, edges } = await recent(signal, window);
      const [first] = edges;
      if (first === undefined) return { present: false, items: [] };
      const start = window.start === undefined ? span.start : Math.floor(window.start.getTime() / 1000);
      return { present: true, items: await readEdges(api, first, { start, end: span.end }, signal) };
    },
  };
}

/** A span up to now is known by its length: a minute later it is the same question. */
function keyOf({ start, end }: Span, now: Date): string {
  return Math.abs(now.getTime() / 1000 - end) < 60 ? `last ${end - start}` : `${start}-${end}`;
}

function seriesOf(
  { labels, timestamps, values }: RangeSeries,
  declared: ReadonlyMap<string, FamilyDeclaration>,
): Series {
  const { __name__: name = '', ...rest } = labels;
  return { name, labels: rest, ...declarationOf(name, declared), timestamps, values };
}

/** Series by name, at the end and in the middle of the span: what has vanished since counts too. */
async function countSeries(
  api: PrometheusApi,
  names: readonly string[],
  matchers: string,
  { start, end }: Span,
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let from = 0; from < names.length; from += 250) {
    const query = `count by (__name__) (${selectorOf(names.slice(from, from + 250), matchers)})`;
    const counted = await Promise.all([end, (start + end) / 2].map((time) => api.instant(query, time, signal)));
    for (const { labels, value } of counted.flat()) {
      const name = labels.__name__ ?? '';
      counts.set(name, Math.max(counts.get(name) ?? 0, value));
    }
  }
  return counts;
}

/** Types help and are not needed: some servers keep none, or refuse the question. */
async function metadataOrNone(api: PrometheusApi, signal: AbortSignal): Promise<Map<string, FamilyDeclaration>> {
  try {
    return await api.metadata(signal);
  } catch {
    signal.throwIfAborted();
    return new Map();
  }
}

function alertsOf(items: readonly unknown[]): Alert[] {
  return items.map(alertOf).filter((alert) => alert !== undefined);
}

function summarized(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return [`metrics beyond the series limit: ${names.slice(0, 5).join(', ')}${more}`];
}
