import type { Cluster } from './cluster.ts';
import { push } from './keys.ts';
import { fields } from './read-objects.ts';
import type { PodSpec, Workload } from './types.ts';

/** Names of the PersistentVolumeClaims that a pod mounts. */
function claimNames(spec: PodSpec): readonly string[] {
  return spec.volumes.flatMap((volume) => {
    const name = fields(volume.persistentVolumeClaim).claimName;
    return typeof name === 'string' ? [name] : [];
  });
}

const users = new WeakMap<Cluster, Map<string, Workload[]>>();

/** The workloads that mount a claim; indexed at the first call. */
export function usersOfClaim(namespace: string, name: string, cluster: Cluster): readonly Workload[] {
  let index = users.get(cluster);
  if (index === undefined) {
    index = new Map();
    for (const workload of cluster.workloads) {
      for (const claim of claimsOf(workload)) push(index, `${workload.namespace}/${claim}`, workload);
    }
    users.set(cluster, index);
  }
  return index.get(`${namespace}/${name}`) ?? [];
}

/** Claims of a workload: those its template names and those its pods mount (a StatefulSet makes one for each pod). */
export function claimsOf(workload: Workload): readonly string[] {
  return [...new Set([workload.spec, ...workload.pods.map((pod) => pod.spec)].flatMap(claimNames))];
}
