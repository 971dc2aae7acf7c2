import type { MetricSignal } from '../../../schemas/generated/metric-knowledge.ts';
import type { MetricSeries } from '../../domain/signals.ts';

export type { MetricSignal } from '../../../schemas/generated/metric-knowledge.ts';

/** What a series says, as the metrics backend read it off schemas/metric-signals.yaml. */
export interface MetricMeaning {
  readonly signal: MetricSignal;
  /** The direction that hurts; absent where neither does by itself. */
  readonly bad?: 'up' | 'down';
  /** Multiply by this to get seconds, a ratio of 1, bytes or cores. */
  readonly scale: number;
  /** The statistic the series holds, lower case: `average`, `p99`, `sum`; absent when not told. */
  readonly stat?: string;
  /** What it is about, where that is no service. */
  readonly of?: string;
  /** The database, cache or broker it tells of. */
  readonly engine?: string;
}

/** Signals that are known to find no cause. */
const USELESS = new Set(['other', 'machinery']);

/** What a series says; undefined when its name says nothing known, or nothing of use. */
export function meaningOf({ meaning }: MetricSeries): MetricMeaning | undefined {
  if (meaning === undefined || USELESS.has(meaning.signal)) return undefined;
  const { statistic, signal, ...rest } = meaning;
  const stat = statistic === 'mean' ? 'average' : statistic;
  return { ...rest, signal: signal as MetricSignal, ...(stat === undefined ? {} : { stat }) };
}
