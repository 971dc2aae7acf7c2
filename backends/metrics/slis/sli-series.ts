import type { Sli } from '../../../schemas/generated/metrics.ts';
import type { Grid } from './grid.ts';

/** One indicator over time, on the grid of its answer, before it is summarised. */
export interface SliSeries
  extends Pick<
    Sli,
    'service' | 'namespace' | 'side' | 'peer' | 'indicator' | 'statistic' | 'unit' | 'basis' | 'metric'
  > {
  /** A figure a slice; NaN where it could not be told. */
  readonly values: Float64Array;
  /** Requests of each slice; absent where they were not counted. */
  readonly requests?: Float64Array;
  /** Failed requests of each slice. */
  readonly failed?: Float64Array;
}

/** Indicators on one grid, and what was not read for them. */
export interface SliReading {
  readonly present: boolean;
  readonly grid: Grid;
  readonly items: readonly SliSeries[];
  readonly leftOut: readonly LeftOut[];
}

export interface LeftOut {
  readonly metric: string;
  readonly series?: number;
  readonly reason: string;
  readonly services?: readonly string[];
  readonly touchesFocus?: boolean;
}
