import type { MetricSeries } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import type { ReadMetrics, ReadSeries } from './read-metrics.ts';

/** How many requests of a component failed in a period of its cloud's, by figures of whole series. */
export interface CountedFailures {
  /** In the worst period, all kinds of failures together. */
  readonly most: number;
  /** Requests in a usual period. */
  readonly asked: number;
  /** Failed requests of all periods, at the least: half of these hold the median or more. */
  readonly atLeast: number;
  readonly periodSeconds: number;
}

/**
 * Failed requests that no indicator tells of, where a cloud counts them and all requests over each period: the
 * `RequestCount` and `HTTPCode_Target_5XX_Count` of a target group, the `Invocations` and `Errors` of a function (Amazon
 * CloudWatch's metrics; the statistic that counts is `Sum`). Undefined where either is not counted so. Drawings are thinned
 * and are not divided by each other.
 */
export function countedFailures(component: Component, metrics: ReadMetrics): CountedFailures | undefined {
  const [failing, asked] = [metrics.of(component, 'errors'), metrics.of(component, 'traffic')];
  if (failing.length === 0 || asked.length === 0) return undefined;
  if (![...failing, ...asked].every(isCountedAPeriod)) return undefined;
  const sum = (figure: (series: MetricSeries) => number) =>
    failing.reduce((total, { series }) => total + figure(series), 0);
  const periodSeconds = asked[0]!.series.stepSeconds ?? 0;
  const requests = Math.max(...asked.map(({ series }) => figuresOf(series).median));
  if (periodSeconds === 0 || requests === 0) return undefined;
  return {
    most: sum((series) => figuresOf(series).max),
    asked: requests,
    atLeast: sum((series) => (figuresOf(series).median * figuresOf(series).points) / 2),
    periodSeconds,
  };
}

/** Those of the window where it has points. */
function figuresOf(series: MetricSeries): Pick<MetricSeries, 'median' | 'max' | 'points'> {
  return series.recent ?? series;
}

/** Whether a series without an indicator holds whole numbers, one for each period. */
function isCountedAPeriod({ series, sli }: ReadSeries): boolean {
  const whole = [series.min, series.max, series.last].every((value) => Number.isInteger(value));
  return whole && sli === undefined && series.type !== 'counter' && !(series.unit ?? '').endsWith('/s');
}
