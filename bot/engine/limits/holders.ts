import type { ReadSeries } from '../metric-reading/read-series.ts';

/** Labels of where a series was scraped, and of what it counts: two exporters tell of one holder under different ones. */
const NOT_OF_THE_HOLDER = new Set([
  'job',
  'instance',
  'endpoint',
  'service',
  'prometheus',
  'prometheus_replica',
  'metrics_path',
  'id',
  'image',
  'name',
  'uid',
  'resource',
  'unit',
  'container_runtime',
]);

/** A limit and everything that is counted against it. */
export interface Holder {
  readonly limit: ReadSeries;
  readonly values: readonly ReadSeries[];
}

/**
 * Puts values to the limits they belong to: those whose labels agree wherever both have one. Two pools that are half full
 * are two holders, never one that is full; states or databases of one server are one.
 */
export function holdersOf(values: readonly ReadSeries[], limits: readonly ReadSeries[]): readonly Holder[] {
  const members = new Map<ReadSeries, ReadSeries[]>();
  for (const value of values) {
    const limit = bestLimit(value, limits, false) ?? bestLimit(value, limits, true);
    if (limit === undefined) continue;
    const known = members.get(limit);
    if (known === undefined) members.set(limit, [value]);
    else known.push(value);
  }
  return [...members].map(([limit, held]) => ({ limit, values: held }));
}

/** The limit with the most labels in common and none that differs; with `elsewhere`, where it was scraped does not matter. */
function bestLimit(value: ReadSeries, limits: readonly ReadSeries[], elsewhere: boolean): ReadSeries | undefined {
  let best: ReadSeries | undefined;
  let most = -1;
  for (const limit of limits) {
    const common = agreement(value.series.labels, limit.series.labels, elsewhere);
    if (common > most) {
      most = common;
      best = limit;
    }
  }
  return best;
}

/** How many labels two series share; -1 where one differs. */
function agreement(a: ReadSeries['series']['labels'], b: ReadSeries['series']['labels'], elsewhere: boolean): number {
  let common = 0;
  for (const [label, value] of Object.entries(a)) {
    const other = b[label];
    if (other === undefined || (elsewhere && NOT_OF_THE_HOLDER.has(label))) continue;
    if (other !== value) return -1;
    common++;
  }
  return common;
}
