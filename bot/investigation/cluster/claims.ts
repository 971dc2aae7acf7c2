import { fields } from './read-objects.ts';
import type { PodSpec, Workload } from './types.ts';

/** Names of the PersistentVolumeClaims that a pod mounts. */
function claimNames(spec: PodSpec): readonly string[] {
  return spec.volumes.flatMap((volume) => {
    const name = fields(volume.persistentVolumeClaim).claimName;
    return typeof name === 'string' ? [name] : [];
  });
}

/** Claims of a workload: those its template names and those its pods mount (a StatefulSet makes one for each pod). */
export function claimsOf(workload: Workload): readonly string[] {
  return [...new Set([workload.spec, ...workload.pods.map((pod) => pod.spec)].flatMap(claimNames))];
}
