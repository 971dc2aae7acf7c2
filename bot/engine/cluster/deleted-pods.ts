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
  return stoppedSoonIn(cluster)
    .filter(({ created, killed }) => isPodOf(workload, killed) && killed.lastMs - created.lastMs < shortMs)
    .sort((a, b) => a.killed.lastMs - b.killed.lastMs);
}

const known = new WeakMap<Cluster, readonly Deleted[]>();

/** Every pod of which events tell that it was made and then stopped by nobody of the platform. Once for each cluster. */
function stoppedSoonIn(cluster: Cluster): readonly Deleted[] {
  const found = known.get(cluster) ?? stoppedSoon(cluster);
  known.set(cluster, found);
  return found;
}

function stoppedSoon(cluster: Cluster): readonly Deleted[] {
  const made = new Map<string, ClusterEvent>();
  for (const event of cluster.eventsByReason('SuccessfulCreate'))
    if (!made.has(podNamed(event))) made.set(podNamed(event), event);
  const unmade = new Set(cluster.eventsByReason('SuccessfulDelete').map(podNamed));
  return cluster.eventsByReason('Killing').flatMap((killed) => {
    const pod = `${killed.namespace} ${killed.name}`;
    const created = made.get(pod);
    if (created === undefined || killed.kind !== 'Pod' || unmade.has(pod) || PROBE.test(killed.message)) return [];
    const told = cluster.eventsOf('Pod', killed.namespace, killed.name);
    return told.some(({ reason }) => OWN_REASONS.test(reason)) ? [] : [{ created, killed }];
  });
}

/** The pod that a controller says it made or deleted, `Created pod: web-7f9c-x2x4k`, with its namespace. */
function podNamed({ namespace, message }: ClusterEvent): string {
  return `${namespace} ${message.slice(message.lastIndexOf(' ') + 1)}`;
}

function isPodOf(workload: Workload, { namespace, name }: ClusterEvent): boolean {
  return (
    namespace === workload.namespace &&
    name.startsWith(`${workload.name}-`) &&
    OF_WORKLOAD.test(name.slice(workload.name.length + 1))
  );
}
