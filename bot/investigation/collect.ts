import type { SourceName } from '../domain/answer.ts';
import type { Coverage } from '../domain/coverage.ts';
import { type ErrorKind, toSreError } from '../domain/errors.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import type { LeftOutMetric, ServiceLevels, Sli } from '../domain/service-level.ts';
import { type EvidenceSet, LOG_LOOK_BACK, type Observed, type Signal } from '../domain/signals.ts';
import type { ToolGateway, ToolName } from '../ports/tool-gateway.ts';
import { readAllPages, type Searched } from './pages.ts';

const MOST_SLIS = 20_000;

/** The three sources that are read for analysis; runbooks are searched once causes are known. */
export type CollectedSource = SourceName;

interface SignalReading {
  readonly tool: ToolName;
  readonly maxItems: number;
  /**
   * How many times the investigated window the operation looks back; 0 when it has no window. Logs need their own
   * past beside the window, to tell what is new; the metrics backend keeps the past of a series by itself.
   */
  readonly lookBack: number;
}

const READINGS: Readonly<Record<Exclude<Signal, 'topology' | 'slis'>, SignalReading>> = {
  objects: { tool: 'kubernetes___list_objects', maxItems: 100_000, lookBack: 0 },
  events: { tool: 'kubernetes___list_events', maxItems: 100_000, lookBack: 0 },
  changes: { tool: 'kubernetes___list_changes', maxItems: 5_000, lookBack: 0 },
  logs: { tool: 'logs___summarize_logs', maxItems: 5_000, lookBack: LOG_LOOK_BACK },
  metrics: { tool: 'metrics___summarize_series', maxItems: 100_000, lookBack: 1 },
  alerts: { tool: 'metrics___list_alerts', maxItems: 10_000, lookBack: 0 },
  traces: { tool: 'metrics___summarize_traces', maxItems: 10_000, lookBack: 1 },
};

/** Signals of one source, and what to say of them in one line. */
export interface SourceReading {
  readonly source: CollectedSource;
  readonly signals: Partial<Pick<EvidenceSet, Signal>>;
  readonly durationMs: number;
}

const SOURCE_SIGNALS: Readonly<Record<CollectedSource, readonly Signal[]>> = {
  kubernetes: ['objects', 'events', 'changes'],
  logs: ['logs'],
  metrics: ['metrics', 'slis', 'topology', 'alerts', 'traces'],
};

/**
 * Reads one source through the gateway. Never throws: a signal whose call fails, or has not answered when `signal` ends,
 * is `unknown`; what was read by then stays.
 */
export async function collectSource(
  gateway: ToolGateway,
  source: CollectedSource,
  request: Pick<InvestigationRequest, 'sinceSeconds' | 'target'>,
  signal: AbortSignal,
): Promise<SourceReading> {
  const started = performance.now();
  const read = await Promise.all(
    SOURCE_SIGNALS[source].map(async (name) => [name, await readSignal(gateway, name, request, signal)] as const),
  );
  return { source, signals: Object.fromEntries(read), durationMs: Math.round(performance.now() - started) };
}

async function readSignal(
  gateway: ToolGateway,
  name: Signal,
  request: Pick<InvestigationRequest, 'sinceSeconds' | 'target'>,
  signal: AbortSignal,
): Promise<Observed<unknown>> {
  if (name === 'topology') return readTopology(gateway, signal);
  if (name === 'slis') return readServiceLevels(gateway, request, signal);
  const { tool, maxItems, lookBack } = READINGS[name];
  const operation = operationOf(tool);
  const since = lookBack === 0 ? {} : { since: `${request.sinceSeconds * lookBack}s` };
  try {
    const args = { ...since, ...(name === 'metrics' && focusOf(request)), limit: 1000 };
    const list = await readAllPages(gateway, tool, args, { signal, maxItems });
    const coverage = list.coverage === undefined ? {} : { coverage: list.coverage };
    if (!list.present)
      return {
        status: 'unknown',
        tool: operation,
        reason: whyAbsent(name, list.coverage),
        ...absence(list.coverage),
        ...coverage,
      };
    return {
      status: 'observed',
      value: list.items,
      tool: operation,
      query: since.since === undefined ? 'all' : `since=${since.since}`,
      at: list.asOf ?? new Date(0).toISOString(),
      ...(list.truncated === undefined ? {} : { truncated: list.truncated }),
      ...coverage,
    };
  } catch (thrown) {
    return unknownBecause(operation, thrown);
  }
}

/** The service that is asked about: it is read whatever limits there are. */
function focusOf({ target }: Pick<InvestigationRequest, 'target'>): { readonly focus?: string } {
  return target?.kind === 'service' ? { focus: target.name } : {};
}

async function readServiceLevels(
  gateway: ToolGateway,
  request: Pick<InvestigationRequest, 'sinceSeconds' | 'target'>,
  signal: AbortSignal,
): Promise<Observed<ServiceLevels>> {
  const since = `${request.sinceSeconds}s`;
  const focus = focusOf(request);
  try {
    let leftOut: readonly LeftOutMetric[] = [];
    const onPage = (page: object): void => {
      leftOut = (page as { readonly leftOut?: readonly LeftOutMetric[] }).leftOut ?? [];
    };
    const options = { signal, maxItems: MOST_SLIS, onPage };
    const list = await readAllPages(gateway, 'metrics___list_slis', { since, ...focus, limit: 1000 }, options);
    const coverage = list.coverage === undefined ? {} : { coverage: list.coverage };
    if (!list.present)
      return { status: 'unknown', tool: 'list_slis', reason: whyAbsent('slis', list.coverage), ...coverage };
    const items = list.items as readonly Sli[];
    const missing = [
      list.truncated,
      leftOut.length === 0 ? undefined : `left out: ${leftOut.map(({ metric }) => metric).join(', ')}`,
    ];
    const truncated = missing.filter((text) => text !== undefined).join('; ');
    return {
      status: 'observed',
      value: { items, leftOut },
      tool: 'list_slis',
      query: `since=${since}`,
      at: list.asOf ?? new Date(0).toISOString(),
      ...(truncated === '' ? {} : { truncated }),
      ...coverage,
    };
  } catch (thrown) {
    return unknownBecause('list_slis', thrown);
  }
}

async function readTopology(gateway: ToolGateway, signal: AbortSignal): Promise<Observed<unknown>> {
  try {
    const body = (await gateway.call('metrics___get_topology', {}, { signal })) as {
      asOf?: string;
      topology?: Record<string, string[]>;
      searched?: Searched;
    };
    const given = body.searched?.coverage;
    const coverage = given === undefined ? {} : { coverage: given };
    if (body.topology === undefined || body.searched?.present === false) {
      return { status: 'unknown', tool: 'get_topology', reason: whyAbsent('topology', given), ...coverage };
    }
    const at = body.asOf ?? new Date(0).toISOString();
    return { status: 'observed', value: body.topology, tool: 'get_topology', query: 'all', at, ...coverage };
  } catch (thrown) {
    return unknownBecause('get_topology', thrown);
  }
}

/** That a source holds nothing of a kind, where it was not kept from reading it. */
function absence(coverage: Coverage | undefined): { readonly absent?: true } {
  return coverage?.readings.some(({ state }) => state !== 'seen' && state !== 'not-served') ? {} : { absent: true };
}

/** Why a source shows no such signal: it was not to be read, or it holds none. */
function whyAbsent(name: Signal, coverage: Coverage | undefined): string {
  const failed = coverage?.readings.filter(({ state, reason }) => state !== 'seen' && reason !== undefined) ?? [];
  const [first] = failed;
  if (first?.reason === undefined) return `no ${name} in this source`;
  return failed.length === 1 ? first.reason : `${first.reason}, and ${failed.length - 1} more`;
}

/** In our words: an upstream's own text may quote what must not be shown. */
function unknownBecause(tool: string, thrown: unknown): Observed<never> {
  const { wording, kind } = toSreError(thrown, `${tool} failed`);
  return { status: 'unknown', tool, reason: wording, failure: kind };
}

/** A source that failed in this way may answer when it is asked again later. */
const MAY_BE_BACK: readonly ErrorKind[] = ['unavailable', 'timeout', 'rate-limited', 'bad-upstream'];

/** The sources of which something could not be read that may be there later. */
export function awaySources(evidence: Pick<EvidenceSet, Signal>): readonly CollectedSource[] {
  return (Object.keys(SOURCE_SIGNALS) as CollectedSource[]).filter((source) =>
    SOURCE_SIGNALS[source].some((name) => {
      const observed = evidence[name];
      return observed.status === 'unknown' && observed.failure !== undefined && MAY_BE_BACK.includes(observed.failure);
    }),
  );
}

/** Asks a source for the least of what is read of it. Throws SreError while it is away. */
export async function probeSource(gateway: ToolGateway, source: CollectedSource, signal: AbortSignal): Promise<void> {
  const { tool, lookBack } = READINGS[PROBED[source]];
  await gateway.call(tool, { limit: 1, ...(lookBack > 0 && { since: '60s' }) }, { signal });
}

const PROBED = { kubernetes: 'events', logs: 'logs', metrics: 'metrics' } as const;

function operationOf(tool: ToolName): string {
  return tool.slice(tool.indexOf('___') + 3);
}

/** An evidence set in which nothing has been read yet. */
export function emptyEvidence(request: InvestigationRequest, asOf: string, namespaces: readonly string[]): EvidenceSet {
  const notYet = (tool: string) => ({ status: 'unknown', tool, reason: 'not read' }) as const;
  const end = Date.parse(asOf);
  return {
    asOf,
    window: { start: new Date(end - request.sinceSeconds * 1000).toISOString(), end: asOf },
    question: request.question,
    ...(request.target === undefined ? {} : { target: request.target }),
    namespaces,
    objects: notYet('list_objects'),
    events: notYet('list_events'),
    changes: notYet('list_changes'),
    logs: notYet('summarize_logs'),
    metrics: notYet('summarize_series'),
    slis: notYet('list_slis'),
    topology: notYet('get_topology'),
    alerts: notYet('list_alerts'),
    traces: notYet('summarize_traces'),
  };
}

/** One line on what was read from a source, for the progress message. */
export function noteOf(reading: SourceReading): { readonly state: 'done' | 'unknown'; readonly note: string } {
  const entries = Object.entries(reading.signals) as [Signal, Observed<unknown>][];
  const seen = entries.flatMap(([name, observed]) => {
    if (observed.status !== 'observed') return [];
    const count = countOf(name, observed.value);
    return [
      `${count} ${NOUNS[name][count === 1 ? 0 : 1]}${observed.truncated === undefined ? '' : ` (${observed.truncated})`}`,
    ];
  });
  // Several readings of a source mostly fail for one reason, which is said once.
  const failed = [
    ...new Set(
      entries.flatMap(([, observed]) =>
        observed.status === 'unknown' && !observed.reason.startsWith('no ') ? [observed.reason] : [],
      ),
    ),
  ];
  if (seen.length === 0) return { state: 'unknown', note: failed[0] ?? `no ${reading.source} in this source` };
  return { state: 'done', note: [seen.join(', '), ...failed].join('; ') };
}

function countOf(name: Signal, value: unknown): number {
  if (name === 'slis') return (value as ServiceLevels).items.length;
  return Array.isArray(value) ? value.length : Object.keys(value as object).length;
}

const NOUNS: Readonly<Record<Signal, readonly [string, string]>> = {
  objects: ['object', 'objects'],
  events: ['event', 'events'],
  changes: ['change', 'changes'],
  logs: ['service with logs', 'services with logs'],
  metrics: ['series', 'series'],
  slis: ['service level indicator', 'service level indicators'],
  topology: ['service in the call graph', 'services in the call graph'],
  alerts: ['alert', 'alerts'],
  traces: ['traced call', 'traced calls'],
};
