import type { Finding } from '../../../domain/finding.ts';
import type { ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { graded } from '../../cluster/grading.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { readMetrics } from '../../metric-reading/read-metrics.ts';
import type { Parameters } from '../../parameters.ts';
import { callGraph } from '../../propagation/call-graph.ts';
import { causeOfChange } from './change-cause.ts';
import { isTakenBack } from './change-undone.ts';
import { changeTold, ownChangesBefore } from './own-change.ts';
import { processorPressure } from './pressure.ts';
import type { Pressure } from './pressure-type.ts';

/**
 * A program that burns many times its processor time for as many requests, from the minutes of its own change on, or of one
 * of a caller that speaks of it: who does more for each request was told to (Google's SRE book, "Postmortem Culture":
 * changes to binaries, configuration and flags are what most outages begin with). Waiting for others burns none.
 */
export const workPerRequest = defineAnalyzer({
  id: 'work-per-request',
  title: 'More work for each request since a change',
  causes: ['bad_deploy', 'bad_config_change', 'feature_flag_change'],
  needs: ['metrics', 'changes'],
  example: 'Since its flag is on, rating burns five times its processor time for as many requests.',
  analyze: (evidence, parameters) => {
    const metrics = readMetrics(evidence);
    const busier = metrics.components.flatMap((component) => {
      if (nameOf(component).kind === 'node' || metrics.of(component, 'traffic').length === 0) return [];
      const more = processorPressure(component, evidence, metrics);
      return more?.onset === undefined || more.byDemand !== true ? [] : [{ component, more }];
    });
    if (metrics.all.length === 0) return { status: 'unknown', reason: 'no metrics' };
    const findings = busier.flatMap(({ component, more }) => findingOf(component, more, evidence, parameters));
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `changes just before ${busier.length} components began to do more` };
  },
});

function findingOf(
  component: Component,
  { onset = '', until, statement, evidence: seen }: Pressure,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  const { name } = nameOf(component);
  const [change, other] = [...ownChangesBefore(name, onset, evidence), ...changesOfCallers(name, onset, evidence)];
  // Of two that came together nobody can tell which it was.
  if (change === undefined || other !== undefined) return [];
  const changed = componentOf({ kind: 'service', name: change.service ?? name });
  // What a program does for each request is in its code and settings: that it does so no more while they stay is their end too,
  // or they were not why.
  const stays = until !== undefined && !isTakenBack(change, Date.parse(change.timestamp), evidence);
  return [
    {
      analyzer: 'work-per-request',
      component: changed,
      cause: causeOfChange(change),
      ...graded(stays ? 'coincides' : 'measured', parameters),
      statement: `${statement} It began right after ${change.id} of ${nameOf(changed).name} (${change.summary}).`,
      evidence: [...seen, changeTold(change)],
      onset,
      explains: changed === component ? [] : [component],
      change: change.id,
      parameters: { change: change.id, service: nameOf(changed).name },
    },
  ];
}

/** Changes of those that call a program, just before a moment, which name it: they change what they ask of it. */
function changesOfCallers(name: string, onset: string, evidence: EvidenceSet): readonly ChangeRecord[] {
  const named = new RegExp(`(?:^|[^a-z0-9])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:$|[^a-z0-9])`, 'i');
  return callGraph(evidence)
    .callers(name)
    .filter((caller) => caller !== name)
    .flatMap((caller) => ownChangesBefore(caller, onset, evidence))
    .filter(({ summary, diff = '', files = [] }) => named.test(`${summary}\n${diff}\n${files.join('\n')}`));
}
