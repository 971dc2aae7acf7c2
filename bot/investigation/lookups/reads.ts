import { SreError } from '../../domain/errors.ts';
import type { ChangeRecord, KubernetesObject, MetricSeries, RunbookMatch, ServiceLogs } from '../../domain/signals.ts';
import type { Target } from '../../domain/target.ts';
import type { ClusterEvent, LookupQuery, PodState } from '../../ports/lookups.ts';
import type { ToolGateway, ToolName } from '../../ports/tool-gateway.ts';

/** Rows of one look before they are bounded by time and errors. */
export interface Read<Row> {
  readonly rows: readonly Row[];
  readonly searched: string;
  /** False when the source holds nothing of this kind at all. */
  readonly present: boolean;
  /** What the source would hold: `logs`. */
  readonly what: string;
  readonly truncated?: string;
}

/** One answer is a page: more than this nobody reads in Slack. */
const MOST_ROWS = 500;

export async function readLogs(
  gateway: ToolGateway,
  query: LookupQuery,
  signal: AbortSignal,
): Promise<Read<ServiceLogs>> {
  const args = { since: `${query.sinceSeconds}s`, ...scope(query.target), limit: 100 };
  const page = await readPage<ServiceLogs>(gateway, 'logs___summarize_logs', args, 'logs', signal);
  const errors = ({ levels }: ServiceLogs) => (levels.error ?? 0) + (levels.fatal ?? 0) + (levels.warn ?? 0) / 100;
  return { ...page, rows: [...page.rows].sort((a, b) => errors(b) - errors(a)) };
}

export async function readMetrics(
  gateway: ToolGateway,
  query: LookupQuery,
  signal: AbortSignal,
): Promise<Read<MetricSeries>> {
  const args = { since: `${query.sinceSeconds}s`, ...service(query.target), changed_only: true, limit: MOST_ROWS };
  const page = await readPage<MetricSeries>(gateway, 'metrics___summarize_series', args, 'metrics', signal);
  const score = (series: MetricSeries) => Math.max(0, ...series.changes.map((change) => change.score));
  return { ...page, rows: [...page.rows].sort((a, b) => score(b) - score(a)) };
}

interface RawPod {
  readonly name: string;
  readonly namespace: string;
  readonly phase: string;
  readonly reason?: string;
  readonly readyContainers: number;
  readonly containers: number;
  readonly restarts: number;
  readonly node?: string;
  readonly ageSeconds?: number;
  readonly owner?: string;
  readonly containerStatuses?: readonly { readonly reason?: string; readonly lastTerminationReason?: string }[];
}

export async function readPods(gateway: ToolGateway, query: LookupQuery, signal: AbortSignal): Promise<Read<PodState>> {
  const { target } = query;
  const args = { ...namespaceOf(target), limit: MOST_ROWS };
  const page = await readPage<RawPod>(gateway, 'kubernetes___get_pod_status', args, 'pods', signal);
  const wanted = page.rows.filter(
    (pod) =>
      target === undefined ||
      target.kind === 'namespace' ||
      (target.kind === 'node' ? pod.node === target.name : belongs(pod.name, target.name)),
  );
  const rows = wanted.map((pod): PodState => {
    const statuses = pod.containerStatuses ?? [];
    const waiting = pod.reason ?? statuses.find(({ reason }) => reason !== undefined)?.reason;
    const ended = statuses.find((status) => status.lastTerminationReason !== undefined)?.lastTerminationReason;
    const reason = [waiting, ended === 'Completed' ? undefined : ended].filter((each) => each !== undefined).join(', ');
    const { name, namespace, phase, restarts, containers } = pod;
    return {
      name,
      namespace,
      phase,
      restarts,
      containers,
      ready: pod.readyContainers,
      ...(pod.node && { node: pod.node }),
      ...(pod.ageSeconds !== undefined && { ageSeconds: pod.ageSeconds }),
      ...(reason !== '' && phase !== 'Succeeded' && { reason }),
    };
  });
  return { ...page, rows: rows.sort((a, b) => trouble(b) - trouble(a) || a.name.localeCompare(b.name)) };
}

/** A finished job's pod is not ready and nothing is wrong with it. */
const trouble = (pod: PodState): number =>
  pod.phase === 'Succeeded' ? -1 : (pod.containers - pod.ready) * 1_000 + (pod.reason ? 500 : 0) + pod.restarts;

export async function readEvents(
  gateway: ToolGateway,
  query: LookupQuery,
  signal: AbortSignal,
): Promise<Read<ClusterEvent>> {
  const { target } = query;
  const args = { ...namespaceOf(target), since: `${query.sinceSeconds}s`, limit: MOST_ROWS };
  const page = await readPage<KubernetesObject>(gateway, 'kubernetes___list_events', args, 'events', signal);
  const rows = page.rows
    .map(asEvent)
    .filter(
      ({ object }) =>
        target === undefined ||
        target.kind === 'namespace' ||
        belongs(object.slice(object.indexOf('/') + 1), target.name),
    );
  const latest = ({ lastSeen }: ClusterEvent) => Date.parse(lastSeen ?? '') || 0;
  return { ...page, rows: rows.sort((a, b) => warns(b) - warns(a) || latest(b) - latest(a)) };
}

const warns = (event: ClusterEvent): number => (event.type === 'Warning' ? 1 : 0);

function asEvent(object: KubernetesObject): ClusterEvent {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const involved = (object.involvedObject ?? object.regarding ?? {}) as Record<string, unknown>;
  const series = (object.series ?? {}) as Record<string, unknown>;
  const count = [object.count, series.count].find((each) => typeof each === 'number') as number | undefined;
  const lastSeen = [object.lastTimestamp, series.lastObservedTime, object.eventTime].map(text).find((at) => at !== '');
  return {
    type: text(object.type) || 'Normal',
    reason: text(object.reason),
    object: `${text(involved.kind).toLowerCase()}/${text(involved.name)}`,
    message: text(object.message) || text(object.note),
    count: count ?? 1,
    ...(lastSeen !== undefined && { lastSeen }),
  };
}

export async function readChanges(
  gateway: ToolGateway,
  query: LookupQuery,
  signal: AbortSignal,
): Promise<Read<ChangeRecord>> {
  const args = { since: `${query.sinceSeconds}s`, ...service(query.target), limit: MOST_ROWS };
  const page = await readPage<ChangeRecord>(gateway, 'kubernetes___list_changes', args, 'changes', signal);
  return { ...page, rows: [...page.rows].sort((a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp)) };
}

export function readRunbooks(
  gateway: ToolGateway,
  query: LookupQuery,
  signal: AbortSignal,
): Promise<Read<RunbookMatch>> {
  const args = { query: (query.words ?? query.target?.name ?? '').slice(0, 300), limit: 5 };
  return readPage<RunbookMatch>(gateway, 'runbooks___search_runbooks', args, 'runbooks', signal);
}

/** Reads one page. Throws SreError `bad-upstream` when the answer is not one. */
export async function readPage<Row>(
  gateway: ToolGateway,
  tool: ToolName,
  args: Readonly<Record<string, unknown>>,
  what: string,
  signal: AbortSignal,
): Promise<Read<Row>> {
  const body = (await gateway.call(tool, args, { signal })) as {
    readonly items?: unknown;
    readonly total?: number;
    readonly truncated?: boolean;
    readonly asOf?: string;
    readonly searched?: { readonly what?: string; readonly present?: boolean };
  } | null;
  if (!Array.isArray(body?.items)) throw new SreError('bad-upstream', `${tool} did not answer with a list`);
  const rows = body.items.filter((row): row is Row => typeof row === 'object' && row !== null);
  return {
    rows,
    what,
    searched: `${body.searched?.what ?? what}${asOfInWords(body.asOf)}`,
    present: body.searched?.present !== false,
    ...(body.truncated === true && { truncated: `the first ${rows.length} of ${body.total ?? 'more'}` }),
  };
}

/** A source whose now is this far behind, in milliseconds, is a recording, or does not keep up. */
const BEHIND_MS = 15 * 60_000;

/** Says of when the rows are, where that is not now. */
function asOfInWords(asOf: string | undefined): string {
  const time = Date.parse(asOf ?? '');
  if (asOf === undefined || Number.isNaN(time) || Date.now() - time < BEHIND_MS) return '';
  return `; as of ${asOf.slice(0, 10)} ${asOf.slice(11, 16)} UTC`;
}

/** `web-7f9c-x2` belongs to `web`, `web-cache-0` to `web-cache` but, as far as the name says, to `web` too. */
function belongs(name: string, owner: string): boolean {
  return name === owner || name.startsWith(`${owner}-`);
}

/** Which part of a source a target is, as the logs backend takes it. */
function scope(target: Target | undefined): Readonly<Record<string, string>> {
  return target?.kind === 'namespace' ? { namespace: target.name } : service(target);
}

function service(target: Target | undefined): Readonly<Record<string, string>> {
  return target?.kind === 'service' ? { service: target.name } : {};
}

function namespaceOf(target: Target | undefined): Readonly<Record<string, string>> {
  if (target?.kind === 'namespace') return { namespace: target.name };
  return target?.namespace === undefined ? {} : { namespace: target.namespace };
}
