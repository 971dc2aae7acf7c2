import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { type ReadSeries, readMetrics } from '../../metric-reading/read-metrics.ts';
import { levelSeen } from './evidence-text.ts';
import { relevantChange } from './relevant-change.ts';

/** Endpoints that stopped answering their probe or scrape: a symptom, for something made them. */
export const targetDown = defineAnalyzer({
  id: 'target-down',
  title: 'Target does not answer',
  causes: [],
  needs: ['metrics'],
  example: 'A probe of a service fails since 10:02.',
  analyze: (evidence) => {
    const reads = readMetrics(evidence).all.filter(({ meaning }) => meaning.signal === 'up');
    if (reads.length === 0) return { status: 'unknown', reason: 'no probe or scrape results among the metrics' };
    const findings = reads.flatMap((read) => downFinding(read, evidence));
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${reads.length} targets answer` };
  },
});

function downFinding(read: ReadSeries, evidence: EvidenceSet): readonly Finding[] {
  if (read.series.last > 0) return [];
  const change = relevantChange(evidence, read, 'down');
  const single = read.series.points === 1 || read.series.max <= 0;
  const text = `${read.series.name} of ${read.component} is 0${change ? ` since ${change.onset}` : ''}.`;
  return [
    {
      analyzer: 'target-down',
      component: read.component,
      statement: text,
      strength: single || change ? 0.3 : 0.15,
      evidence: [levelSeen(read, text)],
      ...(change ? { onset: change.onset } : {}),
    },
  ];
}
