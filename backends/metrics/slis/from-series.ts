import { METRIC_KNOWLEDGE } from '../../../schemas/generated/metric-knowledge.ts';
import type { RequestSide } from '../../../schemas/metric-knowledge.ts';
import { isCounter } from '../counter.ts';
import type { Series } from '../provider.ts';
import { serviceOf } from '../series-labels.ts';
import type { Grid } from './grid.ts';
import { createRequestGroups, type GroupIdentity } from './groups.ts';
import { requestMetricOf, sideOf } from './request-metrics.ts';
import type { SliSeries } from './sli-series.ts';

type Labels = Readonly<Record<string, string>>;

/** Collects whole series and makes indicators of them. */
export interface SliCollector {
  add(series: Series): void;
  indicators(): readonly SliSeries[];
}

/**
 * Computes the indicators of every service that counters, histograms, summaries or gauges among the added series tell of.
 * Nothing is thinned: each slice sums the increases of all series that belong together.
 */
export function createSliCollector(serviceOfPod: (pod: string) => string, grid: Grid): SliCollector {
  const groups = createRequestGroups(grid);
  return {
    add: (series) => {
      const metric = requestMetricOf(series.name, series.labels);
      if (metric === undefined || series.values.length === 0) return;
      const side = sideOf(metric.sides, series.labels);
      const identity = side && identityOf(series.labels, side, serviceOfPod);
      if (side === undefined || identity === undefined) return;
      const counter = isCounter(series);
      groups.add(series, metric, identity, counter);
      // A server's own figures are those of all its callers together.
      if (side.side === 'server' && identity.peer !== undefined)
        groups.add(series, metric, { ...identity, peer: undefined }, counter);
    },
    indicators: () => groups.indicators(),
  };
}

function identityOf(
  labels: Labels,
  side: RequestSide,
  serviceOfPod: (pod: string) => string,
): GroupIdentity | undefined {
  const service =
    side.named ?? (side.service ? first(labels, side.service, serviceOfPod) : serviceOf(labels, serviceOfPod));
  if (service === undefined) return undefined;
  const namespace = first(labels, side.namespace ?? METRIC_KNOWLEDGE.entity.namespace);
  const peer = side.peer && first(labels, side.peer);
  if (peer === service) return undefined;
  return { service, namespace, side: side.side, peer };
}

const NOBODY = new Set(['', 'unknown', 'PassthroughCluster', 'BlackHoleCluster', 'none']);

function first(labels: Labels, names: readonly string[], serviceOfPod?: (pod: string) => string): string | undefined {
  for (const name of names) {
    const value = labels[name];
    if (value === undefined || NOBODY.has(value)) continue;
    return name === 'pod' && serviceOfPod ? serviceOfPod(value) : value;
  }
  return undefined;
}
