import type { Cluster } from './cluster.ts';
import type { ClusterEvent, Workload } from './types.ts';

/** What the kubelet, the scheduler and controllers say of a pod that they end themselves. */
const OWN_REASONS =
  /^(?:Unhealthy|Evicted|Preempted|TaintManagerEviction|OOMKilling|BackOff|NodeNotReady|Failed|ExceededGracePeriod)$/;
/** A pod's name behind that of its workload: a hash and five letters, five letters, or a number. */
const OF_WORKLOAD = /^(?:[a-z\d]{6,10}-)?[a-z\d]{1,5}$/;
const PROBE = /liveness|startup|unhealthy/i;

/** A pod that was made and stopped again within what events tell. */
export interface Deleted {
  readonly created: ClusterEvent;
  readonly killed: ClusterEvent;
}

/**
 * Pods of a workload that its controller made and that were stopped soon after, though no probe failed, nothing evicted
 * them and their controller did not want fewer (it says `SuccessfulDelete` of those): somebody deletes them, and each is
 * made anew. Only those that lived for less than `shortMs`: what goes every quarter of an hour is a schedule, and a rollout
 * stops pods that were made before it. Oldest first; empty where events tell of none.
 */
export function deletionsOf(workload: Workload, cluster: Cluster, shortMs: number): readonly Deleted[] {
  if (workload.kind === 'Job' || workload.kind === 'Pod') return [];
  const isOwn = ({ namespace, name }: ClusterEvent) =>
    namespace === workload.namespace &&
    name.startsWith(`${workload.name}-`) &&
    OF_WORKLOAD.test(name.slice(workload.name.length + 1));
  const made = cluster.eventsByReason('SuccessfulCreate').filter(({ namespace }) => namespace === workload.namespace);
  const unmade = cluster.eventsByReason('SuccessfulDelete').filter(({ namespace }) => namespace === workload.namespace);
  return cluster
    .eventsByReason('Killing')
    .filter((event) => event.kind === 'Pod' && isOwn(event) && !PROBE.test(event.message))
    .flatMap((killed) => {
      const created = made.find(({ message }) => message.endsWith(` ${killed.name}`));
      const isWanted = unmade.some(({ message }) => message.endsWith(` ${killed.name}`));
      const isOfPlatform = cluster
        .eventsOf('Pod', killed.namespace, killed.name)
        .some(({ reason }) => OWN_REASONS.test(reason));
      const livedOn = created !== undefined && killed.lastMs - created.lastMs >= shortMs;
      return created === undefined || livedOn || isWanted || isOfPlatform ? [] : [{ created, killed }];
    })
    .sort((a, b) => a.killed.lastMs - b.killed.lastMs);
}
