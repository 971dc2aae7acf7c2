import type { SeriesChange } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { METRIC_PARAMETERS } from './metric-parameters.ts';
import type { ReadMetrics, ReadSeries } from './read-metrics.ts';
import { lastingRisesOf } from './rises.ts';

/** Requests that a proxy sent again by itself, as it counts them, where they are most of what came on top. */
export interface CountedRetries {
  readonly read: ReadSeries;
  readonly change: SeriesChange;
}

/** The tries to a component that make up most of the rise of its requests; undefined where none are counted or too few. */
export function countedRetries(component: Component, metrics: ReadMetrics): CountedRetries | undefined {
  const risen = (signal: 'retries' | 'traffic') =>
    metrics
      .of(component, signal)
      .flatMap((read) =>
        lastingRisesOf(read.series).map((change) => ({ read, change, added: change.during - change.before })),
      )
      .toSorted((a, b) => b.added - a.added)[0];
  const [tries, requests] = [risen('retries'), risen('traffic')];
  if (tries === undefined || requests === undefined || tries.added < METRIC_PARAMETERS.leastSurge) return undefined;
  return tries.added >= requests.added - tries.added ? tries : undefined;
}
