import type { MetricSignal } from '../../../schemas/generated/metric-knowledge.ts';
import { usablePoints } from '../detection/points.ts';
import { meaningOf } from '../meaning.ts';
import type { Series } from '../provider.ts';

/** A share that nobody stores but everybody means: one signal's rate over another's, of the same holder. */
interface Share {
  readonly name: string;
  readonly part: MetricSignal;
  readonly whole: MetricSignal;
}

const SHARES: readonly Share[] = [
  { name: 'container_cpu_cfs_throttled_periods_ratio', part: 'cpu-throttled-periods', whole: 'cpu-periods' },
  { name: 'node_tcp_retransmits_ratio', part: 'network-loss', whole: 'network-segments' },
];

/** Seconds of each processor in one mode, as a mean over the processors of a machine: a share of its time. */
interface Mode {
  readonly name: string;
  readonly mode: MetricSignal;
  readonly inverse?: true;
}

const MODES: readonly Mode[] = [
  { name: 'node_cpu_busy_ratio', mode: 'cpu-idle', inverse: true },
  { name: 'node_cpu_steal_ratio', mode: 'cpu-steal' },
  { name: 'node_cpu_iowait_ratio', mode: 'cpu-iowait' },
];
const NOT_OF_A_MACHINE = new Set(['cpu', 'mode', 'core', 'state']);

/** Shares that whole series give together; computed at the times which both have. */
export function computedSeries(series: readonly Series[]): readonly Series[] {
  const bySignal = new Map<string, Series[]>();
  for (const one of series) {
    const signal = meaningOf(one)?.signal;
    if (signal === undefined || !WANTED.has(signal)) continue;
    const known = bySignal.get(signal);
    if (known === undefined) bySignal.set(signal, [one]);
    else known.push(one);
  }
  const of = (signal: MetricSignal) => bySignal.get(signal) ?? [];
  return [
    ...SHARES.flatMap(({ name, part, whole }) => sharesOf(name, of(part), of(whole))),
    ...MODES.flatMap((mode) => modeShares(mode, of(mode.mode), series)),
  ];
}

const WANTED: ReadonlySet<string> = new Set([
  ...SHARES.flatMap(({ part, whole }) => [part, whole]),
  ...MODES.map(({ mode }) => mode),
]);

function sharesOf(name: string, parts: readonly Series[], wholes: readonly Series[]): Series[] {
  const whole = new Map(wholes.map((one) => [holderOf(one.labels), one] as const));
  return parts.flatMap((part) => {
    const other = whole.get(holderOf(part.labels));
    if (other === undefined) return [];
    const above = rateOf(part);
    const below = rateOf(other);
    return gauge(name, part.labels, [...below.keys()], (time) => {
      const count = below.get(time)!;
      const share = count > 0 ? (above.get(time) ?? Number.NaN) / count : Number.NaN;
      // A part is never more than its whole (the kernel's `nr_throttled` of `nr_periods`): the two were not read at one time.
      return share <= 1 ? share : Number.NaN;
    });
  });
}

/** A rate above this is none of a single processor, whose modes share one second a second, read at slightly wrong times. */
const MOST_OF_ONE = 1.2;

function modeShares({ name, inverse }: Mode, series: readonly Series[], all: readonly Series[]): Series[] {
  const machines = Map.groupBy(series, ({ labels }) => holderOf(labels, NOT_OF_A_MACHINE));
  return [...machines].flatMap(([holder, processors]) => {
    const rates = processors.map(rateOf);
    const labels = Object.fromEntries(
      Object.entries(processors[0]!.labels).filter(([label]) => !NOT_OF_A_MACHINE.has(label)),
    );
    const isSummed = rates.some((rate) => [...rate.values()].some((value) => value > MOST_OF_ONE));
    const named = isSummed ? all.filter((one) => one.name === processors[0]!.name) : [];
    const modes = named.filter((one) => holderOf(one.labels, NOT_OF_A_MACHINE) === holder).map(rateOf);
    return gauge(name, labels, [...rates[0]!.keys()], (time) => {
      const told = rates.flatMap((rate) => rate.get(time) ?? []);
      const count = isSummed ? processorsAt(time, modes) : told.length;
      const mean = told.reduce((sum, rate) => sum + rate, 0) / count;
      return Math.min(1, Math.max(0, inverse ? 1 - mean : mean));
    });
  });
}

/**
 * How many processors a sum over them is of (`sum without (cpu)`, `cpu="all"`): the seconds of all modes together, as each
 * processor is in one mode at any time (kernel, filesystems/proc: /proc/stat). Idle seconds alone tell it by their most.
 */
function processorsAt(time: number, modes: readonly ReadonlyMap<number, number>[]): number {
  const most = (rate: ReadonlyMap<number, number>) => Math.ceil(Math.max(...rate.values()));
  if (modes.length === 1) return most(modes[0]!);
  return modes.reduce((sum, rate) => sum + (rate.get(time) ?? Number.NaN), 0);
}

/** What tells one holder from another: every label, in a fixed order, but for some. */
function holderOf(labels: Series['labels'], without: ReadonlySet<string> = new Set()): string {
  return JSON.stringify(
    Object.entries(labels)
      .filter(([label]) => !without.has(label))
      .sort(),
  );
}

/** Rates by time. Where a counter began anew what it had counted before is lost: a share of the rest would be none. */
function rateOf(series: Series): ReadonlyMap<number, number> {
  const { times, values } = usablePoints({ ...series, type: 'counter' });
  const fallen = fallsOf(series);
  const rates = new Map<number, number>();
  for (let i = 0; i < times.length; i++) if (!fallen.has(times[i]!)) rates.set(times[i]!, values[i]!);
  return rates;
}

function fallsOf({ timestamps, values }: Series): ReadonlySet<number> {
  const falls = new Set<number>();
  let before = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) continue;
    if (values[i]! < before) falls.add(timestamps[i]!);
    before = values[i]!;
  }
  return falls;
}

function gauge(
  name: string,
  labels: Series['labels'],
  times: readonly number[],
  value: (time: number) => number,
): Series[] {
  const points = times.map((time) => [time, value(time)] as const).filter(([, figure]) => Number.isFinite(figure));
  if (points.length === 0) return [];
  return [
    {
      name,
      labels,
      type: 'gauge',
      timestamps: Float64Array.from(points, ([time]) => time),
      values: Float64Array.from(points, ([, figure]) => figure),
    },
  ];
}
