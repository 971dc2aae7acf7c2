import type { Finding } from '../../../domain/finding.ts';
import type { Sli } from '../../../domain/service-level.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { ownErrorsOf } from '../../log-reading/own-errors.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import { componentOfSli, sliInWords } from '../../observe/service-levels.ts';
import { FORMAT, type Parameters } from '../../parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';

/**
 * Requests that a service fails, and an error of its own code for each of them: the log and the counters tell of the same
 * failures, and those are the program's own. A caught error that harms no request is counted in the log alone, and a failing
 * call is no error of its own.
 */
export const ownFailures = defineAnalyzer({
  id: 'own-failures',
  title: 'Requests fail in the program itself',
  causes: ['application_error'],
  needs: ['logs'],
  example: '52 requests of payments failed since 10:02, and it wrote 49 times that a property of undefined was read.',
  analyze: (evidence, parameters) => {
    const failing = failingServices(evidence, parameters);
    const findings = failing.flatMap((sli) => findingOf(sli, evidence, parameters) ?? []);
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${failing.length} services whose requests fail` };
  },
});

/** The share of failed requests of each service where it rose and enough of them were counted. */
function failingServices(evidence: EvidenceSet, parameters: Parameters): readonly Sli[] {
  const items = evidence.slis?.status === 'observed' ? evidence.slis.value.items : [];
  return items.filter(
    ({ indicator, side, direction, onset, failed = 0 }) =>
      indicator === 'error_ratio' &&
      side === 'server' &&
      direction === 'up' &&
      onset !== undefined &&
      failed >= parameters.failedRequests,
  );
}

function findingOf(sli: Sli, evidence: EvidenceSet, { ownFailuresShare, onsetSteps }: Parameters): Finding | undefined {
  const component = componentOfSli(sli);
  const since = Date.parse(sli.onset!) - onsetSteps * sli.stepSeconds * FORMAT.millis;
  const own = ownErrorsOf(component, evidence).filter(
    ({ pattern: { firstSeen } }) => firstSeen !== undefined && Date.parse(firstSeen) >= since,
  );
  const [lead] = own.toSorted((a, b) => b.pattern.count - a.pattern.count);
  if (lead === undefined || evidence.logs.status !== 'observed') return undefined;
  if (lead.pattern.count < ownFailuresShare * (sli.failed ?? 0)) return undefined;
  const { tool } = evidence.logs;
  return {
    analyzer: 'own-failures',
    component,
    cause: 'application_error',
    statement: `${lead.logs.service} fails by an error of its own code: ${lead.pattern.count} times in its log, ${Math.round(sli.failed ?? 0)} failed requests.`,
    strength: STRENGTH.probable,
    grade: 'said',
    exact: true,
    evidence: [
      quotePattern(lead.logs, lead.pattern, tool, lead.text),
      { source: 'metrics', tool: 'list_slis', target: component, text: `${sliInWords(sli)}.`, observedAt: sli.onset! },
    ],
    onset: sli.onset!,
    // Over where the counters say so and the log has been silent since.
    ...(sli.until !== undefined && lead.pattern.lastSeen !== undefined && { until: lead.pattern.lastSeen }),
  };
}
