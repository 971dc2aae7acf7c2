import type { Cluster } from './cluster.ts';
import { keyOf } from './keys.ts';
import { fields } from './read-objects.ts';
import type { ClusterEvent, Workload } from './types.ts';

/** An event by which the API server refused to let a controller create a pod (or a claim). */
export interface RefusedCreation {
  readonly event: ClusterEvent;
  readonly workload?: Workload;
  /** False when the controller has since got all that it wants: the refusal healed. */
  readonly current: boolean;
}

const REASONS = ['FailedCreate', 'ReplicaSetCreateError', 'FailedCreatePod', 'ProvisioningFailed'];

/** A controller is refused for one reason at a time; older words than this before its newest are past. */
const SAME_TIME_MS = 60_000;

/** All refusals to create, each with whether its controller still lacks what it wanted. */
export function refusedCreations(cluster: Cluster): readonly RefusedCreation[] {
  const events = REASONS.flatMap((reason) => cluster.eventsByReason(reason));
  const newest = new Map<string, number>();
  for (const event of events) {
    const key = keyOf(event.kind, event.namespace, event.name);
    newest.set(key, Math.max(newest.get(key) ?? 0, event.lastMs));
  }
  return events.map((event) => {
    const workload = cluster.workloadOf(event.kind, event.namespace, event.name);
    const past = event.lastMs < (newest.get(keyOf(event.kind, event.namespace, event.name)) ?? 0) - SAME_TIME_MS;
    return { event, workload, current: !past && stillLacking(event, workload, cluster) };
  });
}

function stillLacking(event: ClusterEvent, workload: Workload | undefined, cluster: Cluster): boolean {
  const object = cluster.find(event.kind, event.namespace, event.name);
  if (object === undefined) return workload === undefined && !cluster.kinds.has(event.kind);
  const success = cluster
    .eventsOf(event.kind, event.namespace, event.name)
    .filter((other) => other.reason === 'SuccessfulCreate' && other.lastMs > event.lastMs);
  const wanted = Number(fields(object.spec).replicas ?? fields(object.status).desiredNumberScheduled ?? 1);
  const have = Number(
    fields(object.status).replicas ?? fields(object.status).currentNumberScheduled ?? fields(object.status).active ?? 0,
  );
  const own = (workload?.pods ?? []).filter((pod) =>
    (pod.object.metadata.ownerReferences ?? []).some((owner) => owner.name === event.name),
  );
  return Math.max(have, own.length) < wanted && success.length === 0;
}
