import type { EvidenceSet, SeriesChange } from '../../../domain/signals.ts';
import type { ReadSeries } from '../../metric-reading/read-metrics.ts';
import { troubledSince } from '../../metric-reading/troubled-since.ts';
import { COURSE } from '../../propagation/parameters.ts';
import { alertedSince } from './evidence-text.ts';
import { ALERTS } from './parameters.ts';

/**
 * The strongest change of a series that may belong to this incident: in the given direction, and touching the time from
 * well before the first firing alert on (without alerts, the window, or the trouble that had begun before it). Gaps do
 * not count.
 */
export function relevantChange(
  evidence: EvidenceSet,
  { series, meaning }: ReadSeries,
  direction: 'up' | 'down' | undefined = meaning.bad,
): SeriesChange | undefined {
  const alerted = alertedSince(evidence);
  const start = troubledSince(evidence);
  const earliest = alerted === undefined ? start : Math.max(start, Date.parse(alerted) - ALERTS.causeBeforeMs);
  let best: SeriesChange | undefined;
  for (const change of series.changes) {
    if (change.kind === 'gap' || (direction !== undefined && change.direction !== direction)) continue;
    // What was over before the incident cannot have caused it; what began before and lasts is a standing condition; what
    // began before and ended meanwhile is one that is over.
    if (change.until !== undefined && Date.parse(change.until) < earliest) continue;
    if (change.until === undefined && change.kind !== 'drift' && Date.parse(change.onset) < earliest) continue;
    if (!best || change.score > best.score) best = change;
  }
  return best;
}

/** The strongest relevant change among series, with its series. */
export function strongest(
  evidence: EvidenceSet,
  reads: readonly ReadSeries[],
  direction?: 'up' | 'down',
): { read: ReadSeries; change: SeriesChange } | undefined {
  let best: { read: ReadSeries; change: SeriesChange } | undefined;
  for (const read of reads) {
    const change = relevantChange(evidence, read, direction ?? read.meaning.bad);
    if (change && (!best || change.score > best.change.score)) best = { read, change };
  }
  return best;
}

/** When a change began and ended, as fields of what it shows. */
export function timesOf({ onset, until }: SeriesChange): Pick<SeriesChange, 'onset' | 'until'> {
  return { onset, ...(until === undefined ? {} : { until }) };
}

/** How many times the level before a change is the level during it; 100 at most, also from zero. */
export function ratioOf(change: SeriesChange): number {
  if (change.before <= 0) return change.during > 0 ? COURSE.mostRatio : 1;
  return Math.min(COURSE.mostRatio, change.during / change.before);
}
