/**
 * Series that nobody stores but everybody means: the mean latency of a histogram (its sum over its count) and the share of
 * requests that failed (those of a failed status over all), each for a whole component, whatever further labels there are.
 */
import type { MetricSeries, SeriesChange } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import type { ReadSeries } from './read-series.ts';

const SUM = /[._]sum$/;
const COUNT = /[._]count$/;
const FEWEST_POINTS = 8;
const UNUSUAL = 4;

/** Mean latencies and error ratios that can be told from counters; empty where there are none. */
export function deriveSeries(reads: readonly ReadSeries[]): readonly ReadSeries[] {
  return [...meanLatencies(reads), ...errorRatios(reads)];
}

function meanLatencies(reads: readonly ReadSeries[]): readonly ReadSeries[] {
  const sums = reads.filter(({ series, meaning }) => meaning.signal === 'latency' && SUM.test(series.name));
  return [...byComponentAndName(sums)].flatMap(([key, members]) => {
    const base = members[0]!.series.name.replace(SUM, '');
    const counts = reads.filter(
      ({ series, component }) =>
        COUNT.test(series.name) && series.name.replace(COUNT, '') === base && `${component}\n${base}` === key,
    );
    if (counts.length === 0) return [];
    return derived(members[0]!.component, `${base} (mean)`, total(members), total(counts), {
      signal: 'latency',
      bad: 'up',
      scale: members[0]!.meaning.scale,
      stat: 'average',
    });
  });
}

function errorRatios(reads: readonly ReadSeries[]): readonly ReadSeries[] {
  const coded = reads.filter(({ series, meaning }) => meaning.signal === 'errors' && isCount(series));
  return [...byComponentAndName(coded)].flatMap(([, members]) => {
    const { component, series } = members[0]!;
    const served = reads.filter(
      (read) => read.component === component && read.series.name === series.name && read.meaning.signal === 'traffic',
    );
    if (served.length === 0) return [];
    return derived(component, `${series.name} (error ratio)`, total(members), total([...served, ...members]), {
      signal: 'errors',
      bad: 'up',
      scale: 1,
    });
  });
}

function isCount({ name, type }: MetricSeries): boolean {
  return type === 'counter' || /_total$|requests|calls|count$/i.test(name);
}

function byComponentAndName(reads: readonly ReadSeries[]): ReadonlyMap<string, readonly ReadSeries[]> {
  return Map.groupBy(reads, ({ component, series }) => `${component}\n${series.name.replace(SUM, '')}`);
}

function total(reads: readonly ReadSeries[]): ReadonlyMap<number, number> {
  const sum = new Map<number, number>();
  for (const { series } of reads)
    for (const [time, value] of series.sketch) sum.set(time, (sum.get(time) ?? 0) + value);
  return sum;
}

function derived(
  component: Component,
  name: string,
  part: ReadonlyMap<number, number>,
  whole: ReadonlyMap<number, number>,
  meaning: ReadSeries['meaning'],
): readonly ReadSeries[] {
  const sketch = [...whole]
    .filter(([, count]) => count > 0)
    .map(([time, count]) => [time, (part.get(time) ?? 0) / count] as const)
    .sort((a, b) => a[0] - b[0]);
  if (sketch.length < FEWEST_POINTS) return [];
  const values = sketch.map(([, value]) => value).sort((a, b) => a - b);
  const steps = sketch
    .slice(1)
    .map(([time], i) => time - sketch[i]![0])
    .sort((a, b) => a - b);
  const series: MetricSeries = {
    name,
    labels: {},
    points: sketch.length,
    from: iso(sketch[0]![0]),
    to: iso(sketch.at(-1)![0]),
    stepSeconds: steps[Math.floor(steps.length / 4)]!,
    last: sketch.at(-1)![1],
    min: values[0]!,
    max: values.at(-1)!,
    median: values[values.length >> 1]!,
    changes: changeIn(sketch),
    sketch,
  };
  return [{ series, meaning, component }];
}

/** The best single step in a few points, where it is large against what came before it; by least squares. */
function changeIn(points: readonly (readonly [number, number])[]): readonly SeriesChange[] {
  const values = points.map(([, value]) => value);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let left = 0;
  let best = 0;
  let at = 0;
  for (let k = 1; k < values.length; k++) {
    left += values[k - 1]! - mean;
    const gain = (left * left) / k + (left * left) / (values.length - k);
    if (k >= 4 && gain > best) {
      best = gain;
      at = k;
    }
  }
  if (at === 0) return [];
  const before = middle(values.slice(0, at));
  const during = middle(values.slice(at));
  const spread = 1.4826 * middle(values.slice(0, at).map((value) => Math.abs(value - before)));
  const difference = Math.abs(during - before);
  const score = difference / Math.max(spread, 0.02 * Math.abs(before), difference / 50);
  if (!(score >= UNUSUAL)) return [];
  return [
    {
      kind: 'level-shift',
      direction: during > before ? 'up' : 'down',
      onset: iso(points[at]![0]),
      before,
      during,
      score,
    },
  ];
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
