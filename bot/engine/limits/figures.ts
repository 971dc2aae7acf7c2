import type { EvidenceSet, SeriesChange } from '../../domain/signals.ts';
import { relevantChange } from '../analyzers/metrics/relevant-change.ts';
import type { JudgedFigure } from '../knowledge/limits/limit.ts';
import type { ReadSeries } from '../metric-reading/read-series.ts';

/** A figure as observed, in the signal's own unit, with the change that brought it about. */
export interface Figure {
  readonly read: ReadSeries;
  readonly value: number;
  /** A change in the direction that hurts; absent where the figure has been so since it is known. */
  readonly change?: SeriesChange;
}

/**
 * The figure of a series that is judged: see `JudgedFigure`. A change that is over counts with what it reached, but for a
 * moment's: a level is what holds.
 */
export function figureOf(
  read: ReadSeries,
  figure: JudgedFigure,
  direction: 'up' | 'down',
  evidence: EvidenceSet,
): Figure {
  const { series, meaning } = read;
  const strongest = relevantChange(evidence, read, direction);
  const change = strongest !== undefined && isMoment(strongest) ? undefined : strongest;
  const worse = (a: number, b: number) => (direction === 'up' ? Math.max(a, b) : Math.min(a, b));
  const { last, recent, median } = series;
  const value = {
    last,
    size: Math.abs(last),
    level: change === undefined ? (recent?.median ?? median) : worse(change.during, recent?.median ?? change.during),
    least: recent?.min ?? last,
    reached: change?.until === undefined ? last : worse(change.during, last),
  }[figure];
  return { read, value: value * meaning.scale, ...(change === undefined ? {} : { change }) };
}

/** Whether a change was short and is over. */
export function isMoment({ kind, until }: SeriesChange): boolean {
  return kind === 'spike' && until !== undefined;
}
