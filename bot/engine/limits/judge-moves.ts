import type { Finding } from '../../domain/finding.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { changeSeen } from '../analyzers/metrics/evidence-text.ts';
import { ratioOf, relevantChange } from '../analyzers/metrics/relevant-change.ts';
import type { Move } from '../knowledge/limits/limit.ts';
import { nameOf } from '../metric-reading/entity.ts';
import type { ReadMetrics } from '../metric-reading/read-metrics.ts';
import { endIn, endOfChange } from '../observe/ends.ts';
import type { Parameters } from '../parameters.ts';
import { amount } from './amounts.ts';
import { isMoment } from './figures.ts';
import { figuresFor, holdsFor, isBorneBy, isWaitedIn } from './judge-limits.ts';

/** Figures of a component that moved in the direction that hurts, and far enough to matter, each as a finding. */
export function movesOf(
  component: Component,
  evidence: EvidenceSet,
  metrics: ReadMetrics,
  parameters: Parameters,
): readonly Finding[] {
  return parameters.moves
    .filter(({ on }) => holdsFor(on, component, metrics))
    .flatMap((move) => movedBy(move, component, evidence, metrics, parameters));
}

function movedBy(
  move: Move,
  component: Component,
  evidence: EvidenceSet,
  metrics: ReadMetrics,
  parameters: Parameters,
): readonly Finding[] {
  const moved = figuresFor(move.on, metrics.of(component, move.value)).flatMap((read) => {
    const change = relevantChange(evidence, read, 'up');
    if (move.value === 'message-age' && !isWaitedIn(read, metrics.of(component, 'queue'))) return [];
    if (change === undefined || isMoment(change) || change.score < parameters.metrics.movedScore) return [];
    const scale = Math.abs(read.meaning.scale);
    if (ratioOf(change) < (move.ratio ?? 1) || change.during * scale < move.least) return [];
    return [{ read, change }];
  });
  const worst = moved.sort((a, b) => b.change.score - a.change.score)[0];
  if (worst === undefined) return [];
  const { read, change } = worst;
  const before = amount(change.before * read.meaning.scale, read);
  const during = amount(change.during * read.meaning.scale, read);
  return [
    {
      analyzer: 'signal-moved',
      component,
      cause: move.cause,
      statement: `${nameOf(component).name} ${move.words}: ${read.series.name} went from ${before} to ${during}.`,
      ...(move.byLoad === true && isBorneBy(change, component, metrics)
        ? { strength: parameters.coincidesStrength, grade: 'coincides' as const }
        : { strength: parameters.measuredStrength, grade: move.grade ?? ('measured' as const) }),
      evidence: [changeSeen(read, change)],
      onset: change.onset,
      ...endIn(endOfChange(read.series, change, evidence, parameters)),
    },
  ];
}
