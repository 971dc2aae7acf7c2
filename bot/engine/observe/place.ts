import type { EvidenceSet } from '../../domain/signals.ts';
import { type Component, componentOf } from '../../domain/target.ts';
import { certificatePlace } from '../cluster/certificate-holder.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { ownName } from '../cluster/component-of.ts';
import type { Workload } from '../cluster/types.ts';
import { withoutPodSuffix } from '../metric-reading/pod-name.ts';

/** The component that an object belongs to: its workload's, its node, its namespace, or itself by name. */
export function componentOfObject(kind: string, namespace: string, name: string, cluster: Cluster): Component {
  if (kind === 'Node') return componentOf({ kind: 'node', name });
  if (kind === 'Namespace') return componentOf({ kind: 'namespace', name });
  const workload =
    cluster.workloadOf(kind, namespace, name) ??
    claimedBy(kind, namespace, name, cluster) ??
    makerOf(kind, namespace, name, cluster);
  if (workload !== undefined) return workload.component;
  const certificate = kind === 'Certificate' ? cluster.find(kind, namespace, name) : undefined;
  if (certificate !== undefined) return certificatePlace(certificate, cluster);
  return componentOf({ kind: 'service', name: ownName(kind, name) });
}

/** The workload that made a pod or ReplicaSet which is gone, by the names that controllers give. */
function makerOf(kind: string, namespace: string, name: string, cluster: Cluster): Workload | undefined {
  if (kind !== 'Pod' && kind !== 'ReplicaSet') return undefined;
  const owner = kind === 'Pod' ? withoutPodSuffix(name) : name.replace(/-[a-z\d]+$/, '');
  return cluster.workloadsByService(owner).find((workload) => workload.namespace === namespace);
}

/** The workload that mounts a claim. */
function claimedBy(kind: string, namespace: string, name: string, cluster: Cluster): Workload | undefined {
  if (kind !== 'PersistentVolumeClaim') return undefined;
  return cluster.workloads.find(
    (workload) =>
      workload.namespace === namespace &&
      workload.pods.some((pod) =>
        pod.spec.volumes.some(
          (volume) => (volume.persistentVolumeClaim as { claimName?: string } | undefined)?.claimName === name,
        ),
      ),
  );
}

/** What names no place is of the whole system: written as its one namespace, or `namespace/all`. */
export function wholeSystem(evidence: EvidenceSet): Component {
  const [only, ...others] = evidence.namespaces;
  return componentOf({ kind: 'namespace', name: only !== undefined && others.length === 0 ? only : 'all' });
}
