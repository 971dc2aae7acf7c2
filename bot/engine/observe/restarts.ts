import type { EvidenceDraft } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import { type Cluster, readCluster } from '../cluster/cluster.ts';
import { isTroubled } from '../cluster/container-state.ts';
import { seen } from '../cluster/observe.ts';
import type { ContainerStatus, Pod } from '../cluster/types.ts';
import type { Parameters } from '../parameters.ts';
import { componentOfObject } from './place.ts';
import { isOld, isOver } from './time.ts';

/** Containers that ended and were started again, or wait to be, and what they left as last words. */
export function observeRestarts(evidence: EvidenceSet, parameters: Parameters): readonly Observation[] {
  const cluster = readCluster(evidence);
  return cluster.pods.flatMap((pod) =>
    pod.deleting || isLeftOver(pod, cluster)
      ? []
      : pod.statuses.flatMap((status) => {
          const component = componentOfObject('Pod', pod.namespace, pod.name, cluster);
          const shared = { component, namespace: pod.namespace };
          return [...restartOf(pod, status, evidence, parameters), ...wordsOf(pod, status, evidence, parameters)].map(
            (observation): Observation => ({ ...observation, ...shared }),
          );
        }),
  );
}

/** A pod that ended and was replaced, or whose Job succeeded all the same. */
function isLeftOver(pod: Pod, cluster: Cluster): boolean {
  if (pod.phase === 'Succeeded') return true;
  if (pod.phase !== 'Failed') return false;
  const workload = cluster.workloadOfPod(pod);
  if (workload === undefined) return false;
  if (workload.kind !== 'Job') return workload.pods.filter(({ healthy }) => healthy).length >= workload.desired;
  return workload.pods.some(({ phase }) => phase === 'Succeeded');
}

type Unplaced = Omit<Observation, 'component'>;

function restartOf(
  pod: Pod,
  status: ContainerStatus,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Unplaced[] {
  const ended = status.terminated ?? status.lastTerminated;
  const waiting = status.waiting?.reason;
  const stuck = waiting !== undefined && !/^(?:ContainerCreating|PodInitializing)$/.test(waiting);
  const failed = status.terminated !== undefined && (status.terminated.exitCode ?? 0) !== 0;
  if (status.restarts === 0 && !stuck && !failed) return [];
  const how =
    ended === undefined
      ? ''
      : `, last ended ${ended.finishedAt ?? ''} with ${ended.reason ?? 'Error'} (exit code ${ended.exitCode ?? '?'})`;
  const why = stuck ? `, waits: ${waiting}${status.waiting?.message ? ` (${status.waiting.message})` : ''}` : '';
  const text = `container ${status.name} restarted ${status.restarts} times${how}${why}`;
  const well = status.ready && !stuck;
  const over = isOverOf(pod, status, ended?.finishedAt, evidence, parameters);
  // What ended by itself without an error, once, and serves again was stopped or replaced, and no crash.
  const replaced = well && status.restarts === 1 && ended?.exitCode === 0;
  const old = well && (ended?.finishedAt === undefined || isOld(ended.finishedAt, evidence, parameters));
  return [
    {
      kind: 'restarts',
      name: ended?.reason ?? waiting ?? 'restarted',
      ...(ended?.finishedAt && { from: beganOf(status.restarts, ended.startedAt, ended.finishedAt) }),
      ...(over && ended?.finishedAt && { until: ended.finishedAt }),
      size: { absolute: status.restarts, unit: 'restarts' },
      evidence: [seen(pod.object, text, ended?.finishedAt)],
      class: old || replaced ? 'standing' : 'relevant',
    },
  ];
}

/**
 * Since when a container ends, RFC 3339: the run that ended last (`lastState.terminated`, Kubernetes API) began where the
 * one before it had ended; the only one that ended may have served for weeks, and nothing was wrong before its end.
 */
function beganOf(restarts: number, startedAt: string | undefined, finishedAt: string): string {
  return restarts > 1 ? (startedAt ?? finishedAt) : finishedAt;
}

/** Whether a container is well again: one that dies again and again is not before it has outlived its usual life. */
function isOverOf(
  pod: Pod,
  status: ContainerStatus,
  ended: string | undefined,
  evidence: EvidenceSet,
  parameters: Parameters,
): boolean {
  if (!status.ready || status.waiting !== undefined) return false;
  return !isTroubled(status, pod, Date.parse(evidence.asOf)) && isOver(ended, evidence, parameters);
}

/** The termination message: what a program wrote there, or the end of its log where the pod asks for that. */
function wordsOf(
  pod: Pod,
  status: ContainerStatus,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Unplaced[] {
  const ended = status.terminated ?? status.lastTerminated;
  const message = typeof ended?.message === 'string' ? ended.message.trim() : '';
  if (message === '') return [];
  const quoted: EvidenceDraft = seen(
    pod.object,
    `container ${status.name} ended saying: ${message}`,
    ended?.finishedAt,
  );
  return [
    {
      kind: 'last-words',
      name: ended?.reason ?? 'ended',
      ...(ended?.finishedAt && { from: ended.finishedAt }),
      ...(ended?.finishedAt &&
        isOverOf(pod, status, ended.finishedAt, evidence, parameters) && { until: ended.finishedAt }),
      evidence: [quoted],
      class: status.ready && isOld(ended?.finishedAt, evidence, parameters) ? 'standing' : 'relevant',
    },
  ];
}
