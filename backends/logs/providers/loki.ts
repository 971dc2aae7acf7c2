import { createFresh } from '../../common/live/fresh.ts';
import type { HttpSource } from '../../common/live/http-source.ts';
import type { TimeWindow } from '../../common/time.ts';
import { createNewestRecords } from '../newest-records.ts';
import type { LogQuery, LogRecord, LogSource, LogsProvider } from '../provider.ts';
import { createLokiApi, type LokiApi, type LokiLine, type NanoWindow, selectorOf } from './loki-api.ts';
import { createLokiRecordReader, type OriginLabels, serviceOfLabel } from './loki-records.ts';

export interface LokiProviderOptions {
  readonly loki: HttpSource;
  readonly cluster: string;
  /** The label that names a service; absent: the first of the usual ones that this Loki has. */
  readonly serviceLabel?: string | undefined;
  /** Matchers that every stream must fit, as in LogQL without braces; empty for none. */
  readonly matchers: string;
  /** How far back is read when no start is given, in seconds. */
  readonly spanSeconds: number;
  /** Lines read at most for one answer. */
  readonly maxLines: number;
  /** Lines asked for at once; Loki's own limit is 5,000 by default. */
  readonly pageLines: number;
  readonly now?: () => Date;
}

const SERVICE_LABELS = ['service_name', 'service', 'app', 'app_kubernetes_io_name', 'app_name', 'container', 'job'];
const NAMESPACE_LABELS = ['namespace', 'k8s_namespace_name', 'kubernetes_namespace_name'];
const POD_LABELS = ['pod', 'k8s_pod_name', 'pod_name', 'kubernetes_pod_name'];
const CONTAINER_LABELS = ['container', 'k8s_container_name', 'container_name'];
/** A window with more lines than may be read is read in so many parts, the newest lines of each. */
/** What a query leaves out for its size is said in its own answer. */
const COVERAGE = { readings: [{ kind: 'logs', state: 'seen' as const }], notUnderstood: [] };
const SLICES = 12;
const FRESH_MS = 60_000;
const MINUTE_MS = 60_000;

/**
 * Serves the logs of a Loki. The text of callers is matched here and never becomes a query. A window that holds more
 * lines than `maxLines` is read evenly over its time, and what is beyond is told.
 */
export function createLokiProvider(options: LokiProviderOptions): LogsProvider {
  const api = createLokiApi(options.loki);
  const now = options.now ?? (() => new Date());
  const origins = createFresh<OriginLabels | undefined>(FRESH_MS);
  const listings = createFresh<readonly Record<string, string>[]>(FRESH_MS);
  const held = (): NanoWindow => nanoWindow({ end: now(), openEnd: true });

  /** The end belongs to a window of ours and not to one of Loki. Clocks ahead by less than a minute are let in. */
  function nanoWindow({ start, end, openEnd }: TimeWindow): NanoWindow {
    const from = start?.getTime() ?? end.getTime() - options.spanSeconds * 1000;
    return { start: nano(from), end: nano(end.getTime() + (openEnd === true ? MINUTE_MS : 0)) + 1n };
  }
  const originOf = (signal: AbortSignal) =>
    origins.get('all', async () => {
      const names = new Set(await api.labels(held(), signal));
      const first = (candidates: readonly string[]) => candidates.find((name) => names.has(name));
      const service = options.serviceLabel ?? first(SERVICE_LABELS);
      if (service === undefined) return undefined;
      return {
        service,
        namespace: first(NAMESPACE_LABELS),
        pod: first(POD_LABELS),
        container: first(CONTAINER_LABELS),
      };
    });
  const streamsOf = (origin: OriginLabels, signal: AbortSignal) =>
    listings.get('all', () => api.streams(selectorOf({}, options.matchers, origin.service), held(), signal));

  /** The selector for a query; undefined when nothing can fit it. */
  const selectorFor = async (
    origin: OriginLabels,
    { service, namespace }: Pick<LogQuery, 'service' | 'namespace'>,
    signal: AbortSignal,
  ): Promise<string | undefined> => {
    const matchers: Record<string, string | string[]> = {};
    if (service !== undefined && origin.service !== 'job') matchers[origin.service] = service;
    else if (service !== undefined) {
      const values = (await streamsOf(origin, signal)).map((labels) => labels[origin.service] ?? '');
      const fitting = new Set(values.filter((value) => serviceOfLabel(origin.service, value) === service));
      if (fitting.size === 0) return undefined;
      matchers[origin.service] = [...fitting];
    }
    if (namespace !== undefined) {
      if (origin.namespace === undefined) return undefined;
      matchers[origin.namespace] = namespace;
    }
    return selectorOf(matchers, options.matchers, origin.service);
  };
  const prepare = async (query: LogQuery, signal: AbortSignal) => {
    signal.throwIfAborted();
    const origin = await originOf(signal);
    const selector = origin === undefined ? undefined : await selectorFor(origin, query, signal);
    return origin === undefined || selector === undefined ? undefined : { origin, selector };
  };

  return {
    now,
    describe: async ({ signal }) => {
      const origin = await originOf(signal);
      const streams = origin === undefined ? [] : await streamsOf(origin, signal);
      return {
        provider: 'loki',
        cluster: options.cluster,
        namespaces: [],
        asOf: now().toISOString(),
        signals: streams.length > 0 ? ['logs'] : [],
        warnings: [],
        coverage: COVERAGE,
      };
    },
    coverage: async () => COVERAGE,
    sources: async ({ signal }) => {
      signal.throwIfAborted();
      const origin = await originOf(signal);
      if (origin === undefined) return { present: false, items: [] };
      const streams = await streamsOf(origin, signal);
      const selector = selectorOf({}, options.matchers, origin.service);
      const volumes = streams.length === 0 ? undefined : await api.volumes(selector, origin.service, held(), signal);
      return { present: streams.length > 0, items: sourcesOf(streams, origin, volumes ?? new Map()) };
    },
    scan: async function* (query, { signal, onLeftOut }) {
      const place = await prepare(query, signal);
      if (place === undefined) return;
      const window = nanoWindow(query.window);
      const reader = createLokiRecordReader(place.origin);
      const length = (window.end - window.start) / BigInt(SLICES) + 1n;
      let left = options.maxLines;
      let cut = 0;
      for (let slice = 0; slice < SLICES; slice++) {
        const start = window.start + BigInt(slice) * length;
        const end = start + length < window.end ? start + length : window.end;
        if (start >= end) break;
        const budget = Math.max(1, Math.floor(left / (SLICES - slice)));
        const { lines, more } = await newestLines(
          api,
          place.selector,
          { start, end },
          budget,
          options.pageLines,
          signal,
        );
        left -= lines.length;
        if (more) cut++;
        const records: LogRecord[] = [];
        for (const line of lines.toReversed()) reader.push(line, records);
        yield records;
      }
      const rest: LogRecord[] = [];
      reader.end(rest);
      yield rest;
      if (cut > 0)
        onLeftOut?.(`lines beyond ${options.maxLines}: the older ones of ${cut} of the window's ${SLICES} parts`);
    },
    newest: async ({ limit, accepts, ...query }, { signal, onLeftOut }) => {
      const place = await prepare(query, signal);
      if (place === undefined) return [];
      for (let budget = options.pageLines; ; budget = Math.min(options.maxLines, budget * 4)) {
        const window = nanoWindow(query.window);
        const { lines, more } = await newestLines(api, place.selector, window, budget, options.pageLines, signal);
        const records: LogRecord[] = [];
        const reader = createLokiRecordReader(place.origin);
        for (const line of lines.toReversed()) reader.push(line, records);
        reader.end(records);
        const newest = createNewestRecords(limit);
        for (const record of records) if (accepts(record)) newest.add(record);
        const found = newest.list();
        if (found.length >= limit || !more) return found;
        if (budget >= options.maxLines) {
          onLeftOut?.(`lines older than the newest ${options.maxLines}`);
          return found;
        }
      }
    },
    extent: async (query, { signal }) => {
      const place = await prepare(query, signal);
      if (place === undefined) return {};
      const window = nanoWindow(query.window);
      const edge = (direction: 'forward' | 'backward') =>
        api.lines(place.selector, window, { direction, limit: 1, signal });
      const [[first], [last]] = await Promise.all([edge('forward'), edge('backward')]);
      return first === undefined || last === undefined ? {} : { start: dateOf(first), end: dateOf(last) };
    },
  };
}

/** The newest lines of a window, newest first, page by page; `more` says that older ones were left. */
async function newestLines(
  api: LokiApi,
  selector: string,
  window: NanoWindow,
  budget: number,
  pageLines: number,
  signal: AbortSignal,
): Promise<{ lines: LokiLine[]; more: boolean }> {
  const lines: LokiLine[] = [];
  // Lines of one moment may stand on both sides of a page's edge: the edge is asked for again, and told apart by these.
  let edge = new Map<string, number>();
  let { end } = window;
  while (end > window.start) {
    signal.throwIfAborted();
    const limit = Math.min(pageLines, budget - lines.length + edge.size + 1);
    const page = await api.lines(selector, { start: window.start, end }, { direction: 'backward', limit, signal });
    const known = new Map(edge);
    let added = 0;
    for (const line of page) {
      const key = keyOf(line);
      const before = known.get(key) ?? 0;
      if (before > 0) {
        known.set(key, before - 1);
        continue;
      }
      if (lines.length === budget) return { lines, more: true };
      lines.push(line);
      added++;
    }
    if (page.length < limit) return { lines, more: false };
    const oldest = page.at(-1)!.nanoseconds;
    // A page of nothing new is a moment with more lines than a page: what is beyond them there cannot be asked for.
    end = added === 0 ? oldest : oldest + 1n;
    edge = new Map();
    for (const line of lines) {
      if (line.nanoseconds !== oldest) continue;
      const key = keyOf(line);
      edge.set(key, (edge.get(key) ?? 0) + 1);
    }
  }
  return { lines, more: false };
}

function keyOf({ labels, nanoseconds, text }: LokiLine): string {
  return `${nanoseconds} ${JSON.stringify(labels)} ${text}`;
}

function sourcesOf(
  streams: readonly Readonly<Record<string, string>>[],
  origin: OriginLabels,
  volumes: ReadonlyMap<string, number>,
): LogSource[] {
  const found = new Map<
    string,
    { namespace: string | undefined; pods: Set<string>; values: Set<string>; files: number }
  >();
  for (const labels of streams) {
    const value = labels[origin.service] ?? '';
    const service = serviceOfLabel(origin.service, value);
    if (service === '') continue;
    const namespace = origin.namespace === undefined ? undefined : labels[origin.namespace];
    const known = found.get(service) ?? { namespace, pods: new Set(), values: new Set(), files: 0 };
    const pod = origin.pod === undefined ? undefined : labels[origin.pod];
    if (pod !== undefined) known.pods.add(pod);
    known.values.add(value);
    known.files++;
    found.set(service, known);
  }
  return [...found]
    .map(([service, { namespace, pods, values, files }]) => ({
      service,
      namespace,
      pods: [...pods].toSorted(),
      files,
      bytes: [...values].reduce((sum, value) => sum + (volumes.get(value) ?? 0), 0),
    }))
    .toSorted((a, b) => (a.service < b.service ? -1 : 1));
}

function nano(milliseconds: number): bigint {
  return BigInt(Math.floor(milliseconds)) * 1_000_000n;
}

function dateOf({ nanoseconds }: LokiLine): Date {
  return new Date(Number(nanoseconds / 1_000_000n));
}
