import type { Alert } from '../../../schemas/generated/metrics.ts';
import { createFresh } from '../../common/live/fresh.ts';
import type { HttpSource } from '../../common/live/http-source.ts';
import { asArray } from '../../common/snapshot/json-shape.ts';
import { createPodServiceNames, identityOfPod } from '../../common/snapshot/pod-service-names.ts';
import { alertOf } from '../../common/snapshot/recorded-alerts.ts';
import type { FamilyDeclaration } from '../../common/snapshot/series-builder.ts';
import type { TimeWindow } from '../../common/time.ts';
import { LIVE } from '../parameters.ts';
import type { MetricsProvider, SeriesReading } from '../provider.ts';
import { mayTellOfRequests } from '../slis/request-metrics.ts';
import { createPrometheusApi, type PrometheusApi, type Span } from './prometheus/api.ts';
import { type ChosenNames, chooseNames, type MetricChoice } from './prometheus/choice.ts';
import { type Extents, readExtents } from './prometheus/extents.ts';
import { readChosenSeries } from './prometheus/series.ts';
import { createServiceGraph, edgeMetricsAmong } from './prometheus/service-graph.ts';
import { readPrometheusSlis } from './prometheus/slis.ts';
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
  /** Samples that the server may look at for one kind of reading, about; see `LIVE`. */
  readonly maxSamples?: number;
  readonly now?: () => Date;
}

const FRESH_MS = 60_000;

/** What is held over a span, read once and shared by all that is asked within a minute. */
interface Held {
  readonly names: readonly string[];
  readonly chosen: ChosenNames;
  /** Names of requests, buckets among them. */
  readonly requests: readonly string[];
  readonly declared: ReadonlyMap<string, FamilyDeclaration>;
  readonly extents: Extents;
}

/**
 * Serves series, topology, alerts and calls of a Prometheus, or of what answers like one, and an Alertmanager. What is
 * read is kept for a minute, so that the pages of one list fit together. Limits are told in `leftOut`.
 */
export function createPrometheusProvider(options: PrometheusProviderOptions): MetricsProvider {
  const { matchers, choice } = options;
  const now = options.now ?? (() => new Date());
  const podNames = createPodServiceNames([]);
  const serviceOfPod = (pod: string) => identityOfPod(podNames, pod).service;
  const readings = createFresh<SeriesReading>(FRESH_MS, 8);
  const nameLists = createFresh<{ readonly names: readonly string[]; readonly partial: readonly string[] }>(FRESH_MS);
  const holdings = createFresh<Held>(FRESH_MS, 8);
  const families = createFresh<Map<string, FamilyDeclaration>>(10 * FRESH_MS);
  const graph = createServiceGraph(FRESH_MS);
  const plainApi = createPrometheusApi(options.prometheus);

  /** An API that keeps what it could not read to the end. */
  const watched = () => {
    const partial = new Set<string>();
    return { api: createPrometheusApi(options.prometheus, (reason) => partial.add(reason)), partial };
  };
  const spanOf = (window: TimeWindow | undefined): Span => {
    const latest = Math.floor(now().getTime() / 1000);
    const asked = window === undefined || window.openEnd === true ? latest : Math.floor(window.end.getTime() / 1000);
    // A window that ends about now is read up to now: its pages then share one reading.
    const end = latest - asked < 60 ? latest : asked;
    const length = window?.start === undefined ? 0 : Math.ceil((end - window.start.getTime() / 1000) / 60) * 60;
    return { start: end - Math.max(options.spanSeconds, length), end };
  };
  const namesIn = (span: Span, signal: AbortSignal) =>
    nameLists.get(keyOf(span, now()), async () => {
      const { api, partial } = watched();
      const names = await api.metricNames(span, matchers, signal);
      return { names, partial: [...partial] };
    });
  const declaredIn = (signal: AbortSignal) => families.get('all', () => metadataOrNone(plainApi, signal));
  const heldIn = async (span: Span, asked: string | undefined, signal: AbortSignal): Promise<Held> => {
    const { names } = await namesIn(span, signal);
    return holdings.get(JSON.stringify([asked, keyOf(span, now())]), async () => {
      const chosen = chooseNames(names, asked, choice);
      const requests = names.filter(mayTellOfRequests);
      const wanted = asked === undefined ? requests.filter((name) => !name.endsWith('_bucket')) : [];
      const [declared, extents] = await Promise.all([
        declaredIn(signal),
        readExtents(plainApi, { names: chosen.names, requests: wanted, matchers }, span, signal),
      ]);
      return { names, chosen, requests, declared, extents };
    });
  };
  const recent = async (signal: AbortSignal, window?: TimeWindow) => {
    const span = spanOf(window);
    return { span, edges: edgeMetricsAmong(new Set((await namesIn(span, signal)).names)) };
  };
  const topology = async (signal: AbortSignal) => {
    const { span, edges } = await recent(signal);
    const [given, measured] = await Promise.all([
      options.givenTopology?.(),
      graph.topology(plainApi, edges, span, keyOf(span, now()), signal),
    ]);
    return { present: edges.length > 0 || given !== undefined, topology: joinTopologies(given ?? {}, measured) };
  };
  /** What was asked about, with what it calls and what calls it. */
  const withNeighbours = async (focus: readonly string[], signal: AbortSignal): Promise<ReadonlySet<string>> => {
    if (focus.length === 0) return new Set();
    const near = new Set(focus);
    for (const [caller, callees] of Object.entries((await topology(signal)).topology)) {
      if (focus.includes(caller)) for (const callee of callees) near.add(callee);
      if (callees.some((callee) => focus.includes(callee))) near.add(caller);
    }
    return near.size > LIVE.neighbours ? new Set(focus) : near;
  };

  const readSeries = async (
    { name, window, focus = [] }: Parameters<MetricsProvider['series']>[0],
    span: Span,
    signal: AbortSignal,
  ): Promise<SeriesReading> => {
    const { api, partial } = watched();
    const [held, near] = await Promise.all([heldIn(span, name, signal), withNeighbours(focus, signal)]);
    const step = Math.max(options.stepSeconds, Math.ceil((span.end - span.start) / options.maxPoints));
    const windowSeconds = Math.round((span.end - (window?.start?.getTime() ?? 0) / 1000) / (1 + LIVE.pastWindows));
    const read = await readChosenSeries(
      {
        ...held,
        api,
        matchers,
        choice: { ...choice, byName: name !== undefined },
        span,
        step,
        windowSeconds: window?.start === undefined ? span.end - span.start : windowSeconds,
        focus: near,
        maxSamples: options.maxSamples ?? LIVE.samplesPerReading,
      },
      signal,
    );
    const limits = [held.chosen.leftOut, ...read.partly, ...partial].filter((text) => text !== undefined);
    return {
      present: held.names.length > 0,
      items: read.items,
      serviceOfPod,
      partOf: read.partOf,
      ...(read.indicated.length === 0 ? {} : { indicated: read.indicated }),
      ...(limits.length === 0 ? {} : { leftOut: limits.join('; ') }),
    };
  };

  return {
    now,
    describe: async ({ signal }) => {
      const { edges, span } = await recent(signal);
      const { names, partial } = await namesIn(span, signal);
      const { leftOut } = chooseNames(names, undefined, choice);
      const missing = [...(leftOut === undefined ? [] : [`not read by default: ${leftOut}`]), ...partial];
      const signals: ('metrics' | 'topology' | 'alerts' | 'traces')[] = [];
      if (names.length > 0) signals.push('metrics');
      if (edges.length > 0 || options.givenTopology !== undefined) signals.push('topology');
      if (edges.length > 0) signals.push('traces');
      if (options.alertmanager !== undefined) signals.push('alerts');
      return {
        provider: 'prometheus',
        cluster: options.cluster,
        namespaces: [],
        asOf: now().toISOString(),
        signals,
        warnings: missing,
        coverage: {
          readings: signals.map((kind) =>
            kind === 'metrics' && missing.length > 0
              ? { kind, state: 'truncated', reason: missing.join('; ') }
              : { kind, state: 'seen' },
          ),
          notUnderstood: [],
        },
      };
    },
    series: (query, { signal }) => {
      const span = spanOf(query.window);
      const key = JSON.stringify([query.name, query.focus ?? [], keyOf(span, now())]);
      return readings.get(key, () => readSeries(query, span, signal));
    },
    slis: async ({ window, focus }, { signal }) => {
      const { api, partial } = watched();
      const end = spanOf(window).end;
      const start = window.start === undefined ? spanOf(window).start : Math.floor(window.start.getTime() / 1000);
      const past = new Date((end - (1 + LIVE.pastWindows) * (end - start)) * 1000);
      const span = spanOf({ ...window, start: past });
      const [held, near] = await Promise.all([heldIn(span, undefined, signal), withNeighbours(focus, signal)]);
      const reading = await readPrometheusSlis(
        {
          api,
          matchers,
          names: held.requests,
          declared: held.declared,
          extents: held.extents,
          window: { start, end },
          focus: near,
          stepSeconds: options.stepSeconds,
          maxSamples: options.maxSamples ?? LIVE.samplesPerReading,
          serviceOfPod,
        },
        signal,
      );
      const incomplete = [...partial].map((reason) => ({ metric: 'every metric', reason, touchesFocus: true }));
      return { ...reading, leftOut: [...reading.leftOut, ...incomplete] };
    },
    topology: ({ signal }) => topology(signal),
    alerts: async ({ signal }) => {
      const { alertmanager } = options;
      if (alertmanager === undefined) {
        const items = alertsOf(await plainApi.firingAlerts(signal));
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
      return { present: true, items: await graph.edges(plainApi, first, { start, end: span.end }, signal) };
    },
  };
}

/** A span up to now is known by its length: a minute later it is the same question. */
function keyOf({ start, end }: Span, now: Date): string {
  return Math.abs(now.getTime() / 1000 - end) < 60 ? `last ${end - start}` : `${start}-${end}`;
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
