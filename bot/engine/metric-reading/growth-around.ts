import type { SeriesChange } from '../../domain/signals.ts';
import { FORMAT } from '../parameters.ts';
import type { ReadSeries } from './read-series.ts';

/** How many times as many requests came during a change of something else as before it; undefined where none were counted. */
export function growthAround(traffic: readonly ReadSeries[], { onset, until }: SeriesChange): number | undefined {
  const rate = traffic.find(({ sli }) => sli !== undefined)?.sli;
  if (rate === undefined) return undefined;
  const from = Date.parse(onset) / FORMAT.millis;
  const to = until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until) / FORMAT.millis;
  const median = (wanted: (time: number) => boolean): number | undefined => {
    const values = rate.course.filter(([time]) => wanted(time)).map(([, value]) => value);
    return values.toSorted((a, b) => a - b)[values.length >> 1];
  };
  const before = median((time) => time < from);
  const during = median((time) => time >= from && time < to);
  return before === undefined || during === undefined || before <= 0 ? undefined : during / before;
}
