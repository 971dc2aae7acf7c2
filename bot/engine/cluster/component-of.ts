import { type Component, componentOf } from '../../domain/target.ts';
import { usersOfClaim } from './claims.ts';
import type { Cluster } from './cluster.ts';
import { lacksPods } from './readiness.ts';
import type { ClusterEvent, Workload } from './types.ts';

/** What an object or event is about: its component, and the workload where there is one. */
export interface Place {
  readonly component: Component;
  readonly workload?: Workload;
}

/**
 * The component of an object that an event or condition names, also where the object itself was not read: a pod's is its
 * workload's (its name without the controllers' suffixes), a claim's the workload that mounts it, a node's or namespace's
 * its own; anything else is named as it is.
 */
export function placeOf(kind: string, namespace: string, name: string, cluster: Cluster): Place {
  if (kind === 'Node') return { component: componentOf({ kind: 'node', name }) };
  if (kind === 'Namespace') return { component: componentOf({ kind: 'namespace', name }) };
  const workload =
    cluster.workloadOf(kind, namespace, name) ??
    (kind === 'PersistentVolumeClaim' ? usersOfClaim(namespace, name, cluster)[0] : undefined) ??
    cluster.workloadsByService(ownName(kind, name)).find((one) => one.namespace === namespace);
  if (workload !== undefined) return { component: workload.component, workload };
  return { component: componentOf({ kind: 'service', name: ownName(kind, name) }) };
}

/** Whether what an event speaks of is still in trouble: its pod or workload is, or it was said within `within` ms. */
export function isCurrent(event: ClusterEvent, cluster: Cluster, within: number): boolean {
  if (event.kind === 'Pod') {
    const pod = cluster.find('Pod', event.namespace, event.name);
    const workload = cluster.workloadOf('Pod', event.namespace, event.name);
    if (pod !== undefined) return !cluster.pods.some((one) => one.object === pod && one.healthy);
    if (workload !== undefined) return lacksPods(workload, cluster);
  }
  return cluster.now - event.lastMs < within;
}

/** Suffixes that controllers give: a template's hash (which holds a digit), and five letters without vowels. */
const HASH = String.raw`-(?=[a-z]*\d)[a-z\d]{6,10}`;
const OF_REPLICA_SET = new RegExp(`${HASH}$`);
const OF_POD = new RegExp(String.raw`${HASH}-[a-z\d]{5}$|-[bcdfghjklmnpqrstvwxz2456789]{5}$|-\d+$`);

/** `web` of the pod `web-6d5f9c7b8d-x2x4z`, the ReplicaSet `web-6d5f9c7b8d` and the pod `web-0`. */
export function ownName(kind: string, name: string): string {
  if (kind === 'ReplicaSet') return name.replace(OF_REPLICA_SET, '');
  return kind === 'Pod' ? name.replace(OF_POD, '') : name;
}
