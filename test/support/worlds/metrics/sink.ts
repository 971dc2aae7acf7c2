import type { RandomSource } from '../../random-source.ts';
import { normalShare, SPREAD } from '../simulate/course.ts';
import type { TimeAxis } from '../time-axis.ts';

export type Labels = Readonly<Record<string, string>>;

/** One series; `undefined` where nothing was scraped. */
export interface Series {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary' | 'unknown';
  /** The family that `# TYPE` names: `http_requests`, `request_duration_seconds`. */
  readonly family: string;
  readonly labels: Labels;
  readonly values: (number | undefined)[];
}

/** Whether a target was scraped at a moment, and the moment since which its counters count. */
export interface Target {
  scraped(index: number): boolean;
  /** A counter begins anew at these moments. */
  restarted(index: number): boolean;
}

export const ALWAYS: Target = { scraped: () => true, restarted: () => false };

/** Where exporters write to. Rates are per second; counters are kept as whole numbers unless `fraction` is set. */
export interface MetricSink {
  readonly series: readonly Series[];
  gauge(target: Target, name: string, labels: Labels, value: (index: number) => number | undefined): void;
  counter(target: Target, name: string, labels: Labels, rate: (index: number) => number, fraction?: boolean): void;
  /** `name_bucket`, `name_sum`, `name_count`. `mean` and `bounds` share one unit. */
  histogram(
    target: Target,
    name: string,
    labels: Labels,
    bounds: readonly number[],
    rate: (index: number) => number,
    mean: (index: number) => number,
  ): void;
}

export function createMetricSink(axis: TimeAxis, random: RandomSource): MetricSink {
  const series: Series[] = [];
  const add = (name: string, type: Series['type'], family: string, labels: Labels): (number | undefined)[] => {
    const values = new Array<number | undefined>(axis.points);
    series.push({ name, type, family, labels, values });
    return values;
  };
  const events = (rate: number, fraction: boolean) =>
    fraction ? Math.max(0, rate) * axis.step : random.poisson(Math.max(0, rate) * axis.step);
  return {
    series,
    gauge(target, name, labels, value) {
      const values = add(name, 'gauge', name, labels);
      for (let i = 0; i < axis.points; i++) values[i] = target.scraped(i) ? value(i) : undefined;
    },
    counter(target, name, labels, rate, fraction = false) {
      const [type, family] = typeOf(name);
      const values = add(name, type, family, labels);
      // What it counted before the recording begins: some hours of the first rate.
      let total = Math.round(rate(0) * random.between(3_000, 90_000));
      for (let i = 0; i < axis.points; i++) {
        if (target.restarted(i)) total = 0;
        total += events(rate(i), fraction);
        values[i] = target.scraped(i) ? total : undefined;
      }
    },
    histogram(target, name, labels, bounds, rate, mean) {
      const buckets = [...bounds, Number.POSITIVE_INFINITY].map((bound) => ({
        bound,
        total: 0,
        values: add(`${name}_bucket`, 'histogram', name, { ...labels, le: le(bound) }),
      }));
      const sums = add(`${name}_sum`, 'histogram', name, labels);
      const counts = add(`${name}_count`, 'histogram', name, labels);
      let count = Math.round(rate(0) * random.between(3_000, 30_000));
      let sum = count * mean(0);
      for (const bucket of buckets) bucket.total = count * shareBelow(bucket.bound, mean(0));
      for (let i = 0; i < axis.points; i++) {
        if (target.restarted(i)) {
          count = 0;
          sum = 0;
          for (const bucket of buckets) bucket.total = 0;
        }
        const happened = events(rate(i), false);
        count += happened;
        sum += happened * mean(i);
        for (const bucket of buckets) {
          bucket.total += happened * shareBelow(bucket.bound, mean(i));
          bucket.values[i] = target.scraped(i) ? Math.min(count, Math.round(bucket.total)) : undefined;
        }
        buckets.at(-1)!.values[i] = target.scraped(i) ? count : undefined;
        sums[i] = target.scraped(i) ? sum : undefined;
        counts[i] = target.scraped(i) ? count : undefined;
      }
    },
  };
}

/** What `# TYPE` says of a counter of this name: many exporters' counters lack `_total` and are untyped there. */
function typeOf(name: string): [Series['type'], string] {
  if (name.endsWith('_total')) return ['counter', name.replace(/_total$/, '')];
  return /_(count|sum)$/.test(name) ? ['summary', name.replace(/_(count|sum)$/, '')] : ['unknown', name];
}

function le(bound: number): string {
  return Number.isFinite(bound) ? String(bound) : '+Inf';
}

function shareBelow(bound: number, mean: number): number {
  if (!Number.isFinite(bound) || mean <= 0) return 1;
  const mu = Math.log(mean) - (SPREAD * SPREAD) / 2;
  return normalShare((Math.log(bound) - mu) / SPREAD);
}
