import type { Finding } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { readCluster } from '../cluster/cluster.ts';
import { isLeftElsewhere } from '../cluster/left-elsewhere.ts';
import type { Parameters } from '../parameters.ts';

/** The observations, those of workloads that other people left broken as standing. */
export function setAsideElsewhere(
  observations: readonly Observation[],
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Observation[] {
  const isLeft = leftElsewhere(evidence, parameters);
  return observations.map((one) =>
    one.class === 'relevant' && isLeft(one.component) ? { ...one, class: 'standing' } : one,
  );
}

/** The findings, those about workloads that other people left broken with the share of belief that old states keep. */
export function weighElsewhere(
  findings: readonly Finding[],
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  const isLeft = leftElsewhere(evidence, parameters);
  return findings.map((one) =>
    one.cause !== undefined && isLeft(one.component)
      ? { ...one, strength: one.strength * parameters.standingShare }
      : one,
  );
}

/** Whether all workloads of a component have been left broken; false for what is no workload's. */
function leftElsewhere(evidence: EvidenceSet, parameters: Parameters): (component: Component) => boolean {
  const cluster = readCluster(evidence);
  return (component) => {
    if (!component.startsWith('service/')) return false;
    const workloads = cluster.workloadsByService(component.slice('service/'.length));
    return (
      workloads.length > 0 && workloads.every((workload) => isLeftElsewhere(workload, cluster, evidence, parameters))
    );
  };
}
