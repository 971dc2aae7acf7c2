import type { Cluster } from './cluster.ts';
import { fields, records, text } from './read-objects.ts';
import type { Pod, Workload } from './types.ts';

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

/** RFC 3339: since when a pod is not ready, by its condition, else since it was made; undefined where neither is known. */
export function unreadySince({ object }: Pod): string | undefined {
  return transition(object.status, 'Ready') ?? object.metadata.creationTimestamp;
}

/** When a condition of a status became false; undefined where it is not, or has no time. */
export function transition(status: unknown, type: string): string | undefined {
  const found = records(fields(status).conditions).find((one) => one.type === type && one.status === 'False');
  return text(found?.lastTransitionTime);
}
