import type { Cluster } from './cluster.ts';
import { keyOf } from './keys.ts';
import { LATELY_MS, SAME_TIME_MS } from './parameters.ts';
import { fields, records, timeMs } from './read-objects.ts';
import { lacksPods } from './readiness.ts';
import type { ClusterEvent, Pod, Workload } from './types.ts';

/** An event by which the API server refused to let a controller create a pod (or a claim). */
export interface RefusedCreation {
  readonly event: ClusterEvent;
  readonly workload?: Workload;
  /** False when the controller has since got all that it wants: the refusal healed. */
  readonly current: boolean;
}

const CONTROLLERS = ['Deployment', 'ReplicaSet', 'ReplicationController'];
const REASONS = ['FailedCreate', 'ReplicaSetCreateError', 'FailedCreatePod', 'ProvisioningFailed'];

/** All refusals to create, each with whether its controller still lacks what it wanted. */
export function refusedCreations(cluster: Cluster): readonly RefusedCreation[] {
  const events = [...REASONS.flatMap((reason) => cluster.eventsByReason(reason)), ...keptRefusals(cluster)];
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

/** What a controller keeps of its last refusal in its own status, long after the event has expired. */
function keptRefusals(cluster: Cluster): readonly ClusterEvent[] {
  return CONTROLLERS.flatMap((kind) => cluster.ofKind(kind)).flatMap((object) =>
    records(fields(object.status).conditions)
      .filter((item) => item.type === 'ReplicaFailure' && item.status === 'True' && typeof item.message === 'string')
      .map((item) => {
        const at = typeof item.lastTransitionTime === 'string' ? item.lastTransitionTime : undefined;
        const namespace = object.metadata.namespace ?? '';
        return {
          type: 'Warning',
          reason: String(item.reason ?? 'ReplicaFailure'),
          message: String(item.message),
          kind: object.kind,
          name: object.metadata.name,
          namespace,
          count: 1,
          first: at,
          last: at,
          lastMs: timeMs(at) ?? 0,
        };
      })
      .filter((kept) => !cluster.eventsOf(kept.kind, kept.namespace, kept.name).some(({ type }) => type === 'Warning')),
  );
}

function stillLacking(event: ClusterEvent, workload: Workload | undefined, cluster: Cluster): boolean {
  const object = cluster.find(event.kind, event.namespace, event.name);
  if (object === undefined) {
    const lately = !cluster.sees(event.kind, event.namespace) && cluster.now - event.lastMs < LATELY_MS;
    if (workload !== undefined) return lately && lacksPods(workload, cluster);
    return lately && !cluster.pods.some((pod) => isOwnedBy(pod, event.name));
  }
  const success = cluster
    .eventsOf(event.kind, event.namespace, event.name)
    .filter((other) => other.reason === 'SuccessfulCreate' && other.lastMs > event.lastMs);
  const wanted = Number(fields(object.spec).replicas ?? fields(object.status).desiredNumberScheduled ?? 1);
  const have = Number(
    fields(object.status).replicas ?? fields(object.status).currentNumberScheduled ?? fields(object.status).active ?? 0,
  );
  const own = (workload?.pods ?? []).filter((pod) => isOwnedBy(pod, event.name));
  return Math.max(have, own.length) < wanted && success.length === 0;
}

function isOwnedBy(pod: Pod, controller: string): boolean {
  return (pod.object.metadata.ownerReferences ?? []).some((owner) => owner.name === controller);
}

/** The name of what an event's controller makes pods for, where it was not read: a ReplicaSet's without its hash. */
export function controllerName(event: ClusterEvent): string {
  return event.kind === 'ReplicaSet' ? event.name.replace(/-[a-z\d]{6,10}$/, '') : event.name;
}
