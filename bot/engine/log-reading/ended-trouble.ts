import type { EvidenceSet, SeriesChange } from '../../domain/signals.ts';
import { readMetrics } from '../metric-reading/read-metrics.ts';
import { worseShifts } from '../metric-reading/worse-shifts.ts';
import type { Span } from './background.ts';
import { ENDED_SLACK_MS } from './parameters.ts';

const READ = new WeakMap<EvidenceSet, readonly SeriesChange[]>();

/**
 * Whether lines that have ended tell of the trouble that has ended: what failures and latency did worst is over, nothing that
 * lasts comes near it, and it spans these lines. While anything lasts, what is over is another matter.
 */
export function toldOfEndedTrouble({ firstSeen, lastSeen }: Span, evidence: EvidenceSet): boolean {
  if (firstSeen === undefined || lastSeen === undefined) return false;
  return endedShifts(evidence).some(
    ({ onset, until }) =>
      Date.parse(firstSeen) >= Date.parse(onset) - ENDED_SLACK_MS &&
      Date.parse(lastSeen) <= Date.parse(until!) + ENDED_SLACK_MS,
  );
}

/** Shifts of requests' figures that ended, where none that lasts is half as large; empty where one is. */
function endedShifts(evidence: EvidenceSet): readonly SeriesChange[] {
  const before = READ.get(evidence);
  if (before) return before;
  const shifts = readMetrics(evidence).all.flatMap(worseShifts);
  const worst = (lasting: boolean) =>
    Math.max(0, ...shifts.filter(({ until }) => (until === undefined) === lasting).map(({ score }) => score));
  const ended = worst(true) * 2 < worst(false) ? shifts.filter(({ until }) => until !== undefined) : [];
  READ.set(evidence, ended);
  return ended;
}
