import type { Observation } from '../../domain/observation.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import { type Cluster, readCluster } from '../cluster/cluster.ts';
import { seen } from '../cluster/observe.ts';
import { transition, unreadySince } from '../cluster/readiness.ts';
import type { Workload } from '../cluster/types.ts';
import type { Parameters } from '../parameters.ts';
import { isOld, millis } from './time.ts';

/** How many of the wanted pods of a workload are ready; undefined where neither pods nor its status tell. */
export function readyOf(workload: Workload, cluster: Cluster): number | undefined {
  const status = (workload.object.status ?? {}) as Readonly<Record<string, unknown>>;
  const reported = [status.readyReplicas, status.numberReady].find((count) => typeof count === 'number');
  const listed = cluster.kinds.has('Pod') && workload.pods.length > 0;
  if (listed) return workload.pods.filter(({ healthy, deleting }) => healthy && !deleting).length;
  // A status of zero leaves the field out; one that speaks of replicas at all has been written.
  if (typeof reported === 'number') return reported;
  return typeof status.replicas === 'number' || typeof status.unavailableReplicas === 'number' ? 0 : undefined;
}

/** Long-running workloads with fewer pods ready than wanted, down to none. */
export function observeReplicas(evidence: EvidenceSet, parameters: Parameters): readonly Observation[] {
  const cluster = readCluster(evidence);
  return cluster.workloads.flatMap((workload): Observation[] => {
    if (workload.desired <= 0 || workload.kind === 'Job' || workload.kind === 'Pod') return [];
    const ready = readyOf(workload, cluster);
    if (ready === undefined || ready >= workload.desired) return [];
    const unready = workload.pods.filter(({ healthy, deleting }) => !healthy && !deleting);
    const from = unready.flatMap((pod) => unreadySince(pod) ?? []).sort()[0] ?? unavailableSince(workload);
    const text = `${ready} of ${workload.desired} wanted pods ready (${workload.pods.length} exist)`;
    const began = millis(from);
    // A rollout replaces pods one by one: what is still starting beside ready ones is no fault yet.
    const rolling = ready > 0 && began !== undefined && cluster.now - began < parameters.onItsWayMs;
    return [
      {
        kind: 'replicas',
        name: workload.kind,
        component: workload.component,
        namespace: workload.namespace,
        ...(from && { from }),
        size: { absolute: workload.desired - ready, unit: 'pods', relative: 1 - ready / workload.desired },
        evidence: [seen(workload.object, text, from)],
        class: rolling ? 'benign' : ready > 0 && isOld(from, evidence, parameters) ? 'standing' : 'relevant',
      },
    ];
  });
}

function unavailableSince(workload: Workload): string | undefined {
  return transition(workload.object.status, 'Available');
}
