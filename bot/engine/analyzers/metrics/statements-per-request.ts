import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { levelsOf } from '../../metric-reading/call-levels.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { METRIC_PARAMETERS } from '../../metric-reading/metric-parameters.ts';
import { type ReadMetrics, readMetrics } from '../../metric-reading/read-metrics.ts';
import { FORMAT, type Parameters } from '../../parameters.ts';
import { CALLS } from './call-parameters.ts';
import { causeOfChange } from './change-cause.ts';
import { ownChangeBefore } from './own-change.ts';
import { relevantChange } from './relevant-change.ts';

/** A program that asks its database many times as often for one request as before its change: it asks for rows one by one. */
export const statementsPerRequest = defineAnalyzer({
  id: 'statements-per-request',
  title: 'More statements for each request since a change',
  causes: ['bad_deploy', 'bad_config_change', 'feature_flag_change'],
  needs: ['metrics', 'slis', 'changes'],
  example: 'Five minutes after a release of shop its ORM sends eight statements for each request where it sent two.',
  analyze: (evidence, parameters) => {
    const metrics = readMetrics(evidence);
    const told = metrics.components.filter((component) => metrics.of(component, 'statements').length > 0);
    if (told.length === 0) return { status: 'unknown', reason: 'no program counts the statements that it sends' };
    const findings = told.flatMap((component) => findingOf(component, metrics, evidence, parameters));
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${told.length} programs send as many statements for one request as before` };
  },
});

function findingOf(
  component: Component,
  metrics: ReadMetrics,
  evidence: EvidenceSet,
  { metrics: { movedScore }, measuredStrength }: Parameters,
): readonly Finding[] {
  const reads = metrics.of(component, 'statements').map(({ series }, n) => {
    const change = relevantChange(evidence, metrics.of(component, 'statements')[n]!, 'up');
    return { series, change: change !== undefined && change.score >= movedScore ? change : undefined };
  });
  const onset = reads.flatMap(({ change }) => change?.onset ?? []).toSorted()[0];
  if (onset === undefined) return [];
  const sum = (figures: readonly number[]) => figures.reduce((all, figure) => all + figure, 0);
  const before = sum(reads.map(({ series, change }) => change?.before ?? series.median));
  const during = sum(reads.map(({ series, change }) => change?.during ?? series.median));
  const { name } = nameOf(component);
  const requests = requestsOf(name, Date.parse(onset) / FORMAT.millis, evidence);
  if (requests === undefined || before <= 0 || during - before < METRIC_PARAMETERS.leastSurge) return [];
  const times = during / before / (requests.during / requests.before);
  const release = ownChangeBefore(name, onset, evidence);
  if (times < CALLS.amplified || release === undefined) return [];
  const text = `${name} sends ${Number(times.toPrecision(2))} times as many statements for each request as before ${onset}.`;
  const drafts: EvidenceDraft[] = [
    { source: 'metrics', tool: 'summarize_series', target: component, text, observedAt: onset },
    {
      source: 'kubernetes',
      tool: 'list_changes',
      target: component,
      text: `${release.id} of ${name} (${release.summary}) took effect at ${release.timestamp}.`,
      observedAt: release.timestamp,
    },
  ];
  return [
    {
      analyzer: 'statements-per-request',
      component,
      cause: causeOfChange(release),
      grade: 'measured',
      statement: text,
      strength: measuredStrength,
      evidence: drafts,
      onset,
      change: release.id,
      parameters: { change: release.id, service: name },
    },
  ];
}

/** Requests that come to a service before a moment and from it on; undefined where they are not measured. */
function requestsOf(name: string, from: number, { slis }: EvidenceSet) {
  const rate = (slis.status === 'observed' ? slis.value.items : []).find(
    ({ service, side, peer, indicator }) =>
      service === name && side === 'server' && peer === undefined && indicator === 'rate',
  );
  const levels = rate === undefined ? undefined : levelsOf(rate, from, Number.POSITIVE_INFINITY);
  return levels === undefined || levels.before <= 0 || levels.during <= 0 ? undefined : levels;
}
