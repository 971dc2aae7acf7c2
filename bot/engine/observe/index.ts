import type { Finding } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import type { Parameters } from '../parameters.ts';
import { observeAlerts } from './alerts.ts';
import { observeConditions } from './conditions.ts';
import { setAsideElsewhere } from './elsewhere.ts';
import { observeEvents } from './events.ts';
import { observeSymptoms } from './findings.ts';
import { observeLogErrors } from './log-errors.ts';
import { observeReplicas } from './replicas.ts';
import { observeRestarts } from './restarts.ts';
import { observeSeries } from './series.ts';
import { observeServiceLevels } from './service-levels.ts';
import { observeSpells } from './spells.ts';

/**
 * What is out of order, whatever its cause: generic readings of each source, then the symptoms that analyzers report.
 * Empty for a source that was not read. Classes are those of the whole system; `reach` decides what touches a target.
 */
export function observe(
  evidence: EvidenceSet,
  findings: readonly Finding[],
  parameters: Parameters,
): readonly Observation[] {
  const spells = observeSpells(evidence, parameters);
  // Of what comes back like a clock, one spell is measured as a shift that is over.
  const isSpell = ({ kind, component }: Observation) =>
    kind === 'latency' && spells.some((one) => one.component === component);
  const observations = [
    ...observeReplicas(evidence, parameters),
    ...observeConditions(evidence, parameters),
    ...observeRestarts(evidence, parameters),
    ...observeEvents(evidence, parameters),
    ...observeAlerts(evidence, parameters),
    ...spells,
    ...observeServiceLevels(evidence, parameters).filter((one) => !isSpell(one)),
    ...observeSeries(evidence, parameters),
    ...observeLogErrors(evidence, parameters),
    ...observeSymptoms(findings, evidence, parameters),
  ];
  return setAsideElsewhere(observations, evidence, parameters);
}
