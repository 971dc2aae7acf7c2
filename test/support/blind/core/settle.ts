import type { Any, Cluster } from './cluster.ts';
import { endpointsOf } from './machines.ts';
import { iso } from './span.ts';

/** Status follows from the pods; answers the endpoints that follow from both. */
export function settle(cluster: Cluster): Any[] {
  const ready = (p: Any): boolean => p.status.conditions.some((c: Any) => c.type === 'Ready' && c.status === 'True');
  const fits = (p: Any, selector: Any): boolean =>
    Object.entries(selector ?? {}).every(([k, v]) => p.metadata.labels[k] === v);
  for (const d of cluster.deployments) {
    const pods = cluster.podsOf(d.metadata.name);
    const up = pods.filter(ready).length;
    const fine = up >= Math.ceil(d.spec.replicas * 0.75);
    Object.assign(d.status, {
      replicas: pods.length,
      readyReplicas: up,
      ...(d.kind === 'Deployment'
        ? { availableReplicas: up, unavailableReplicas: Math.max(0, pods.length - up, d.spec.replicas - up) }
        : {}),
    });
    const available = d.status.conditions?.find((c: Any) => c.type === 'Available');
    if (available && !fine)
      Object.assign(available, {
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
        lastTransitionTime: iso(cluster.span.onset + 30),
      });
  }
  for (const d of cluster.deployments) progress(cluster, d, ready);
  for (const set of cluster.replicaSets) {
    const own = cluster.pods.filter((p) => p.metadata.ownerReferences?.[0]?.uid === set.metadata.uid);
    Object.assign(set.status, {
      replicas: own.length,
      readyReplicas: own.filter(ready).length,
      availableReplicas: own.filter(ready).length,
    });
  }
  const endpoints = cluster.services.map((s) =>
    endpointsOf(
      s,
      cluster.pods.filter(
        (p) =>
          s.spec.selector &&
          p.metadata.namespace === s.metadata.namespace &&
          fits(p, s.spec.selector) &&
          p.status.podIP,
      ),
      ready,
    ),
  );
  return endpoints;
}

/** A roll-out that got stuck, and pods that could not be created, are told by the deployment. */
function progress(cluster: Cluster, d: Any, ready: (pod: Any) => boolean): void {
  if (d.kind !== 'Deployment') return;
  const sets = cluster.replicaSets.filter((s) => s.metadata.ownerReferences[0].uid === d.metadata.uid);
  const newest = sets.at(-1);
  const own = cluster.pods.filter((p) => p.metadata.ownerReferences?.[0]?.uid === newest?.metadata.uid);
  if (sets.length > 1 && own.filter(ready).length < newest.spec.replicas) {
    Object.assign(d.status.conditions[0], {
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: `ReplicaSet "${newest.metadata.name}" has timed out progressing.`,
      lastTransitionTime: iso(cluster.span.onset + 560),
      lastUpdateTime: iso(cluster.span.onset + 560),
    });
  }
  const failed = cluster.events.find(
    (e) => e.reason === 'FailedCreate' && e.involvedObject.uid === newest?.metadata.uid,
  );
  if (!failed) return;
  const message = failed.message.replace('Error creating: ', '');
  const at = failed.firstTimestamp;
  d.status.conditions.push({
    type: 'ReplicaFailure',
    status: 'True',
    reason: 'FailedCreate',
    message,
    lastTransitionTime: at,
    lastUpdateTime: at,
  });
}
