import type { SeriesChange } from '../../domain/signals.ts';
import type { MetricSignal } from './meaning.ts';
import type { ReadSeries } from './read-series.ts';

/** The direction in which a figure of requests hurts. */
const WORSE: Partial<Record<MetricSignal, SeriesChange['direction']>> = {
  latency: 'up',
  errors: 'up',
  availability: 'down',
};

/** The changes for the worse of a series that tells of requests; empty for any other. */
export function worseShifts({ series, meaning }: ReadSeries): readonly SeriesChange[] {
  return series.changes.filter(({ kind, direction }) => kind !== 'gap' && direction === WORSE[meaning.signal]);
}
