import type { ObservedSeries } from './observe.ts';

/** By how much a counter rises in the n-th step. */
type Rises = (n: number) => number;

export interface MadeUpOptions {
  /** Per step: requests as a multiple of what was seen. */
  readonly traffic: readonly number[];
  readonly stepSeconds: number;
  readonly random: () => number;
}

/** Spread of the logarithm of how many answers of a minute are slow: some minutes of a shared machine hold twice as many. */
const TAIL_SPREAD = 0.7;
/** Below this many a step, draws are made one by one. */
const FEW = 30;
const PARTS = /^(.*)_(bucket|count|sum)$/;

/**
 * Courses of counters that rise as those of a busy system: whole counts come as they happen to (Poisson), the parts of a
 * histogram agree with each other, and its slow bands are fuller in some minutes than in others. Without that a quantile of
 * the past would never move, and any that is measured later would look like a change.
 */
export function madeUpCounters(
  series: readonly ObservedSeries[],
  { traffic, stepSeconds, random }: MadeUpOptions,
): ReadonlyMap<ObservedSeries, (n: number) => number> {
  const counters = series.filter(({ isCounter }) => isCounter);
  const tails = traffic.map(() => Math.exp(TAIL_SPREAD * gaussian(random)));
  const rises = new Map<ObservedSeries, Rises>();
  for (const counter of counters) {
    const perStep = counter.perSecond * stepSeconds;
    const isWhole = counter.values.every(Number.isInteger);
    const meanAt = (n: number) => perStep * (traffic[n] ?? 1);
    rises.set(counter, isWhole ? (n) => poisson(meanAt(n), random) : meanAt);
  }
  for (const parts of Map.groupBy(counters, familyOf).values()) {
    const bands = bandsOf(parts);
    if (bands.length > 0) histogram(parts, bands, { traffic, stepSeconds, random }, tails, rises);
  }
  return new Map([...rises].map(([counter, rise]) => [counter, summed(rise, traffic.length)]));
}

interface Band {
  readonly series: ObservedSeries;
  readonly upTo: number;
  /** Of this band alone, a second. */
  readonly perSecond: number;
}

/** Sets the rises of all parts of one histogram from one draw of its bands per step. */
function histogram(
  parts: readonly ObservedSeries[],
  bands: readonly Band[],
  { traffic, stepSeconds, random }: MadeUpOptions,
  tails: readonly number[],
  rises: Map<ObservedSeries, Rises>,
): void {
  const all = bands.reduce((sum, { perSecond }) => sum + perSecond, 0);
  const middle = bands.findIndex(
    (_, index) => 2 * bands.slice(0, index + 1).reduce((sum, { perSecond }) => sum + perSecond, 0) >= all,
  );
  const draws = traffic.map((factor, n) =>
    bands.map(({ perSecond }, index) =>
      poisson(perSecond * stepSeconds * factor * (index > middle ? (tails[n] ?? 1) : 1), random),
    ),
  );
  const heights = bands.map(({ upTo }, index) => {
    const from = bands[index - 1]?.upTo ?? 0;
    return Number.isFinite(upTo) ? (from + upTo) / 2 : from * 1.5;
  });
  const weigh = (counts: readonly number[]) =>
    counts.reduce((sum, count, index) => sum + count * (heights[index] ?? 0), 0);
  const usual = weigh(bands.map(({ perSecond }) => perSecond));
  for (const [index, { series }] of bands.entries())
    rises.set(series, (n) => (draws[n] ?? []).slice(0, index + 1).reduce((sum, count) => sum + count, 0));
  for (const part of parts) {
    if (part.name.endsWith('_count')) rises.set(part, (n) => (draws[n] ?? []).reduce((sum, count) => sum + count, 0));
    if (part.name.endsWith('_sum'))
      rises.set(part, (n) => (usual > 0 ? (part.perSecond * weigh(draws[n] ?? [])) / usual : 0));
  }
}

/** The bands of a histogram from its cumulative buckets, lowest first; none where it has none. */
function bandsOf(parts: readonly ObservedSeries[]): readonly Band[] {
  const buckets = parts
    .filter(({ name }) => name.endsWith('_bucket'))
    .map((series) => ({ series, upTo: upperBound(series.labels) }))
    .toSorted((a, b) => a.upTo - b.upTo);
  return buckets.map(({ series, upTo }, index) => ({
    series,
    upTo,
    perSecond: Math.max(0, series.perSecond - (buckets[index - 1]?.series.perSecond ?? 0)),
  }));
}

function upperBound(labels: string): number {
  const written = /[{,]le="([^"]*)"/.exec(labels)?.[1];
  return written === '+Inf' ? Number.POSITIVE_INFINITY : Number(written);
}

/** What the parts of one histogram share: name and labels but for the bound; a counter has a family of its own. */
function familyOf({ name, labels }: ObservedSeries): string {
  const family = PARTS.exec(name)?.[1] ?? name;
  const others = labels.slice(1, -1).replace(/(^|,)le="[^"]*"/, '');
  return `${family} ${others.replace(/^,|,$/g, '')}`;
}

function summed(rise: Rises, steps: number): (n: number) => number {
  let sum = 0;
  const course = Array.from({ length: steps }, (_, n) => {
    sum += rise(n);
    return Math.round(sum * 1000) / 1000;
  });
  return (n) => course[n] ?? sum;
}

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** How often something happened that happens `mean` times on average. */
function poisson(mean: number, random: () => number): number {
  if (mean <= 0) return 0;
  if (mean >= FEW) return Math.max(0, Math.round(mean + Math.sqrt(mean) * gaussian(random)));
  let count = 0;
  for (let chance = random(); chance > Math.exp(-mean); chance *= random()) count += 1;
  return count;
}
