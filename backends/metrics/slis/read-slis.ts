import { inTurns } from '../../common/in-turns.ts';
import type { TimeWindow } from '../../common/time.ts';
import type { Series } from '../provider.ts';
import { chooseGrid } from './choose-grid.ts';
import { onlyGroupsIn } from './cloud-things.ts';
import { createSliCollector } from './from-series.ts';
import { tellsOfRequests } from './request-metrics.ts';
import type { SliReading } from './sli-series.ts';

/** Indicators of everything that a list of whole series tells, on a grid that fits the window. */
export async function readSlis(
  series: readonly Series[],
  serviceOfPod: (pod: string) => string,
  window: TimeWindow,
  signal: AbortSignal,
): Promise<SliReading> {
  const telling = series.filter((one) => tellsOfRequests(one.name, one.labels));
  const last = telling.reduce((latest, { timestamps }) => Math.max(latest, timestamps.at(-1) ?? 0), 0);
  const asked = window.end.getTime() / 1000;
  const end = window.openEnd === true ? Math.max(asked, last) : asked;
  const start = window.start === undefined ? undefined : window.start.getTime() / 1000;
  const grid = chooseGrid({ start, end }, telling);
  const collector = createSliCollector(serviceOfPod, grid, onlyGroupsIn(series));
  await inTurns(telling, signal, (one) => collector.add(one));
  return { present: telling.length > 0, grid, items: collector.indicators(), leftOut: [] };
}
