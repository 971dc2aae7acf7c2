import { METRIC_KNOWLEDGE } from '../../../schemas/generated/metric-knowledge.ts';
import type { Series } from '../provider.ts';
import { addIncreases, emptySums, type Grid, type SliceSums, sliceMeans, usualStep } from './grid.ts';
import { quantileOf } from './histogram.ts';
import { failedBy } from './outcome.ts';
import type { RequestMetric } from './request-metrics.ts';
import type { SliSeries } from './sli-series.ts';
import { ratioPerUnit, secondsPerUnit, statisticOf } from './units.ts';

/** Whose requests, seen from which side. */
export interface GroupIdentity {
  readonly service: string;
  readonly namespace: string | undefined;
  readonly side: 'server' | 'client';
  readonly peer: string | undefined;
}

/** Collects series by whose requests they tell of, and makes indicators of each group. */
export interface RequestGroups {
  add(series: Series, metric: RequestMetric, identity: GroupIdentity, counter: boolean): void;
  indicators(): readonly SliSeries[];
}

/** One metric of one group. */
interface Family {
  readonly name: string;
  readonly role: RequestMetric['role'];
  readonly basis: 'counter' | 'gauge';
  readonly requests: SliceSums;
  readonly failed: SliceSums;
  /** Whether any label told the outcome. */
  outcomes: boolean;
  readonly seconds: SliceSums;
  readonly buckets: Map<number, SliceSums>;
  /** Gauges of a latency or a share by statistic, each with the weights of its parts where known. */
  readonly gauges: Map<string, Float64Array[]>;
}

interface Group {
  readonly identity: GroupIdentity;
  readonly families: Map<string, Family>;
}

const QUANTILES = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

/** Creates an empty collection on a grid. */
export function createRequestGroups(grid: Grid): RequestGroups {
  const groups = new Map<string, Group>();
  const familyOf = (identity: GroupIdentity, metric: RequestMetric, counter: boolean): Family => {
    const { service, namespace, side, peer } = identity;
    const key = JSON.stringify([service, namespace, side, peer, metric.protocol]);
    const group = groups.get(key) ?? { identity, families: new Map<string, Family>() };
    groups.set(key, group);
    const known = group.families.get(metric.base);
    if (known !== undefined) return known;
    const made: Family = {
      name: metric.base,
      role: metric.role,
      basis: counter ? 'counter' : 'gauge',
      requests: emptySums(grid),
      failed: emptySums(grid),
      outcomes: false,
      seconds: emptySums(grid),
      buckets: new Map(),
      gauges: new Map(),
    };
    group.families.set(metric.base, made);
    return made;
  };
  return {
    add: (series, metric, identity, counter) => {
      const family = familyOf(identity, metric, counter);
      if (metric.part === 'bucket') addBucket(series, grid, family, counter);
      // Time that adds up is no latency: only with the requests that it was spent on.
      else if (metric.part === 'sum' || (counter && isTime(metric)))
        addAmounts(scaled(series), grid, family.seconds, counter);
      else if (metric.part === 'count' || metric.role === 'requests' || metric.role === 'failures')
        addCounted(series, grid, family, counter);
      else addGauge(series, grid, family);
    },
    indicators: () => [...groups.values()].flatMap((group) => indicatorsOf(group, grid)),
  };
}

/** A time by its name alone: no part of a histogram or summary. */
const isTime = ({ role, part }: RequestMetric) => role === 'duration' && part === 'value';

function addBucket(series: Series, grid: Grid, family: Family, counter: boolean): void {
  const bound = Number((series.labels.le ?? '').replace('+Inf', 'Infinity'));
  if (Number.isNaN(bound) || series.labels.le === undefined) return;
  const scale = secondsPerUnit(series.name, series.unit);
  const sums = family.buckets.get(bound * scale) ?? emptySums(grid);
  family.buckets.set(bound * scale, sums);
  addAmounts(series, grid, sums, counter);
}

function scaled(series: Series): Series {
  const scale = secondsPerUnit(series.name, series.unit);
  return scale === 1 ? series : { ...series, values: series.values.map((value) => value * scale) };
}

function addCounted(series: Series, grid: Grid, family: Family, counter: boolean): void {
  addAmounts(series, grid, family.requests, counter);
  const failed = family.role === 'failures' ? true : failedBy(series.labels);
  if (failed !== undefined) family.outcomes = true;
  if (failed === true) addAmounts(series, grid, family.failed, counter);
}

/** What a series adds to each slice: a counter's increases; a gauge's amounts a second, or a period where it is a sum. */
function addAmounts(series: Series, grid: Grid, into: SliceSums, counter: boolean): void {
  if (counter) {
    addIncreases(series, grid, into);
    return;
  }
  const seconds = grid.step / secondsPerAmount(series);
  sliceMeans(series, grid).forEach((mean, slice) => {
    if (Number.isNaN(mean)) return;
    into.sums[slice]! += mean * seconds;
    into.covered[slice]!++;
  });
}

/** In how many seconds a gauge counts what it says: one or 60 where its name tells, else those from one point to the next. */
function secondsPerAmount(series: Series): number {
  if (isPerSecond(series)) return 1;
  return isPerMinute(series) ? 60 : Math.max(1, usualStep(series.timestamps));
}

/** Figures of a business are given by the minute, however often they are read; a rate of a name is no share of time. */
function isPerMinute({ name, unit }: Series): boolean {
  return /per_?min(?:ute)?(?:_|$)|(?:^|_)rpm$/i.test(name) || /^(?:1|requests|reqs?)?\/min(?:ute)?$/i.test(unit ?? '');
}

/** A gauge of requests is a rate where its name or unit says so, or where it is a counter's recorded rate. */
function isPerSecond({ name, unit, labels }: Series): boolean {
  if (/^(?:sum|samplecount)$/i.test(labels.stat ?? labels.statistic ?? '')) return false;
  // Azure Monitor's totals are those of a period, and its exporter writes aggregation and unit behind the name.
  if (/^azure_\w+_total_count$/.test(name)) return false;
  return (
    /per_?sec|rate|(?:^|_)[rqt]ps(?:_|$)|[._](?:total|count|sum|bucket)$/i.test(name) || (unit ?? '').endsWith('/s')
  );
}

function addGauge(series: Series, grid: Grid, family: Family): void {
  const stat = family.role === 'duration' ? (statisticOf(series.name, series.labels, QUANTILE_LABELS) ?? 'mean') : '';
  const means = sliceMeans(series, grid);
  const scale =
    family.role === 'duration'
      ? secondsPerUnit(series.name, series.unit)
      : ratioPerUnit(series.name, series.unit, largest(means));
  const figures = means.map((mean) => (family.role === 'success_ratio' ? 1 - mean * scale : mean * scale));
  family.gauges.set(stat, [...(family.gauges.get(stat) ?? []), figures]);
}

const QUANTILE_LABELS = METRIC_KNOWLEDGE.requests.quantile;

function indicatorsOf({ identity, families }: Group, grid: Grid): SliSeries[] {
  const all = [...families.values()];
  const counted = all.filter(({ role }) => role === 'requests' || role === 'duration').filter(counts);
  const failing = counted.filter((family) => countsFailuresOnly(family, counted));
  const counting = counted.filter((family) => !failing.includes(family));
  // The counter whose labels tell outcomes is the best; a histogram counts the same requests once more.
  const main = counting.toSorted(
    (a, b) => Number(b.outcomes) - Number(a.outcomes) || Number(b.role === 'requests') - Number(a.role === 'requests'),
  )[0];
  const failures = all.find(({ role }) => role === 'failures') ?? failing[0];
  const named = {
    service: identity.service,
    ...(identity.namespace === undefined ? {} : { namespace: identity.namespace }),
    side: identity.side,
    ...(identity.peer === undefined ? {} : { peer: identity.peer }),
  };
  const requests = main && known(main.requests);
  const out: SliSeries[] = [];
  if (main !== undefined && requests !== undefined) {
    const failed = main.outcomes
      ? blankUnless(main.failed, requests)
      : failures && blankUnless(failures.requests, requests);
    const base = { ...named, metric: main.name, basis: main.basis, requests } as const;
    out.push({ ...base, indicator: 'rate', unit: 'requests/s', values: requests.map((count) => count / grid.step) });
    if (failed !== undefined) {
      const values = failed.map((count, slice) =>
        requests[slice]! > 0 ? Math.min(1, count / requests[slice]!) : Number.NaN,
      );
      const metric = main.outcomes ? main.name : failures!.name;
      out.push({ ...base, metric, indicator: 'error_ratio', unit: 'ratio', values, failed });
    }
  }
  const told = out.some(({ indicator }) => indicator === 'error_ratio');
  for (const family of all) {
    if (family.role === 'duration') out.push(...latencies(family, named, requests, grid));
    else if (!told && (family.role === 'success_ratio' || family.role === 'error_ratio'))
      out.push(...shares(family, named, requests));
  }
  return out;
}

/** Times as many requests that another metric of the same group counts. */
const FAR_MORE = 1.5;

/** Whether only responses that failed were kept of a counter: another metric counts far more of the same requests. */
function countsFailuresOnly(family: Family, all: readonly Family[]): boolean {
  const total = ({ sums }: SliceSums) => sums.reduce((sum, one) => sum + one, 0);
  const own = total(family.requests);
  return family.outcomes && total(family.failed) >= own && all.some(({ requests }) => total(requests) > FAR_MORE * own);
}

function counts({ requests }: Family): boolean {
  return requests.covered.some((covered) => covered > 0);
}

function known({ sums, covered }: SliceSums): Float64Array {
  return sums.map((sum, slice) => (covered[slice]! > 0 ? sum : Number.NaN));
}

/** Failures where requests are known: a failure's series begins with the first failure. */
function blankUnless({ sums }: SliceSums, requests: Float64Array): Float64Array {
  return sums.map((sum, slice) => (Number.isNaN(requests[slice]!) ? Number.NaN : sum));
}

type Named = Pick<SliSeries, 'service' | 'namespace' | 'side' | 'peer'>;

function latencies(family: Family, named: Named, requests: Float64Array | undefined, grid: Grid): SliSeries[] {
  const own = counts(family) ? known(family.requests) : requests;
  const base = {
    ...named,
    metric: family.name,
    indicator: 'latency',
    unit: 's',
    ...(own && { requests: own }),
  } as const;
  const out: SliSeries[] = [];
  if (family.buckets.size > 1) {
    const buckets = new Map([...family.buckets].map(([bound, { sums }]) => [bound, sums] as const));
    const total = buckets.get(Math.max(...buckets.keys()));
    for (const [statistic, share] of QUANTILES)
      out.push({
        ...base,
        ...(own === undefined && total !== undefined && { requests: total }),
        statistic,
        basis: 'histogram',
        values: quantileOf(buckets, share, grid.length),
      });
  }
  if (own !== undefined && family.seconds.covered.some((covered) => covered > 0)) {
    const values = family.seconds.sums.map((sum, slice) => (own[slice]! > 0 ? sum / own[slice]! : Number.NaN));
    out.push({ ...base, statistic: 'mean', basis: 'mean', values });
  }
  for (const [statistic, parts] of family.gauges) {
    const basis = family.seconds.covered.some((covered) => covered > 0) ? 'summary' : 'gauge';
    if (!out.some((one) => one.statistic === statistic)) out.push({ ...base, statistic, basis, values: meanOf(parts) });
  }
  return out;
}

function shares(family: Family, named: Named, requests: Float64Array | undefined): SliSeries[] {
  const parts = family.gauges.get('') ?? [];
  if (parts.length === 0) return [];
  const values = meanOf(parts);
  const failed = requests?.map((count, slice) => count * values[slice]!);
  return [
    {
      ...named,
      metric: family.name,
      indicator: 'error_ratio',
      unit: 'ratio',
      basis: 'gauge',
      values,
      ...(requests && failed && { requests, failed }),
    },
  ];
}

/** The mean of several series of one statistic (pods, routes): no one of them is the service. */
function meanOf(parts: readonly Float64Array[]): Float64Array {
  if (parts.length === 1) return parts[0]!;
  return parts[0]!.map((_, slice) => {
    const told = parts.map((part) => part[slice]!).filter((value) => !Number.isNaN(value));
    return told.length === 0 ? Number.NaN : told.reduce((sum, value) => sum + value, 0) / told.length;
  });
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => (Number.isNaN(value) ? most : Math.max(most, value)), 0);
}
