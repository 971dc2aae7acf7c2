import { defineAnalyzer } from '../../define-analyzer.ts';
import { LIMITS } from '../../knowledge/limits/index.ts';
import { limitsReached } from '../../limits/judge-limits.ts';
import { readMetrics } from '../../metric-reading/read-metrics.ts';

/** What is full, late, blocked or expired, whatever it was before; a row of knowledge/limits each. */
export const limitReached = defineAnalyzer({
  id: 'limit-reached',
  title: 'A limit is reached',
  causes: [...new Set(LIMITS.map(({ cause }) => cause))],
  needs: ['metrics'],
  example: 'A database holds 198 of its 200 connections; a node tracks as many connections as its table can hold.',
  analyze: (evidence, parameters) => {
    const metrics = readMetrics(evidence);
    const findings = metrics.components.flatMap((component) => limitsReached(component, evidence, metrics, parameters));
    if (findings.length > 0) return { status: 'found', findings };
    const told = parameters.limits.filter(({ value }) => metrics.all.some(({ meaning }) => meaning.signal === value));
    if (told.length === 0) return { status: 'unknown', reason: 'nothing among the metrics that has a limit' };
    return { status: 'clear', checked: `${told.length} kinds of limits, none of which is reached` };
  },
});
