import type { Cluster } from './cluster.ts';
import { fields, records } from './read-objects.ts';
import type { Pod, Workload } from './types.ts';

/**
 * Whether a pod that has ended badly no longer matters: its Job is still trying or has passed, or its workload has as
 * many healthy pods as it wants. Such pods stay listed until they are collected.
 */
export function isSuperseded(pod: Pod, workload: Workload, cluster: Cluster): boolean {
  if (pod.phase !== 'Failed') return false;
  const owner = (pod.object.metadata.ownerReferences ?? []).find((reference) => reference.kind === 'Job');
  const job = owner === undefined ? undefined : cluster.find('Job', pod.namespace, owner.name);
  if (job !== undefined) {
    return !records(fields(job.status).conditions).some((item) => item.type === 'Failed' && item.status === 'True');
  }
  return workload.pods.filter((other) => other.healthy && !other.deleting).length >= Math.max(1, workload.desired);
}
