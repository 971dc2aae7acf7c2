import type { Finding } from '../../../domain/finding.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { isTroubled, lastLifeSeconds } from '../../cluster/container-state.ts';
import { conclude, newest, onsetOf, parametersOf, seen, told } from '../../cluster/observe.ts';
import { REPEATED } from '../../cluster/parameters.ts';
import { diedByProbe, isMeshProbe, patience, probeFailures, probeTarget } from '../../cluster/probes.ts';
import { fields, records, timeMs } from '../../cluster/read-objects.ts';
import type { ClusterEvent, ContainerSpec, ContainerStatus, Pod, Probe, Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { ENDED_FROM_OUTSIDE } from '../../knowledge/exit-codes.ts';
import { PROBE_DEFAULTS } from '../../knowledge/probe-defaults.ts';
import { FORMAT } from '../../parameters.ts';
import { STRENGTH, UNCONFIRMED_SHARE } from '../strength-parameters.ts';
import { PROBES } from './probe-parameters.ts';

/** What the kubelet writes where an answer came too late. */
const TOO_LATE = /deadline exceeded|timeout|timed out/i;

/** Probes that are right in place but not in time: liveness that kills a starting container, readiness that waits too long. */
export const probeTiming = defineAnalyzer({
  id: 'probe-timing',
  title: 'Probe is too hasty or too slow',
  causes: ['liveness_probe_incorrect_timing', 'readiness_probe_incorrect_timing', 'startup_probe_failed'],
  needs: ['objects'],
  prefers: ['events'],
  kinds: ['Pod'],
  example: 'The liveness probe gives up one second after the start, and the application needs ten.',
  analyze: (evidence) => {
    const cluster = readCluster(evidence);
    const findings = cluster.pods.flatMap((pod) => {
      const workload = cluster.workloadOfPod(pod);
      return workload === undefined
        ? []
        : pod.spec.containers.flatMap((container) => examine(pod, container, workload, cluster));
    });
    return conclude(findings, `the probe timing of ${cluster.pods.length} pods`);
  },
});

function examine(pod: Pod, container: ContainerSpec, workload: Workload, cluster: Cluster): readonly Finding[] {
  const status = pod.statuses.find((item) => item.name === container.name);
  if (status === undefined) return [];
  const found = [
    hastyLiveness(pod, container.livenessProbe, status, cluster) ??
      shortLiveness(pod, container.livenessProbe, status, cluster) ??
      unheardLiveness(pod, container, status, cluster),
    failedStartup(pod, container.startupProbe, status, cluster),
    lateReadiness(pod, container.readinessProbe, status, cluster),
  ];
  return found.flatMap((finding) =>
    finding === undefined
      ? []
      : [
          {
            analyzer: 'probe-timing',
            component: workload.component,
            ...finding,
            parameters: { ...parametersOf(workload, pod), container: container.name },
          },
        ],
  );
}

type TimingFault = Pick<Finding, 'cause' | 'statement' | 'strength' | 'evidence' | 'onset'>;

/** Killed by liveness, no earlier than the probe's patience and no later than patience and the time to stop. */
function hastyLiveness(
  pod: Pod,
  probe: Probe | undefined,
  status: ContainerStatus,
  cluster: Cluster,
): TimingFault | undefined {
  if (probe === undefined || isMeshProbe(probe) || status.restarts === 0 || !isTroubled(status, pod, cluster.now))
    return undefined;
  const failures = probeFailures(pod, 'Liveness', cluster);
  const ended = status.lastTerminated ?? status.terminated;
  const last = newest(failures);
  if (ended?.reason === 'OOMKilled') return undefined;
  const waits = patience(probe);
  if (lastLifeSeconds(status) !== undefined && !diedByProbe(probe, status)) return undefined;
  // Its events expire: an end from outside just when the patience of a hasty probe ends speaks for itself.
  const untold = last === undefined;
  if (
    untold &&
    !(waits <= PROBES.hastySeconds && ENDED_FROM_OUTSIDE.includes(ended?.exitCode ?? 0) && diedByProbe(probe, status))
  )
    return undefined;
  const what = `initialDelaySeconds ${probe.initialDelaySeconds ?? PROBE_DEFAULTS.initialDelaySeconds}, periodSeconds ${probe.periodSeconds ?? PROBE_DEFAULTS.periodSeconds}, failureThreshold ${probe.failureThreshold ?? PROBE_DEFAULTS.failureThreshold}, timeoutSeconds ${probe.timeoutSeconds ?? PROBE_DEFAULTS.timeoutSeconds}`;
  return {
    cause: 'liveness_probe_incorrect_timing',
    statement: `${pod.name} is killed by its liveness probe ${waits} s after each start, before it has started.`,
    strength:
      (waits <= PROBES.hastySeconds ? STRENGTH.conclusive : STRENGTH.arguable) * (untold ? UNCONFIRMED_SHARE : 1),
    evidence: [
      ...(last === undefined ? [] : [told(last)]),
      seen(
        pod.object,
        `liveness probe ${probeTarget(probe, pod).written}: ${what}; ${status.restarts} restarts`,
        ended?.finishedAt,
      ),
    ],
    onset: onsetOf(failures),
  };
}

/**
 * Killed by liveness again and again long after it had started, since answers came later than a probe waits that hardly
 * waits: what else makes the program slow, where that is seen, lies deeper.
 */
function shortLiveness(
  pod: Pod,
  probe: Probe | undefined,
  status: ContainerStatus,
  cluster: Cluster,
): TimingFault | undefined {
  const ended = status.lastTerminated ?? status.terminated;
  if (probe === undefined || isMeshProbe(probe) || (probe.timeoutSeconds ?? 1) > PROBES.shortTimeoutSeconds)
    return undefined;
  if (ended?.reason === 'OOMKilled' || !isTroubled(status, pod, cluster.now)) return undefined;
  const life = lastLifeSeconds(status);
  if (life === undefined || life <= patience(probe)) return undefined;
  const failures = probeFailures(pod, 'Liveness', cluster).filter(({ message }) => TOO_LATE.test(message));
  const kills = cluster
    .eventsOf('Pod', pod.namespace, pod.name)
    .filter(({ reason, message }) => reason === 'Killing' && /failed liveness probe/i.test(message));
  const [last, killed] = [newest(failures), newest(kills)];
  if (last === undefined || killed === undefined || kills.reduce((sum, { count }) => sum + count, 0) < REPEATED)
    return undefined;
  return {
    cause: 'liveness_probe_incorrect_timing',
    statement: `${pod.name} is killed by its liveness probe again and again, as answers take longer than ${probe.timeoutSeconds ?? 1} s.`,
    strength: STRENGTH.even,
    evidence: [told(last), told(killed)],
    onset: onsetOf(failures),
  };
}

/**
 * Killed by liveness again and again and never once ready, each time after exactly as many refused connections as the
 * probe bears (kubelet's prober/worker.go: `failureThreshold` in a row, counted anew with each container), at a port that the container declares: it is ended before it listens there, by the kubelet's own count.
 */
function unheardLiveness(
  pod: Pod,
  { livenessProbe: probe, ports = [] }: ContainerSpec,
  status: ContainerStatus,
  cluster: Cluster,
): TimingFault | undefined {
  if (probe === undefined || isMeshProbe(probe) || status.ready || status.restarts < REPEATED) return undefined;
  const { port, written } = probeTarget(probe, pod);
  if (!ports.some(({ containerPort }) => containerPort === port) || wasReady(pod, pod.startedAt ?? Number.NaN))
    return undefined;
  const failures = probeFailures(pod, 'Liveness', cluster);
  const refused = failures.filter(({ message }) => REFUSED.test(message));
  const kills = cluster
    .eventsOf('Pod', pod.namespace, pod.name)
    .filter(({ reason, message }) => reason === 'Killing' && /failed liveness probe/i.test(message));
  const times = (events: readonly ClusterEvent[]) => events.reduce((sum, { count }) => sum + count, 0);
  const [last, killed] = [newest(refused), newest(kills)];
  if (last === undefined || killed === undefined || refused.length < failures.length) return undefined;
  const borne = times(refused) / (probe.failureThreshold ?? PROBE_DEFAULTS.failureThreshold);
  // The life that lasts is not ended yet, though some of what it is given may be used up.
  if (times(kills) < REPEATED || borne < times(kills) || borne > times(kills) + 1) return undefined;
  return {
    cause: 'liveness_probe_incorrect_timing',
    statement: `${pod.name} is killed by its liveness probe after each start, before it listens on the port that is asked (${written}).`,
    // A declared port binds nobody: a program that listens elsewhere is killed so too.
    strength: STRENGTH.arguable,
    evidence: [told(last), told(killed)],
    onset: onsetOf(failures),
  };
}

const REFUSED = /connection refused/i;

function failedStartup(
  pod: Pod,
  probe: Probe | undefined,
  status: ContainerStatus,
  cluster: Cluster,
): TimingFault | undefined {
  if (probe === undefined || status.ready || status.restarts === 0) return undefined;
  const failures = probeFailures(pod, 'Startup', cluster);
  const last = newest(failures);
  const ended = status.lastTerminated ?? status.terminated;
  const cutOff =
    ENDED_FROM_OUTSIDE.includes(ended?.exitCode ?? 0) && ended?.reason !== 'OOMKilled' && diedByProbe(probe, status);
  if (last === undefined && !cutOff) return undefined;
  return {
    cause: 'startup_probe_failed',
    statement: `The startup probe of ${pod.name} never passes within ${patience(probe)} s, so it is started anew (${status.restarts} times).`,
    strength: last === undefined ? STRENGTH.leaning : STRENGTH.likely,
    evidence: [
      ...(last === undefined ? [] : [told(last)]),
      seen(pod.object, `startup probe ${probeTarget(probe, pod).written}`),
    ],
    onset: onsetOf(failures),
  };
}

function wasReady({ object }: Pod, started: number): boolean {
  const ready = records(fields(object.status).conditions).find(({ type }) => type === 'Ready');
  const changed = timeMs(ready?.lastTransitionTime);
  return changed !== undefined && changed - started > PROBES.readyForMs;
}

/** Failures that go on since the container started: it comes and goes, and has become no slower. */
function failedFromTheStart(failures: readonly ClusterEvent[], started: number): boolean {
  const first = timeMs(onsetOf(failures));
  const times = failures.reduce((sum, { count }) => sum + count, 0);
  return first !== undefined && first - started <= PROBES.readyForMs && times >= PROBES.oftenUnready;
}

/** Runs, is not ready, and the probe has either not begun or gives less time for an answer than one takes. */
function lateReadiness(
  pod: Pod,
  probe: Probe | undefined,
  status: ContainerStatus,
  cluster: Cluster,
): TimingFault | undefined {
  const started = timeMs(status.running?.startedAt);
  if (probe === undefined || isMeshProbe(probe) || status.ready || started === undefined || status.restarts > 0)
    return undefined;
  const failures = probeFailures(pod, 'Readiness', cluster);
  const runs = Math.round((cluster.now - started) / FORMAT.millis);
  const delay = probe.initialDelaySeconds ?? 0;
  const shape = seen(
    pod.object,
    `readiness probe ${probeTarget(probe, pod).written}: initialDelaySeconds ${delay}, periodSeconds ${probe.periodSeconds ?? PROBE_DEFAULTS.periodSeconds}, timeoutSeconds ${probe.timeoutSeconds ?? PROBE_DEFAULTS.timeoutSeconds}`,
  );
  if (failures.length === 0 && runs >= PROBES.longEnoughSeconds && delay > runs) {
    return {
      cause: 'readiness_probe_incorrect_timing',
      statement: `${pod.name} runs for ${runs} s and is not yet asked whether it is ready: the probe waits ${delay} s.`,
      strength: delay >= PROBES.longSeconds ? STRENGTH.compelling : STRENGTH.supported,
      evidence: [shape],
    };
  }
  const last = newest(failures);
  const period = probe.periodSeconds ?? PROBE_DEFAULTS.periodSeconds;
  const passesNeeded = probe.successThreshold ?? PROBE_DEFAULTS.successThreshold;
  if (runs >= PROBES.longEnoughSeconds && (period >= PROBES.longSeconds || period * passesNeeded > runs)) {
    return {
      cause: 'readiness_probe_incorrect_timing',
      statement: `${pod.name} is asked only every ${period} s whether it is ready, and must pass ${passesNeeded} in a row.`,
      strength: STRENGTH.firm,
      evidence: [shape, ...(last === undefined ? [] : [told(last)])],
      onset: onsetOf(failures),
    };
  }
  if (last === undefined || !TOO_LATE.test(last.message) || runs < PROBES.longEnoughSeconds) return undefined;
  // What passed this very probe for a while has become slower: the probe only tells so.
  if (wasReady(pod, started) && !failedFromTheStart(failures, started)) return undefined;
  return {
    cause: 'readiness_probe_incorrect_timing',
    statement: `${pod.name} does not answer its readiness probe within ${probe.timeoutSeconds ?? 1} s.`,
    strength: probeFailures(pod, 'Liveness', cluster).length === 0 ? STRENGTH.moderate : STRENGTH.guarded,
    evidence: [told(last), shape],
    onset: onsetOf(failures),
  };
}
