import type { Observation } from '../../domain/observation.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import { readCluster } from '../cluster/cluster.ts';
import { isLeftElsewhere } from '../cluster/left-elsewhere.ts';
import type { Parameters } from '../parameters.ts';

/** The observations, those of workloads that other people left broken as standing. */
export function setAsideElsewhere(
  observations: readonly Observation[],
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Observation[] {
  const cluster = readCluster(evidence);
  return observations.map((one) => {
    if (one.class !== 'relevant' || !one.component.startsWith('service/')) return one;
    const workloads = cluster.workloadsByService(one.component.slice('service/'.length));
    const isLeft =
      workloads.length > 0 && workloads.every((workload) => isLeftElsewhere(workload, cluster, evidence, parameters));
    return isLeft ? { ...one, class: 'standing' } : one;
  });
}
