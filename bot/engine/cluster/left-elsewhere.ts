import type { EvidenceSet } from '../../domain/signals.ts';
import { isNameServer } from '../metric-reading/owners.ts';
import type { Parameters } from '../parameters.ts';
import { callGraph } from '../propagation/call-graph.ts';
import type { Cluster } from './cluster.ts';
import { stoodBefore } from './grading.ts';
import { unreadySince } from './readiness.ts';
import { matchesLabels } from './selectors.ts';
import type { Workload } from './types.ts';

/**
 * Whether a workload has been broken all along and is nobody's concern: without a ready pod since long before the window,
 * and either outside of the namespaces that are looked at and selected by no Service, or called by none of those whose
 * calls are recorded, and not asked about. Large clusters always hold some, and nobody who complains of today depends on
 * them. The name server is everybody's concern, wherever it runs: each pod's `resolv.conf` names it (Kubernetes, "DNS for
 * Services and Pods"), and a lookup is no call that traces record.
 */
export function isLeftElsewhere(
  workload: Workload,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): boolean {
  const { pods } = workload;
  if (pods.length === 0 || pods.some(({ healthy }) => healthy) || isAskedAbout(workload, evidence)) return false;
  if (isNameServer(workload.name)) return false;
  if (!pods.every((pod) => stoodBefore(unreadySince(pod), evidence, parameters))) return false;
  return isOutside(workload, cluster, evidence) || isUncalled(workload, evidence);
}

function isOutside({ namespace, labels }: Workload, cluster: Cluster, { namespaces }: EvidenceSet): boolean {
  if (namespaces.length === 0 || namespaces.includes(namespace)) return false;
  return !cluster.services.some(
    ({ namespace: home, selector }) =>
      home === namespace && Object.keys(selector).length > 0 && matchesLabels(selector, labels),
  );
}

function isAskedAbout(workload: Workload, { target, question = '' }: EvidenceSet): boolean {
  return namesOf(workload).some((one) => one === target?.name || question.toLowerCase().includes(one.toLowerCase()));
}

/** Whether calls are recorded and none of them is this one's. */
function isUncalled(workload: Workload, evidence: EvidenceSet): boolean {
  const { topology, traces } = evidence;
  if (topology.status !== 'observed' && traces.status !== 'observed') return false;
  const graph = callGraph(evidence);
  return !namesOf(workload).some((one) => graph.callees(one).length + graph.callers(one).length > 0);
}

function namesOf({ name, component }: Workload): readonly string[] {
  return [...new Set([name, component.slice(component.indexOf('/') + 1)])];
}
