import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { type ReadMetrics, readMetrics } from '../../metric-reading/read-metrics.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { changeSeen, levelSeen } from './evidence-text.ts';
import { strongest } from './relevant-change.ts';

/** Autoscalers that want more replicas than they may have. */
export const scalingLimit = defineAnalyzer({
  id: 'scaling-limit',
  title: 'Autoscaler at its maximum',
  causes: ['hpa_at_maximum'],
  needs: ['metrics'],
  example: 'An autoscaler rose to its maximum of 10 replicas a few minutes before latency did.',
  analyze: (evidence) => {
    const metrics = readMetrics(evidence);
    const scaled = metrics.components.filter((component) => metrics.of(component, 'replicas-limit').length > 0);
    if (scaled.length === 0) return { status: 'unknown', reason: 'no autoscaler among the metrics' };
    const findings = scaled.flatMap((component) => atMaximum(component, evidence, metrics));
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${scaled.length} autoscalers are below their maximum` };
  },
});

function atMaximum(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): readonly Finding[] {
  const limit = Math.max(...metrics.of(component, 'replicas-limit').map(({ series }) => series.last));
  const wanted = (['autoscaler-wanted', 'autoscaler-current', 'replicas-wanted', 'replicas'] as const).flatMap(
    (signal) => metrics.of(component, signal),
  );
  const most = wanted.toSorted((a, b) => b.series.last - a.series.last)[0];
  if (!most || limit <= 1 || most.series.last < limit) return [];
  const rose = strongest(evidence, wanted, 'up');
  const text = `The autoscaler of ${nameOf(component).name} is at its maximum of ${limit} replicas.`;
  return [
    {
      analyzer: 'scaling-limit',
      component,
      cause: 'hpa_at_maximum',
      statement: text,
      // An autoscaler that was always at its maximum is a standing condition, not news.
      strength: rose ? STRENGTH.leaning : STRENGTH.faint,
      ...(rose ? { onset: rose.change.onset } : {}),
      evidence: [levelSeen(most, text), ...(rose ? [changeSeen(rose.read, rose.change)] : [])],
    },
  ];
}
