import type { Measured } from '../../domain/observation.ts';
import type { Sli } from '../../domain/service-level.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import { type Component, componentOf } from '../../domain/target.ts';
import { readCluster } from '../cluster/cluster.ts';
import { isLeftElsewhere } from '../cluster/left-elsewhere.ts';
import type { ComplaintKind } from '../knowledge/complaint-words.ts';
import { readyOf } from '../observe/replicas.ts';
import { componentOfSli, latenciesAlone, sliFigure, sliInWords } from '../observe/service-levels.ts';
import type { Parameters } from '../parameters.ts';
import { namesIt } from './complaint.ts';
import { deliveries } from './deliveries.ts';
import { instances, isSteady, lag, probedLatency, probes, readiness, type Scope } from './levels.ts';
import { isWithoutKubernetes } from './platform.ts';

/** What one kind of complaint needs measured: any one of these readings answers it. */
const ANSWERS: Readonly<Record<ComplaintKind, readonly Reading[]>> = {
  latency: [latency, latencyAlone, tracedLatency, probedLatency],
  errors: [errorRatio, tracedErrors, loggedErrors, deliveries],
  availability: [replicas, instances, readiness, errorRatio, probes, deliveries],
  restarts: [restarts],
  late: [lag, deliveries],
  expiry: [],
  rollout: [replicas, instances, servedSince],
};

type Reading = (scope: Scope) => readonly Measured[];

export interface Measurement {
  readonly measured: readonly Measured[];
  /** What was complained of, or matters without a complaint, and was not measured. */
  readonly missing: readonly (ComplaintKind | 'telemetry')[];
}

/**
 * The figures that answer the complaint: its own signal's; without a complaint, wanted replicas, the alerts, and requests,
 * errors or latency, by metrics, traces or logs. What could not be measured is `missing`, and nothing is called healthy.
 */
export function measure(
  evidence: EvidenceSet,
  complaint: ReadonlySet<ComplaintKind>,
  asked: Component | undefined,
  parameters: Parameters,
): Measurement {
  const scope: Scope = { evidence, parameters, has: (component) => asked === undefined || component === asked };
  if (asked?.startsWith('node/')) return measureNode(asked, scope);
  const answered = [...complaint].map((kind) => [kind, ANSWERS[kind].flatMap((reading) => reading(scope))] as const);
  const missing: (ComplaintKind | 'telemetry')[] = answered.flatMap(([kind, readings]) =>
    readings.length === 0 ? [kind] : [],
  );
  const general = [...replicas(scope), ...instances(scope), ...readiness(scope), ...alerts(scope), ...probes(scope)];
  const red = [latency, latencyAlone, errorRatio, tracedLatency, tracedErrors, loggedErrors, deliveries].flatMap(
    (reading) => reading(scope),
  );
  if (complaint.size === 0 && red.length === 0) missing.push('telemetry');
  const all = [...answered.flatMap(([, readings]) => readings), ...general, ...red];
  return {
    measured: [...new Map(all.map((one) => [one.text, one])).values()].slice(0, parameters.measuredShown),
    missing,
  };
}

/** The first reading of a signal of one component that answers one kind of complaint; undefined where it was not measured. */
export function readingOf(
  kind: ComplaintKind,
  signal: string,
  component: Component,
  evidence: EvidenceSet,
  parameters: Parameters,
): Measured | undefined {
  const scope: Scope = { evidence, parameters, has: (one) => one === component };
  for (const reading of ANSWERS[kind]) {
    const found = reading(scope).find((one) => one.signal === signal);
    if (found !== undefined) return found;
  }
  return undefined;
}

function measureNode(node: Component, { evidence }: Scope): Measurement {
  const name = node.slice('node/'.length);
  const found = readCluster(evidence).node(name);
  const ready = found?.conditions.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'True') return { measured: [], missing: ['availability'] };
  const others = found?.conditions.filter(({ type, status }) => type !== 'Ready' && status === 'True') ?? [];
  const text = `Node ${name} is Ready, ${others.length === 0 ? 'without pressure' : others.map(({ type }) => type).join(', ')}.`;
  return { measured: [{ component: node, signal: 'conditions', text }], missing: [] };
}

function sli(scope: Scope, indicator: Sli['indicator'], keep: (sli: Sli) => boolean): readonly Measured[] {
  if (scope.evidence.slis?.status !== 'observed') return [];
  const all = scope.evidence.slis.value.items.filter(
    // Where nothing was asked, nothing was measured.
    (one) => one.indicator === indicator && one.requests !== 0 && scope.has(componentOfSli(one)) && keep(one),
  );
  return [...worstOfEach(all)].map((one) => ({
    component: componentOfSli(one),
    signal: indicator === 'error_ratio' ? 'error-ratio' : indicator,
    value: one.last,
    unit: one.unit,
    text: `${sliInWords({ ...one, onset: undefined, value: one.last })}${rangeOf(one)}.`,
  }));
}

/** One figure a service: its own side, a high quantile, the largest. */
function worstOfEach(all: readonly Sli[]): Iterable<Sli> {
  const rank = ({ side, statistic }: Sli) => (side === 'server' ? 2 : 0) + (statistic === 'p95' ? 1 : 0);
  const best = new Map<Component, Sli>();
  for (const one of all) {
    const key = componentOfSli(one);
    const known = best.get(key);
    if (known === undefined || rank(one) > rank(known) || (rank(one) === rank(known) && one.last > known.last))
      best.set(key, one);
  }
  return [...best.values()].sort((a, b) => b.last - a.last);
}

function rangeOf({ course, unit }: Sli): string {
  const figures = course.map(([, figure]) => figure);
  if (figures.length === 0) return '';
  return ` (${sliFigure(Math.min(...figures), unit)} to ${sliFigure(Math.max(...figures), unit)} over the window)`;
}

function latency(scope: Scope): readonly Measured[] {
  return sli(scope, 'latency', () => true);
}

/** Latencies that no indicator tells of, steady to the end. */
function latencyAlone(scope: Scope): readonly Measured[] {
  const all = latenciesAlone(scope.evidence).filter(({ component }) => scope.has(component));
  // Where a complaint names somebody whose answers are timed, nobody else's answer it.
  const named = all.filter(({ component }) => namesIt(scope.evidence.question, component));
  return (named.length > 0 ? named : all)
    .filter(({ series }) => isSteady(series))
    .map(({ series, meaning, component }) => {
      const [last, least, most] = [series.last, series.recent?.min ?? series.min, series.recent?.max ?? series.max].map(
        (value) => sliFigure(value * meaning.scale, 's'),
      );
      const name = component.slice(component.indexOf('/') + 1);
      const statistic = series.meaning?.statistic === undefined ? '' : `${series.meaning.statistic} `;
      return {
        component,
        signal: 'latency',
        value: series.last * meaning.scale,
        unit: 's',
        text: `${name}: ${statistic}latency ${last} (${least} to ${most} over the window).`,
      };
    });
}

function errorRatio(scope: Scope): readonly Measured[] {
  return sli(scope, 'error_ratio', ({ last }) => last < scope.parameters.errorRatioAlone);
}

/**
 * How requests fare after a rollout where no replicas are counted, on machines: a release is judged by the service's own
 * indicators (Google, "The Site Reliability Workbook", Canarying Releases: error rate and latency).
 */
function servedSince(scope: Scope): readonly Measured[] {
  if (!isWithoutKubernetes(scope.evidence)) return [];
  const [failed, timed] = [errorRatio(scope), latency(scope)];
  return failed.length > 0 && timed.length > 0 ? [...failed, ...timed] : [];
}

function tracedLatency(scope: Scope): readonly Measured[] {
  return edgesOf(scope).map(({ callee, operation, p50Ms, p99Ms, calls }) => ({
    component: componentOf({ kind: 'service', name: callee }),
    signal: 'latency',
    value: p99Ms,
    unit: 'ms',
    text: `${callee} ${operation}: p50 ${Math.round(p50Ms)} ms, p99 ${Math.round(p99Ms)} ms over ${calls} traced calls.`,
  }));
}

function tracedErrors(scope: Scope): readonly Measured[] {
  return edgesOf(scope)
    .filter(({ errors, calls }) => errors <= scope.parameters.errorRatioRise * calls)
    .map(({ callee, operation, errors, calls }) => ({
      component: componentOf({ kind: 'service', name: callee }),
      signal: 'error-ratio',
      value: errors / Math.max(1, calls),
      unit: 'ratio',
      text: `${callee} ${operation}: ${errors} of ${calls} traced calls failed.`,
    }));
}

function edgesOf({ evidence, has }: Scope) {
  if (evidence.traces.status !== 'observed') return [];
  return [...evidence.traces.value]
    .filter(({ callee, calls }) => calls > 0 && has(componentOf({ kind: 'service', name: callee })))
    .sort((a, b) => b.calls - a.calls)
    .slice(0, 2);
}

/** Share of error lines where programs write levels: no request rate, but what people look at without metrics. */
function loggedErrors({ evidence, has, parameters }: Scope): readonly Measured[] {
  if (evidence.logs.status !== 'observed') return [];
  const read = evidence.logs.value.filter(
    ({ service, lines }) => lines > 0 && has(componentOf({ kind: 'service', name: service })),
  );
  const lines = read.reduce((sum, logs) => sum + logs.lines, 0);
  const errors = read.reduce((sum, { levels }) => sum + (levels.error ?? 0) + (levels.fatal ?? 0), 0);
  if (lines === 0 || errors > parameters.errorShare * lines) return [];
  const whose = read.length === 1 ? read[0]!.service : `${read.length} services`;
  return [
    {
      component: componentOf({ kind: 'service', name: read[0]!.service }),
      signal: 'log-errors',
      value: errors / lines,
      unit: 'ratio',
      text: `Logs of ${whose}: ${errors} of ${lines} lines are errors.`,
    },
  ];
}

function replicas({ evidence, has, parameters }: Scope): readonly Measured[] {
  const cluster = readCluster(evidence);
  const served = cluster.workloads.filter(
    (workload) =>
      workload.desired > 0 &&
      workload.kind !== 'Job' &&
      has(workload.component) &&
      !isLeftElsewhere(workload, cluster, evidence, parameters),
  );
  const counted = served.map((workload) => [workload, readyOf(workload, cluster)] as const);
  if (counted.length === 0 || counted.some(([workload, ready]) => ready === undefined || ready < workload.desired))
    return [];
  const [first] = counted;
  const pods = counted.reduce((sum, [, ready]) => sum + (ready ?? 0), 0);
  const whose = counted.length === 1 ? first![0].name : `${counted.length} workloads`;
  return [
    {
      component: first![0].component,
      signal: 'replicas',
      value: pods,
      unit: 'pods',
      text: `${whose}: all ${pods} wanted pods are ready.`,
    },
  ];
}

function restarts({ evidence, has, parameters }: Scope): readonly Measured[] {
  const { pods, now, workloadOfPod } = readCluster(evidence);
  const watched = pods.filter((pod) => has(workloadOfPod(pod)?.component ?? `service/${pod.name}`));
  if (watched.length === 0) return [];
  const recent = watched.some((pod) =>
    pod.statuses.some(({ lastTerminated, terminated, waiting }) => {
      const at = Date.parse(lastTerminated?.finishedAt ?? '');
      return waiting !== undefined || (terminated?.exitCode ?? 0) !== 0 || at > now - parameters.complaintDelayMs;
    }),
  );
  if (recent) return [];
  const text = `No container of ${watched.length} pods ended in the last hour.`;
  return [
    {
      component: workloadOfPod(watched[0]!)?.component ?? 'service/all',
      signal: 'restarts',
      value: 0,
      unit: 'restarts',
      text,
    },
  ];
}

function alerts({ evidence, has }: Scope): readonly Measured[] {
  if (evidence.alerts.status !== 'observed' || !has('namespace/all')) return [];
  const count = evidence.alerts.value.filter(({ state }) => state !== 'resolved').length;
  if (count > 0) return [];
  return [{ component: 'namespace/all', signal: 'alerts', value: 0, unit: 'alerts', text: 'No alert fires.' }];
}
