import type { EvidenceSet } from '../../domain/signals.ts';
import type { Parameters } from '../parameters.ts';
import type { Cluster } from './cluster.ts';
import { stoodBefore } from './grading.ts';
import { unreadySince } from './readiness.ts';
import { matchesLabels } from './selectors.ts';
import type { Workload } from './types.ts';

/**
 * Whether a workload is other people's and has been broken all along: outside of the namespaces that are looked at, selected
 * by no Service, and without a ready pod since long before the window. Large clusters always hold some, and nobody who
 * complains of today depends on them. False where no namespace was asked for.
 */
export function isLeftElsewhere(
  { namespace, pods, labels }: Workload,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): boolean {
  if (evidence.namespaces.length === 0 || evidence.namespaces.includes(namespace) || pods.length === 0) return false;
  const isServed = cluster.services.some(
    ({ namespace: home, selector }) =>
      home === namespace && Object.keys(selector).length > 0 && matchesLabels(selector, labels),
  );
  return !isServed && pods.every((pod) => !pod.healthy && stoodBefore(unreadySince(pod), evidence, parameters));
}
