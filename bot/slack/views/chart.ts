import type { SeriesChart } from '../../domain/answer.ts';
import { measured, unitOf } from './numbers.ts';
import { literalLine } from './text.ts';

/** Slack's chart block, which its types do not have yet. */
export interface ChartBlock {
  readonly type: 'data_visualization';
  readonly block_id?: string;
  readonly title: string;
  readonly chart: {
    readonly type: 'line';
    readonly series: readonly { readonly name: string; readonly data: readonly Point[] }[];
    readonly axis_config: {
      readonly categories: readonly string[];
      readonly x_label: string;
      readonly y_label: string;
    };
  };
}

interface Point {
  readonly label: string;
  readonly value: number;
}

/** Slack: 20 points, labels of 20 characters, titles of 50. With more than 12 the labels run into each other in a thread. */
const POINTS = 12;
const LONGEST_LABEL = 20;
const LONGEST_TITLE = 50;
const DAY_SECONDS = 86_400;

/** A series as people read it: values in a unit that fits their size. */
export interface DrawnSeries {
  readonly title: string;
  readonly unit: string;
  /** `[unix seconds, value in unit]`, finite, oldest first. */
  readonly points: readonly (readonly [number, number])[];
  /** Unix seconds, within the points' time. */
  readonly onset?: number;
}

/** Undefined where there is too little to draw. */
export function drawnSeries(chart: SeriesChart): DrawnSeries | undefined {
  const points = chart.points.filter(([at, value]) => Number.isFinite(at) && Number.isFinite(value) && inTime(at));
  const highest = Math.max(0, ...points.map(([, value]) => Math.abs(value)));
  const { name, factor } = fittingUnit(unitOf({ name: chart.title, unit: chart.unit }), highest);
  const title = literalLine(chart.title, 200);
  if (points.length < 2 || title === '') return undefined;
  const onset = Date.parse(chart.onset ?? '') / 1_000;
  const scaled = points.map(([at, value]) => [at, Number((value * factor).toPrecision(4))] as const);
  if (scaled.some(([, value]) => !Number.isFinite(value))) return undefined;
  const within = onset >= points[0]![0] && onset <= points.at(-1)![0];
  return { title, unit: literalLine(name, LONGEST_LABEL), points: scaled, ...(within && { onset }) };
}

const inTime = (at: number): boolean => at >= 0 && at < 253_402_300_800;

function fittingUnit(unit: string | undefined, highest: number): { name: string; factor: number } {
  if (unit === 'seconds' || unit === 's') return highest < 1 ? { name: 'ms', factor: 1_000 } : { name: 's', factor: 1 };
  if (unit === 'ratio') return { name: '%', factor: 100 };
  if (unit === 'bytes') {
    const steps = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
    const step = Math.min(steps.length - 1, Math.max(0, Math.floor(Math.log2(highest || 1) / 10)));
    return { name: steps[step]!, factor: 1 / 1_024 ** step };
  }
  return { name: unit ?? '', factor: 1 };
}

/** The chart as Slack's own block; undefined where there is too little to draw. */
export function chartBlock(chart: SeriesChart): ChartBlock | undefined {
  const drawn = drawnSeries(chart);
  if (drawn === undefined) return undefined;
  const data = labelled(thinned(drawn.points, POINTS));
  const began = drawn.onset === undefined ? '' : `, from ${clock(drawn.onset)} UTC`;
  return {
    type: 'data_visualization',
    title: literalLine(`${literalLine(drawn.title, LONGEST_TITLE - began.length)}${began}`, LONGEST_TITLE),
    chart: {
      type: 'line',
      series: [{ name: literalLine(drawn.unit || 'value', LONGEST_LABEL), data }],
      axis_config: { categories: data.map(({ label }) => label), x_label: 'UTC', y_label: drawn.unit },
    },
  };
}

/** What a screen reader says of the picture. */
export function chartInWords(chart: SeriesChart): string {
  const drawn = drawnSeries(chart);
  if (drawn === undefined) return 'A chart';
  const values = drawn.points.map(([, value]) => value);
  const unit = drawn.unit === '' ? '' : ` ${drawn.unit}`;
  const onset = drawn.onset === undefined ? '' : `; it changed at ${clock(drawn.onset)} UTC`;
  return `${drawn.title}: from ${measured(values[0]!)}${unit} to ${measured(values.at(-1)!)}${unit}, at most ${measured(Math.max(...values))}${unit}${onset}`;
}

/** Of each slice the point farthest from the slice before, so that a peak is not lost. */
function thinned(points: DrawnSeries['points'], most: number): DrawnSeries['points'] {
  if (points.length <= most) return points;
  const kept: (readonly [number, number])[] = [points[0]!];
  const inner = points.slice(1, -1);
  const slices = most - 2;
  for (let slice = 0; slice < slices; slice += 1) {
    const from = Math.floor((slice * inner.length) / slices);
    const part = inner.slice(from, Math.floor(((slice + 1) * inner.length) / slices));
    const last = kept.at(-1)![1];
    const far = part.reduce(
      (best, point) => (Math.abs(point[1] - last) > Math.abs(best[1] - last) ? point : best),
      part[0]!,
    );
    kept.push(far);
  }
  return [...kept, points.at(-1)!];
}

/** Times as labels; equal ones are told apart by their seconds, for Slack takes each label once. */
function labelled(points: DrawnSeries['points']): readonly Point[] {
  const long = points.at(-1)![0] - points[0]![0] > DAY_SECONDS;
  const used = new Set<string>();
  return points.map(([at, value], index) => {
    const plain = long ? `${new Date(at * 1_000).toISOString().slice(5, 10)} ${clock(at)}` : clock(at);
    const exact = `${plain}:${new Date(at * 1_000).toISOString().slice(17, 19)}`;
    const label = !used.has(plain) ? plain : !used.has(exact) ? exact : `${plain} (${index})`;
    used.add(label);
    return { label, value };
  });
}

function clock(at: number): string {
  return new Date(at * 1_000).toISOString().slice(11, 16);
}
