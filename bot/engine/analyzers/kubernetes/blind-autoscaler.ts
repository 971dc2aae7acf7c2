import { parseQuantity } from '../../../../schemas/quantity.ts';
import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, KubernetesObject } from '../../../domain/signals.ts';
import { graded } from '../../cluster/grading.ts';
import { fields, records } from '../../cluster/read-objects.ts';
import type { Workload } from '../../cluster/types.ts';
import { readMetrics } from '../../metric-reading/read-metrics.ts';
import { FORMAT, type Parameters } from '../../parameters.ts';
import { levelSeen } from '../metrics/evidence-text.ts';
import { isShare } from '../metrics/pressure.ts';

/**
 * Weighs that an autoscaler reads no metrics. Blindness lies dormant until there is more to do: it harms where pods use
 * more of their request than it aims at and it may still add some, however long ago it began. Under its target, or at its
 * maximum, it would have done nothing. Where use was not measured, the finding stays as it is.
 */
export function weighBlindness(
  blind: Finding,
  scaler: KubernetesObject,
  workload: Workload,
  evidence: EvidenceSet,
  parameters: Parameters,
): Finding {
  const dormant: Finding = {
    ...blind,
    grade: 'said',
    strength: parameters.saidStrength * parameters.standingShare,
  };
  const { currentReplicas } = fields(scaler.status);
  const { maxReplicas } = fields(scaler.spec);
  if (Number(currentReplicas) >= Number(maxReplicas)) return dormant;
  const target = targetOf(fields(scaler.spec));
  const busiest = busiestOf(workload, evidence);
  if (busiest === undefined || target === undefined) return blind;
  const used = `${Math.round(busiest.share)} % of their request at a target of ${target} %`;
  const cited = [...blind.evidence, levelSeen(busiest.read, `The busiest pods of ${workload.name} use ${used}.`)];
  if (busiest.share <= target) return { ...dormant, evidence: cited };
  return {
    ...blind,
    ...graded('said', parameters),
    statement: `${blind.statement.slice(0, -1)}, while its pods use ${used}.`,
    evidence: cited,
  };
}

/** The share of its processor request, in per cent, that the busiest container of a workload uses now. */
function busiestOf(workload: Workload, evidence: EvidenceSet) {
  const requests = new Map(workload.spec.containers.map(({ name, requests }) => [name, parseQuantity(requests.cpu)]));
  return readMetrics(evidence)
    .of(workload.component, 'cpu')
    .flatMap((read) => {
      const request = requests.get(read.series.labels.container ?? '');
      if (request === undefined || request <= 0 || isShare(read)) return [];
      return [{ read, share: ((read.series.last * read.meaning.scale) / request) * FORMAT.percent }];
    })
    .toSorted((a, b) => b.share - a.share)[0];
}

/** The share of the request, in per cent, that an autoscaler aims at, by either of the two ways to write it. */
export function targetOf(spec: Readonly<Record<string, unknown>>): number | undefined {
  const target =
    fields(fields(fields(records(spec.metrics)[0]).resource).target).averageUtilization ??
    spec.targetCPUUtilizationPercentage;
  return typeof target === 'number' ? target : undefined;
}
