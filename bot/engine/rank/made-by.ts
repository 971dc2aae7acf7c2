import type { KubernetesObject } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import type { Cluster } from '../cluster/cluster.ts';

/** The tool that manages an application's operation (kubernetes.io, "Recommended Labels"). */
const MANAGED_BY = 'app.kubernetes.io/managed-by';

/**
 * The program that makes a pod which no controller owns, where the pod says so and the program runs in its namespace: CI
 * runners, notebook hubs and workflow engines start one for each piece of work, under a name that nobody knows it by. What
 * keeps such pods from starting is felt, and put right, there. Undefined for tools outside, such as Helm.
 */
export function makerOfPod({ kind, metadata }: KubernetesObject, cluster: Cluster): Component | undefined {
  const { labels, namespace, ownerReferences = [] } = metadata;
  const maker = labels?.[MANAGED_BY];
  if (kind !== 'Pod' || ownerReferences.length > 0 || maker === undefined) return undefined;
  const isMaker = (one: Cluster['workloads'][number]) => one.kind !== 'Pod' && one.namespace === namespace;
  return cluster.workloadsByService(maker).find(isMaker)?.component;
}
