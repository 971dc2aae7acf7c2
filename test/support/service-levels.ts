import type { Series } from '../../backends/metrics/provider.ts';
import { chooseGrid } from '../../backends/metrics/slis/choose-grid.ts';
import { onlyGroupsIn } from '../../backends/metrics/slis/cloud-things.ts';
import { createSliCollector } from '../../backends/metrics/slis/from-series.ts';
import { summarizeSli } from '../../backends/metrics/slis/summarize.ts';
import type { ServiceLevels } from '../../bot/domain/service-level.ts';

/** What the metrics backend tells of requests in these series, over a window in unix seconds. */
export function serviceLevelsOf(
  series: readonly Series[],
  window: { readonly start: number; readonly end: number },
): ServiceLevels {
  const grid = chooseGrid(window, series);
  const collector = createSliCollector((pod) => pod, grid, onlyGroupsIn(series));
  for (const one of series) collector.add(one);
  const items = collector.indicators().flatMap((indicator) => summarizeSli(indicator, grid, window) ?? []);
  return { items, leftOut: [] };
}
