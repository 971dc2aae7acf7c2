import type { Cluster } from './cluster.ts';
import { fields } from './read-objects.ts';
import type { Workload } from './types.ts';

/**
 * How many pods of a workload are ready: counted where the pods of its namespace were read, else as its controller
 * counts them. Undefined where neither tells, which is not "none".
 */
export function readyPods(workload: Workload, cluster: Cluster): number | undefined {
  if (workload.pods.length > 0 || cluster.sees('Pod', workload.namespace))
    return workload.pods.filter((pod) => pod.healthy && !pod.deleting).length;
  const status = fields(workload.object.status);
  const counted = status.readyReplicas ?? status.numberReady;
  if (counted !== undefined) return Number(counted);
  // Controllers leave a count of none out, once they have counted at all.
  return status.observedGeneration !== undefined || status.unavailableReplicas !== undefined ? 0 : undefined;
}

/** Whether a workload is known to have fewer ready pods than it wants. */
export function lacksPods(workload: Workload, cluster: Cluster): boolean {
  const ready = readyPods(workload, cluster);
  return ready !== undefined && ready < workload.desired;
}
