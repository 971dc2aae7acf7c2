import type { Sli } from '../../domain/service-level.ts';
import type { MetricSeries } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import type { MetricMeaning } from './meaning.ts';

/** A series whose meaning and component are known. */
export interface ReadSeries {
  readonly series: MetricSeries;
  readonly meaning: MetricMeaning;
  readonly component: Component;
  /** The indicator it is, with the requests behind it; absent for a plain series. */
  readonly sli?: Sli;
}
