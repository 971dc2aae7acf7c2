import type { Component } from '../../domain/target.ts';
import type { Cluster } from './cluster.ts';
import type { Pod } from './types.ts';

/** Components with a pod on the node. */
export function servicesOnNode(name: string, cluster: Cluster): readonly Component[] {
  return componentsOf(cluster.podsOnNode(name), cluster);
}

/** Components with a pod that has no node. */
export function servicesWaitingForNode(cluster: Cluster): readonly Component[] {
  return componentsOf(
    cluster.pods.filter((pod) => pod.phase === 'Pending' && pod.node === undefined),
    cluster,
  );
}

function componentsOf(pods: readonly Pod[], cluster: Cluster): readonly Component[] {
  return [...new Set(pods.flatMap((pod) => cluster.workloadOfPod(pod)?.component ?? []))];
}
