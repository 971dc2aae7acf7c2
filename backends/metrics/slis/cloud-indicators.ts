import type { CloudNamespace, CloudThing } from '../../../schemas/metric-knowledge.ts';
import type { Series } from '../provider.ts';
import type { CloudMetric } from './cloud-metrics.ts';
import { addPeriodSums, emptySums, type Grid, type SliceSums, sliceMeans } from './grid.ts';
import type { SliSeries } from './sli-series.ts';

/** A series that tells of a thing, or of a part of it. */
export interface CloudMember {
  readonly series: Series;
  readonly told: CloudMetric;
  /** The dimensions that make it a part; empty for the whole. */
  readonly parts: readonly string[];
}

/** All that is told of one thing's requests, or of those of one of its callers. */
export interface CloudGroup {
  readonly space: CloudNamespace;
  readonly thing: CloudThing;
  readonly service: string;
  readonly peer: string | undefined;
  readonly members: readonly CloudMember[];
}

/** What is known of all groups together. */
export interface CloudAround {
  readonly grid: Grid;
  /** Slices in which CloudWatch told anything. */
  readonly alive: SliceSums;
  /** Namespaces and metrics that are exported of anything, as `exportedKey` writes them. */
  readonly exported: ReadonlySet<string>;
}

/** A metric of a namespace, however that is spelled. */
export function exportedKey({ namespaces }: CloudNamespace, metric: string): string {
  return `${namespaces[0]} ${metric}`;
}

/** Seconds within which figures of the last periods may still come: what has no point there is late, and not zero. */
const LATE_SECONDS = 300;

type Named = Pick<SliSeries, 'service' | 'peer' | 'side' | 'basis'>;

/** What CloudWatch tells of the requests of one group: their rate, the share that failed, and how long they took. */
export function cloudIndicators(group: CloudGroup, around: CloudAround): readonly SliSeries[] {
  const { space, service, peer } = group;
  const named: Named = { service, side: 'server', ...(peer === undefined ? {} : { peer }), basis: 'gauge' };
  const counted = countedBy(group);
  const routed = counted.length === 0 ? undefined : withZeros(counted, around);
  const failures = failuresOf(group, around);
  const failed = routed && failures && sumsOf(failures, around.grid).sums;
  // A balancer answers what it can pass to nobody, and counts no request for it.
  const requests = routed?.map((count, slice) => withFailed(count, failed?.[slice] ?? 0));
  const out: SliSeries[] = [];
  if (routed !== undefined && requests !== undefined) {
    const metric = counted[0]!.series.name;
    const rates = routed.map((count) => count / around.grid.step);
    out.push({ ...named, metric, indicator: 'rate', unit: 'requests/s', values: rates, requests: routed });
    if (failed !== undefined)
      out.push({ ...ratioOf(named, largest(failures!)?.series.name ?? metric, requests, failed) });
  }
  if (failed === undefined) out.push(...sharesOf(group, named, requests, around.grid));
  for (const [metric, unit] of Object.entries(space.durations))
    out.push(...latenciesOf(group, metric, unit === 'ms' ? 1e-3 : 1, { named, requests, grid: around.grid }));
  return out;
}

function withFailed(count: number, failed: number): number {
  return Number.isNaN(count) && failed === 0 ? Number.NaN : Math.max(Number.isNaN(count) ? 0 : count, failed);
}

function ratioOf(named: Named, metric: string, requests: Float64Array, failed: Float64Array): SliSeries {
  const values = requests.map((count, slice) => (count > 0 ? failed[slice]! / count : Number.NaN));
  return { ...named, metric, indicator: 'error_ratio', unit: 'ratio', values, requests, failed };
}

/** Series of one statistic of one metric: those that part the thing into the fewest parts, so that nothing is counted twice. */
function coarsest({ members }: CloudGroup, metric: string, statistic: string): readonly CloudMember[] {
  const fitting = members.filter(({ told }) => told.metric === metric && told.statistic === statistic);
  const cuts = Map.groupBy(fitting, ({ parts }) => parts.join(' '));
  return [...cuts].sort(([a, [x]], [b, [y]]) => x!.parts.length - y!.parts.length || (a < b ? -1 : 1))[0]?.[1] ?? [];
}

function countedBy(group: CloudGroup): readonly CloudMember[] {
  const { requests, durations } = group.space;
  const counts =
    requests === undefined ? [] : [coarsest(group, requests, 'sum'), coarsest(group, requests, 'samplecount')];
  const samples =
    requests === undefined ? Object.keys(durations).map((one) => coarsest(group, one, 'samplecount')) : [];
  return [...counts, ...samples].find((members) => members.length > 0) ?? [];
}

/** Series of failures; empty where they are exported and none happened; undefined where nobody asked for them. */
function failuresOf(group: CloudGroup, { exported }: CloudAround): readonly CloudMember[] | undefined {
  const { space, thing } = group;
  if (!thing.failures.some((metric) => exported.has(exportedKey(space, metric)))) return undefined;
  const all = thing.failures.map((metric) => {
    const sums = coarsest(group, metric, 'sum');
    return sums.length > 0 || coarsest(group, metric, 'mean').length === 0 ? sums : undefined;
  });
  // Where only the average of them is exported, it is the share.
  return all.every((one) => one === undefined || one.length === 0) && all.includes(undefined)
    ? undefined
    : all.flatMap((one) => one ?? []);
}

function largest(members: readonly CloudMember[]): CloudMember | undefined {
  const total = ({ series }: CloudMember) =>
    series.values.reduce((sum, one) => sum + (Number.isFinite(one) ? one : 0), 0);
  return members.toSorted((a, b) => total(b) - total(a))[0];
}

function sumsOf(members: readonly CloudMember[], grid: Grid): SliceSums {
  const into = emptySums(grid);
  for (const { series } of members) addPeriodSums(series, grid, into);
  return into;
}

/** Requests of each slice: 0 where other figures came and these did not, once there were any and but for what may be late. */
function withZeros(members: readonly CloudMember[], { grid, alive }: CloudAround): Float64Array {
  const { sums, covered } = sumsOf(members, grid);
  const first = covered.findIndex((one) => one > 0);
  const last = covered.findLastIndex((one) => one > 0);
  const late = Math.ceil(LATE_SECONDS / grid.step);
  const end = alive.covered.findLastIndex((one) => one > 0);
  const isOver = end - last > late;
  return sums.map((sum, slice) => {
    if (covered[slice]! > 0) return sum;
    const isTold = alive.covered[slice]! > 0 && first >= 0 && slice > first && (slice < last || isOver);
    return isTold ? 0 : Number.NaN;
  });
}

function sharesOf(
  group: CloudGroup,
  named: Named,
  requests: Float64Array | undefined,
  grid: Grid,
): readonly SliSeries[] {
  for (const [metric, unit] of Object.entries(group.space.shares ?? {})) {
    const members = coarsest(group, metric, 'mean');
    if (members.length === 0) continue;
    const scale = unit === 'percent' ? 1e-2 : 1;
    const values = meanOf(members, grid).map((share) => Math.min(1, share * scale));
    const failed = requests?.map((count, slice) => count * values[slice]!);
    const counts = requests && failed && { requests, failed };
    return [{ ...named, metric: members[0]!.series.name, indicator: 'error_ratio', unit: 'ratio', values, ...counts }];
  }
  return [];
}

interface Latency {
  readonly named: Named;
  readonly requests: Float64Array | undefined;
  readonly grid: Grid;
}

function latenciesOf(
  group: CloudGroup,
  metric: string,
  scale: number,
  { named, requests, grid }: Latency,
): SliSeries[] {
  const base = { ...named, indicator: 'latency', unit: 's', ...(requests && { requests }) } as const;
  const told = new Set(group.members.filter((one) => one.told.metric === metric).map((one) => one.told.statistic));
  const out: SliSeries[] = [];
  for (const statistic of told) {
    if (statistic === 'sum' || statistic === 'samplecount') continue;
    const members = coarsest(group, metric, statistic);
    if (isOfNarrower(members, group)) continue;
    // An exporter may write 0 for a period without requests.
    const values = meanOf(members, grid).map((figure) => (figure > 0 ? figure * scale : Number.NaN));
    out.push({ ...base, metric: members[0]!.series.name, statistic, values });
  }
  const [total, samples] = [coarsest(group, metric, 'sum'), coarsest(group, metric, 'samplecount')];
  if (
    !told.has('mean') &&
    total.length > 0 &&
    !isOfNarrower(total, group) &&
    samples.length > 0 &&
    total[0]!.parts.length === samples[0]!.parts.length
  ) {
    const [time, count] = [sumsOf(total, grid).sums, sumsOf(samples, grid).sums];
    const values = time.map((sum, slice) => (count[slice]! > 0 ? (sum * scale) / count[slice]! : Number.NaN));
    out.push({ ...base, metric: total[0]!.series.name, statistic: 'mean', values });
  }
  return out;
}

/** Whether figures are of a narrower thing, as of a balancer's groups: how long its own answers took is then not told. */
function isOfNarrower(members: readonly CloudMember[], { space, thing }: CloudGroup): boolean {
  const narrower = space.things.slice(0, space.things.indexOf(thing));
  return narrower.some(({ dimension = '' }) => members[0]!.parts.includes(dimension));
}

function meanOf(members: readonly CloudMember[], grid: Grid): Float64Array {
  const all = members.map(({ series }) => sliceMeans(series, grid));
  return emptySums(grid).sums.map((_, slice) => {
    const figures = all.map((one) => one[slice]!).filter((figure) => !Number.isNaN(figure));
    return figures.length === 0 ? Number.NaN : figures.reduce((sum, one) => sum + one, 0) / figures.length;
  });
}
