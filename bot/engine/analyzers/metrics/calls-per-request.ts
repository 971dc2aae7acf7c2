import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { callLevels } from '../../metric-reading/call-levels.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { readMetrics } from '../../metric-reading/read-metrics.ts';
import type { Parameters } from '../../parameters.ts';
import { causeOfChange } from './change-cause.ts';
import { ownChangeBefore } from './own-change.ts';
import { type Multiplied, multiplied } from './retry-storm.ts';

/**
 * A program that calls another many times as often for one request as before its change: it asks for things one by one
 * (the "N+1" of ORMs, over the network: Fowler, "Errant Architectures"). Calls that fail and are tried again are none.
 */
export const callsPerRequest = defineAnalyzer({
  id: 'calls-per-request',
  title: 'More calls for each request since a change',
  causes: ['bad_deploy', 'bad_config_change', 'feature_flag_change'],
  needs: ['slis', 'changes'],
  example: 'A minute after a flag of shop is on, each of its requests calls stock nine times where it called once.',
  analyze: (evidence, parameters) => {
    const { known } = readMetrics(evidence);
    const counted = callLevels(evidence, known).filter(({ client }) => client.some((one) => one.indicator === 'rate'));
    if (counted.length === 0) return { status: 'unknown', reason: 'no calls counted by their callers' };
    const grown = counted.flatMap((call) => multiplied(call, parameters) ?? []).filter(({ tried }) => !tried);
    const findings = grown.flatMap((one) => findingOf(one, evidence, parameters));
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${counted.length} kinds of calls are made as often for one request as before` };
  },
});

function findingOf(
  { call: { caller, callee }, rate, times }: Multiplied,
  evidence: EvidenceSet,
  { shownStrength }: Parameters,
): readonly Finding[] {
  const { name } = nameOf(caller);
  const onset = rate.onset ?? evidence.asOf;
  const change = ownChangeBefore(name, onset, evidence);
  if (change === undefined) return [];
  const text = `${name} calls ${nameOf(callee).name} ${Number(times.toPrecision(2))} times as often for each request as before ${onset}.`;
  const drafts: EvidenceDraft[] = [
    { source: 'metrics', tool: 'list_slis', target: caller, text, observedAt: onset },
    {
      source: 'kubernetes',
      tool: 'list_changes',
      target: caller,
      text: `${change.id} of ${name} (${change.summary}) took effect at ${change.timestamp}.`,
      observedAt: change.timestamp,
    },
  ];
  return [
    {
      analyzer: 'calls-per-request',
      component: caller,
      cause: causeOfChange(change),
      grade: 'measured',
      statement: text,
      strength: shownStrength,
      evidence: drafts,
      onset,
      explains: [callee],
      change: change.id,
      parameters: { change: change.id, service: name },
    },
  ];
}
