import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { ChangeRecord, EvidenceSet, KubernetesObject } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, newest, onsetOf, parametersOf, seen, told } from '../../cluster/observe.ts';
import { tightensByFields } from '../../cluster/probe-in-diff.ts';
import { isMeshProbe, patience, probeFailures, probeOf } from '../../cluster/probes.ts';
import { fields, readPodSpec, timeMs } from '../../cluster/read-objects.ts';
import { revisionsOf } from '../../cluster/revisions.ts';
import type { ClusterEvent, ContainerSpec, Pod, Probe, Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { PROBE_DEFAULTS } from '../../knowledge/probe-defaults.ts';
import type { Parameters } from '../../parameters.ts';

/** So many containers killed, or failures of readiness, are more than one that hung. */
const OFTEN = 2;
/** What the kubelet writes where an answer came too late: one that came and was bad is the program's matter. */
const TOO_LATE = /deadline exceeded|timed? ?out/i;
/** What it writes of a program that does not listen yet, or no more. */
const REFUSED = /connection refused/i;

/**
 * Probes that a rollout made stricter than those of the revision before it, and that fail since for want of time. With
 * `timeoutSeconds: 1`, the default, a pause that nobody else notices fails a probe (Kubernetes, "Configure Liveness,
 * Readiness and Startup Probes").
 */
export const tightenedProbe = defineAnalyzer({
  id: 'tightened-probe',
  title: 'Probe was made stricter, and fails since',
  causes: ['liveness_probe_incorrect_timing', 'readiness_probe_incorrect_timing'],
  needs: ['objects', 'events'],
  kinds: ['ReplicaSet'],
  example:
    'A chart lowers the time-out of a liveness probe from 5 s to 1 s, and pods are killed every quarter of an hour.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const findings = cluster.workloads.flatMap((workload) => [
      ...examine(workload, cluster, parameters),
      ...toldByChange(workload, cluster, evidence, parameters),
    ]);
    return conclude(findings, `the probes of ${cluster.workloads.length} workloads and of what they were before`);
  },
});

function examine(workload: Workload, cluster: Cluster, parameters: Parameters): readonly Finding[] {
  const [now, before] = revisionsOf(workload, cluster);
  if (now === undefined || before === undefined) return [];
  const since = timeMs(now.object.metadata.creationTimestamp) ?? 0;
  const old = templateOf(before.object);
  return templateOf(now.object).flatMap((container) => {
    const was = old.find(({ name }) => name === container.name);
    return (['Liveness', 'Readiness'] as const).flatMap((kind): readonly Finding[] => {
      const [probe, earlier] = [probeOf(container, kind), was === undefined ? undefined : probeOf(was, kind)];
      if (probe === undefined || isMeshProbe(probe) || was === undefined || !isStricter(probe, earlier)) return [];
      const isHasty = kind === 'Liveness' && isHastier(probe, earlier) && isSameProgram(container, was);
      const failures = workload.pods
        .flatMap((pod) => probeFailures(pod, kind, cluster))
        .filter(({ message }) => TOO_LATE.test(message) || (isHasty && REFUSED.test(message)))
        .filter((event) => beganAfter(event, since));
      const harmed = kind === 'Liveness' ? killsOf(workload, since, cluster) : unready(workload);
      const last = newest(failures);
      if (last === undefined || harmed === undefined) return [];
      const change = `${kind.toLowerCase()} probe of ${container.name}: ${shape(earlier)} -> ${shape(probe)}`;
      return [
        {
          analyzer: 'tightened-probe',
          component: workload.component,
          cause: kind === 'Liveness' ? 'liveness_probe_incorrect_timing' : 'readiness_probe_incorrect_timing',
          ...graded('shown', parameters),
          statement: `${workload.name} fails its ${kind.toLowerCase()} probe since a rollout made that stricter.`,
          evidence: [told(last), seen(now.object, change), ...harmed],
          onset: onsetOf(failures),
          parameters: { ...parametersOf(workload), container: container.name },
        },
      ];
    });
  });
}

/** A change that speaks of a probe of a workload, though not what that was before. */
const OF_PROBE = {
  Liveness: /\bliveness(?:[ _-]?probe)?\b/i,
  Readiness: /\breadiness(?:[ _-]?probe)?\b/i,
} as const;

/**
 * Kills, or pods that are not ready, that began after a change which says that it is about that probe, for want of time
 * and not of memory.
 */
function toldByChange(
  workload: Workload,
  cluster: Cluster,
  { changes }: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  if (changes.status !== 'observed' || workload.pods.some(wasKilledForMemory)) return [];
  return (['Liveness', 'Readiness'] as const).flatMap((kind): readonly Finding[] => {
    const all = workload.pods.flatMap((pod) => probeFailures(pod, kind, cluster));
    const forWant = (one: ChangeRecord) =>
      all.filter(({ message }) => TOO_LATE.test(message) || (isOfStart(one, kind) && REFUSED.test(message)));
    const change = changes.value.find(
      (one) =>
        one.service === workload.name &&
        isOfProbe(one, workload, kind) &&
        forWant(one).length > 0 &&
        forWant(one).every((event) => beganAfter(event, Date.parse(one.timestamp))),
    );
    if (change === undefined) return [];
    const failures = forWant(change);
    const last = newest(failures)!;
    const harmed = kind === 'Liveness' ? killsOf(workload, Date.parse(change.timestamp), cluster) : unready(workload);
    if (harmed === undefined) return [];
    return [
      {
        analyzer: 'tightened-probe',
        component: workload.component,
        cause: kind === 'Liveness' ? 'liveness_probe_incorrect_timing' : 'readiness_probe_incorrect_timing',
        ...graded('shown', parameters),
        statement: `${workload.name} fails its ${kind.toLowerCase()} probe since ${change.id}, which is about that probe.`,
        evidence: [told(last), ...harmed, quoted(change, changes.tool, workload.component)],
        onset: onsetOf(failures),
        parameters: parametersOf(workload),
      },
    ];
  });
}

/** Whether a change speaks of a probe, or its diff holds what that probe has now. */
function isOfProbe({ summary, diff = '' }: ChangeRecord, workload: Workload, kind: 'Liveness' | 'Readiness'): boolean {
  return OF_PROBE[kind].test(`${summary}\n${diff}`) || tightensByFields(diff, workload, kind);
}

/** Whether a change of a liveness probe is about how long a start may take: what does not listen by then is killed. */
function isOfStart({ summary, diff = '' }: ChangeRecord, kind: 'Liveness' | 'Readiness'): boolean {
  return kind === 'Liveness' && /initialDelaySeconds|failureThreshold/.test(`${summary}\n${diff}`);
}

function quoted({ id, summary, timestamp }: ChangeRecord, tool: string, target: Component): EvidenceDraft {
  return { source: 'kubernetes', tool, target, text: `${id} of ${timestamp}: ${summary}`, observedAt: timestamp };
}

function wasKilledForMemory({ statuses }: Pod): boolean {
  return statuses.some(({ lastTerminated }) => lastTerminated?.reason === 'OOMKilled');
}

function beganAfter({ first, lastMs }: ClusterEvent, since: number): boolean {
  return (timeMs(first) ?? lastMs) >= since;
}

function templateOf({ spec }: KubernetesObject) {
  return readPodSpec(fields(fields(spec).template).spec).containers;
}

/** Whether a probe gives less time than the one before, in one respect at least, and no more in any; or was not there. */
function isStricter(probe: Probe, earlier: Probe | undefined): boolean {
  if (earlier === undefined) return true;
  const less = [
    timeout(probe) - timeout(earlier),
    tolerance(probe) - tolerance(earlier),
    delay(probe) - delay(earlier),
  ];
  return less.every((one) => one <= 0) && less.some((one) => one < 0);
}

/**
 * Whether a probe ends a start sooner than the one before: until it listens a program refuses, and is killed after that
 * many seconds (Kubernetes, "Protect slow starting containers with startup probes").
 */
function isHastier(probe: Probe, earlier: Probe | undefined): boolean {
  return earlier !== undefined && patience(probe) < patience(earlier);
}

/** Whether a rollout left what a container runs as it was, and nothing else guards its start. */
function isSameProgram(now: ContainerSpec, was: ContainerSpec): boolean {
  return now.image === was.image && now.startupProbe === undefined;
}

function delay({ initialDelaySeconds = PROBE_DEFAULTS.initialDelaySeconds }: Probe): number {
  return initialDelaySeconds;
}

function timeout({ timeoutSeconds = PROBE_DEFAULTS.timeoutSeconds }: Probe): number {
  return timeoutSeconds;
}

/** Seconds for which a probe may fail before it counts, with the API's defaults. */
function tolerance({
  periodSeconds = PROBE_DEFAULTS.periodSeconds,
  failureThreshold = PROBE_DEFAULTS.failureThreshold,
}: Probe): number {
  return periodSeconds * failureThreshold;
}

function shape(probe: Probe | undefined): string {
  if (probe === undefined) return 'none';
  return `initialDelaySeconds ${delay(probe)}, timeoutSeconds ${timeout(probe)}, periodSeconds ${probe.periodSeconds ?? PROBE_DEFAULTS.periodSeconds}, failureThreshold ${probe.failureThreshold ?? PROBE_DEFAULTS.failureThreshold}`;
}

/** What the kubelet says of the containers that it killed for it; undefined where that was once or never. */
function killsOf(workload: Workload, since: number, cluster: Cluster) {
  const kills = workload.pods
    .flatMap((pod): readonly ClusterEvent[] => cluster.eventsOf('Pod', pod.namespace, pod.name))
    .filter((event) => event.reason === 'Killing' && OF_LIVENESS.test(event.message) && beganAfter(event, since));
  const last = newest(kills);
  const times = kills.reduce((sum, { count }) => sum + count, 0);
  return last === undefined || times < OFTEN ? undefined : [told(last)];
}

const OF_LIVENESS = /failed liveness probe/i;

function unready({ pods }: Workload) {
  const bad = pods.find((pod: Pod) => pod.phase === 'Running' && !pod.deleting && !pod.healthy);
  return bad === undefined ? undefined : [seen(bad.object, `${bad.name} runs and is not ready`)];
}
