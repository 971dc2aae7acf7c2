import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import { type EvidenceSet, type LogPattern, logSliceMs, type ServiceLogs } from '../../../domain/signals.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, parametersOf, seen, told } from '../../cluster/observe.ts';
import { ownLines } from '../../cluster/own-logs.ts';
import { fields, timeMs } from '../../cluster/read-objects.ts';
import type { Pod, Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import type { Parameters } from '../../parameters.ts';
import { ERROR_SURGE } from '../logs/parameters.ts';

/** What a proxy writes when the server that it was about to use has just gone. */
const GONE =
  /connect\(\) failed \(111: (?:Connection refused|Unknown error)\) while connecting to upstream|connection refused.{0,80}upstream|upstream connect error or disconnect\/reset before headers|no live upstreams|upstream_reset_before_response_started\{(?:connection_failure|connection_termination)|recv\(\) failed \(104: Connection reset by peer\) while reading response header from upstream/i;

/** What a client writes whose connection ended in the middle of a call. */
const CUT = /: EOF\b|unexpected EOF|connection reset by peer|\bECONNRESET\b|socket hang up|Connection reset\b/i;

/** What it writes where its next call still goes to the address of a pod that listens no more. */
const REFUSED = /connection refused|\bECONNREFUSED\b|actively refused/i;

/** What a program writes as it is stopped. */
const STOPPING = /\bSIGTERM\b/;

/** Rollouts during which proxies still send requests to pods that have stopped: nothing lets them finish first. */
export const gracefulShutdown = defineAnalyzer({
  id: 'graceful-shutdown',
  title: 'Pods stop before requests have left them',
  causes: ['graceful_shutdown_missing'],
  needs: ['objects', 'events', 'logs'],
  example:
    'At each rollout nginx writes "Connection refused while connecting to upstream", and the pods have no preStop.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const rolled = cluster.workloads.flatMap((workload) => {
      const seenToStop = stopsOf(workload, cluster, parameters);
      const stops = seenToStop.length > 0 ? seenToStop : stopsWritten(workload, evidence, cluster, parameters);
      return stops.length === 0 || waitsBeforeItStops(workload) ? [] : [{ workload, stops }];
    });
    const ended = rolled.length === 0 ? [] : endedCalls(evidence);
    return conclude(
      rolled.flatMap(({ workload, stops }) =>
        examine(workload, stops, rolled.length === 1, ended, cluster, evidence, parameters),
      ),
      `${rolled.length} workloads whose pods were replaced without a pause`,
    );
  },
});

/** Pods that were stopped. */
interface Stop {
  readonly firstMs: number;
  readonly lastMs: number;
  /** Whether one pod after the other was. */
  readonly several: boolean;
  readonly told: EvidenceDraft;
}

/** Whether all pods that a workload wants are well. */
function isWhole({ kind, desired, pods }: Workload): boolean {
  const healthy = pods.filter((pod) => pod.healthy && !pod.deleting).length;
  return desired > 0 && healthy >= desired && kind !== 'Job';
}

/** Pods of a workload that were stopped on purpose lately, as events tell, where all that it wants are well again. */
function stopsOf(workload: Workload, cluster: Cluster, { eventsKeptMs }: Parameters): readonly Stop[] {
  if (!isWhole(workload)) return [];
  const scaled = cluster
    .eventsOf(workload.kind, workload.namespace, workload.name)
    .filter(({ reason, message }) => reason === 'ScalingReplicaSet' && /down/i.test(message));
  const killed = cluster
    .eventsByReason('Killing')
    .filter(
      ({ namespace, name, message }) =>
        namespace === workload.namespace &&
        name.startsWith(`${workload.name}-`) &&
        !/liveness|startup|unhealthy/i.test(message) &&
        !workload.pods.some((pod) => pod.name === name && pod.healthy),
    );
  const stops = [...killed, ...scaled].filter(({ lastMs }) => cluster.now - lastMs < eventsKeptMs);
  const several = new Set(stops.map(({ name }) => name)).size > 1;
  return stops.map((event) => ({
    firstMs: timeMs(event.first) ?? event.lastMs,
    lastMs: event.lastMs,
    several,
    told: told(event),
  }));
}

/**
 * Stops as the program itself wrote of them, where their events are gone (kube-apiserver keeps them for an hour) or were not
 * recorded: it was told to end more than once, and none of its pods is older, so that it was no probe's doing: that starts a
 * container of the same pod anew.
 */
function stopsWritten(
  workload: Workload,
  evidence: EvidenceSet,
  { now }: Cluster,
  { eventsKeptMs, onItsWayMs }: Parameters,
): readonly Stop[] {
  if (!isWhole(workload)) return [];
  return ownLines(workload, STOPPING, evidence).flatMap(({ pattern, quote }) => {
    const [first, last] = [timeMs(pattern.firstSeen), timeMs(pattern.lastSeen)];
    if (first === undefined || last === undefined || first === last || now - last >= eventsKeptMs) return [];
    const areNew = workload.pods.every(({ createdAt }) => createdAt !== undefined && createdAt >= first - onItsWayMs);
    return areNew ? [{ firstMs: first, lastMs: last, several: true, told: quote }] : [];
  });
}

/** A preStop hook, or readiness that the program itself withdraws, gives proxies time to turn away. */
function waitsBeforeItStops({ object, pods }: Workload): boolean {
  const template = fields(fields(fields(object.spec).template).spec);
  const spec = Object.keys(template).length > 0 ? template : fields(pods[0]?.object.spec);
  const containers = Array.isArray(spec.containers) ? spec.containers : [];
  return containers.some((container) => fields(fields(container).lifecycle).preStop !== undefined);
}

/** Lines of one pattern that tell of a call which ended with its server, or found it gone. */
interface EndedCalls {
  readonly entry: ServiceLogs;
  readonly pattern: LogPattern;
  readonly texts: readonly { readonly text: string; readonly gone: boolean }[];
}

/** Read once, however many workloads were rolled out. */
function endedCalls({ logs }: EvidenceSet): readonly EndedCalls[] {
  if (logs.status !== 'observed') return [];
  return logs.value.flatMap((entry) =>
    entry.patterns.flatMap((pattern) => {
      const texts = pattern.samples
        .map(({ text }) => ({ text, gone: GONE.test(text) }))
        .filter(({ text, gone }) => gone || CUT.test(text) || REFUSED.test(text));
      return texts.length === 0 ? [] : [{ entry, pattern, texts }];
    }),
  );
}

function examine(
  workload: Workload,
  stops: readonly Stop[],
  alone: boolean,
  calls: readonly EndedCalls[],
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  if (evidence.logs.status !== 'observed') return [];
  const { tool } = evidence.logs;
  const first = Math.min(...stops.map(({ firstMs }) => firstMs));
  const last = Math.max(...stops.map(({ lastMs }) => lastMs));
  const near = (time: string | undefined) => {
    const at = timeMs(time);
    return at === undefined || (at >= first - parameters.onItsWayMs && at <= last + parameters.onItsWayMs);
  };
  const names = [workload.name, workload.component.slice('service/'.length)];
  const speaksOfIt = (line: string) =>
    names.some((name) => line.includes(name)) || (alone && !cluster.pods.some((pod) => hasAddress(pod, line)));
  // One pod may go for the fault's own sake; where several went one by one, each left callers with an address of its.
  const lost = stops.some(({ several }) => several) ? [CUT, REFUSED] : [CUT];
  const hit = calls.flatMap(({ entry, pattern, texts }) => {
    if (names.includes(entry.service) || goesOnLater(pattern.lastSeen, last, parameters)) return [];
    if (!near(pattern.firstSeen) && !surgesFrom(first, pattern, evidence)) return [];
    const sample = texts.find(({ text, gone }) => (gone ? speaksOfIt(text) : isLost(text, lost, entry, names)));
    return sample === undefined
      ? []
      : [{ count: pattern.count, quote: quotePattern(entry, pattern, tool, sample.text) }];
  });
  const stop = stops.toSorted((a, b) => b.lastMs - a.lastMs)[0]!;
  // One request that was on its way as a pod ended is no trouble that anybody has.
  if (hit.reduce((sum, { count }) => sum + count, 0) < parameters.errorLines) return [];
  const what = `${workload.name} has no preStop hook, and its pods were stopped while requests still came to them`;
  return [
    {
      analyzer: 'graceful-shutdown',
      component: workload.component,
      cause: 'graceful_shutdown_missing',
      statement: `${what}.`,
      ...graded('shown', parameters),
      evidence: [
        ...hit.map(({ quote }) => quote).slice(0, 2),
        ...ownLines(workload, STOPPING, evidence)
          .map(({ quote }) => quote)
          .slice(0, 1),
        stop.told,
        seen(workload.object, what),
      ],
      onset: new Date(first).toISOString(),
      parameters: parametersOf(workload),
    },
  ];
}

/** Whether lines that trickled before come far more often from a moment on (milliseconds since 1970). */
function surgesFrom(since: number, { buckets }: LogPattern, { window }: EvidenceSet): boolean {
  if (buckets === undefined) return false;
  const end = Date.parse(window.end);
  const slice = logSliceMs(Date.parse(window.start), end, buckets.length);
  const border = Math.floor(buckets.length - (end - since) / slice);
  if (border <= 0 || border >= buckets.length) return false;
  const mean = (some: readonly number[]) => some.reduce((sum, lines) => sum + lines, 0) / some.length;
  return mean(buckets.slice(border)) >= ERROR_SURGE.factor * mean(buckets.slice(0, border));
}

/** Whether a call of the workload by name was lost in one of these ways, where this client's calls of it fail in no other. */
function isLost(line: string, ways: readonly RegExp[], { patterns }: ServiceLogs, names: readonly string[]): boolean {
  const named = names.map((name) => new RegExp(`(?:^|[^\\w-])${name}(?![\\w-])`));
  const ofIt = (text: string) => named.some((pattern) => pattern.test(text));
  const isOne = (text: string) => ways.some((way) => way.test(text));
  if (!isOne(line) || !ofIt(line)) return false;
  return patterns.every(
    ({ level, samples }) =>
      level === 'info' ||
      level === 'debug' ||
      samples.every(({ text }) => !ofIt(text) || isOne(text) || GONE.test(text)),
  );
}

/** Whether a line names the address of a pod that is there. */
function hasAddress({ object }: Pod, line: string): boolean {
  const address = fields(object.status).podIP;
  return typeof address === 'string' && line.includes(address);
}

/** Errors that go on after the rollout have another cause. */
function goesOnLater(lastSeen: string | undefined, last: number, { onItsWayMs }: Parameters): boolean {
  const at = timeMs(lastSeen);
  return at !== undefined && at > last + onItsWayMs;
}
