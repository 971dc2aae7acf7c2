import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { graded } from '../../cluster/grading.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { type ReadMetrics, readMetrics } from '../../metric-reading/read-metrics.ts';
import { isOver } from '../../observe/time.ts';
import { FORMAT, type Parameters } from '../../parameters.ts';
import { levelSeen } from './evidence-text.ts';

/**
 * A service of which processes are killed for memory again and again. A counter of kills stands still between them, so that it
 * has no level: each step of it is a moment in which an instance was away (Nomad, "Metrics Reference": `oom_killed`; cAdvisor:
 * `container_oom_events_total`).
 */
export const repeatedKills = defineAnalyzer({
  id: 'repeated-kills',
  title: 'Killed for memory again and again',
  causes: ['oom_killed'],
  needs: ['metrics'],
  example:
    'The counter of kills of a service steps up every half an hour, each time that its memory has grown to its limit.',
  analyze: (evidence, parameters) => {
    const metrics = readMetrics(evidence);
    const counted = metrics.components.filter((component) => metrics.of(component, 'oom-kills').length > 0);
    if (counted.length === 0) return { status: 'unknown', reason: 'nothing counts kills for memory' };
    const findings = counted.flatMap((component) => killed(component, evidence, metrics, parameters));
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${counted.length} components, none of which was killed for memory repeatedly` };
  },
});

function killed(
  component: Component,
  evidence: EvidenceSet,
  metrics: ReadMetrics,
  parameters: Parameters,
): readonly Finding[] {
  const { kind, name } = nameOf(component);
  if (kind !== 'service') return [];
  const reads = metrics.of(component, 'oom-kills');
  const kills = reads.flatMap(({ series }) => killsIn(series.sketch)).toSorted((a, b) => a - b);
  const last = kills.at(-1);
  if (last === undefined || kills.length < 2 || last * FORMAT.millis < Date.parse(evidence.window.start)) return [];
  const [from, until] = [kills[0]!, last].map((time) => new Date(time * FORMAT.millis).toISOString()) as [
    string,
    string,
  ];
  // The next is due after about as long as it took from one to the next.
  const usual = (FORMAT.millis * (last - kills[0]!)) / (kills.length - 1);
  const isDue = Date.parse(evidence.asOf) - last * FORMAT.millis <= parameters.silentGaps * usual;
  const read = reads.find(({ series }) => (series.recent?.max ?? series.max) > 0) ?? reads[0]!;
  const times = `${kills.length} times from ${from} to ${until}`;
  return [
    {
      analyzer: 'repeated-kills',
      component,
      cause: 'oom_killed',
      statement: `${name} was killed for memory ${times}.`,
      ...graded('shown', parameters),
      evidence: [levelSeen(read, `${read.series.name} of ${component} stepped up ${times}.`)],
      onset: from,
      ...(!isDue && isOver(until, evidence, parameters) ? { until } : { lasts: true as const }),
    },
  ];
}

/** The moments (unix seconds) at which a rate that is nothing else was more than that. */
function killsIn(course: readonly (readonly [number, number])[]): readonly number[] {
  return course.flatMap(([time, rate], at) => (rate > 0 && !((course[at - 1]?.[1] ?? 0) > 0) ? [time] : []));
}
