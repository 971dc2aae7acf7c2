import type { Finding } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import type { Parameters } from '../parameters.ts';
import { isOld } from './time.ts';

/** Analyzers whose symptoms are observed here already. */
const OBSERVED: ReadonlySet<string> = new Set(['firing-alerts', 'workload-down']);

/** Symptoms that analyzers report without a cause, from `symptomAt` on. */
export function observeSymptoms(
  findings: readonly Finding[],
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Observation[] {
  return findings.flatMap((finding): Observation[] => {
    if (finding.cause !== undefined || finding.strength < parameters.symptomAt) return [];
    if (OBSERVED.has(finding.analyzer) || finding.evidence.length === 0) return [];
    return [
      {
        kind: 'symptom',
        name: finding.analyzer,
        component: finding.component,
        ...(finding.onset && { from: finding.onset }),
        evidence: finding.evidence,
        class: isOld(finding.onset, evidence, parameters) ? 'standing' : 'relevant',
      },
    ];
  });
}
