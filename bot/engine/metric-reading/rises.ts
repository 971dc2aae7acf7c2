import type { MetricSeries, SeriesChange } from '../../domain/signals.ts';

/** The times at which a series rose; what returns after a gap is none. */
export function risesOf({ changes }: Pick<MetricSeries, 'changes'>): readonly SeriesChange[] {
  return changes.filter(({ kind, direction }) => kind !== 'gap' && direction === 'up');
}

/** Those of them that it has not come back from. */
export function lastingRisesOf(series: Pick<MetricSeries, 'changes'>): readonly SeriesChange[] {
  return risesOf(series).filter(({ until }) => until === undefined);
}
