import { FORMAT } from '../parameters.ts';
import { SPELLS } from './reading-parameters.ts';

/** What comes back at even distances, and is over in between. */
export interface Spells {
  /** RFC 3339: when the first and the last began. */
  readonly first: string;
  readonly last: string;
  readonly times: number;
  /** From the begin of one to the begin of the next, the middle distance. */
  readonly everySeconds: number;
  /** RFC 3339: the last bad slice; absent while the next is not yet overdue. */
  readonly until?: string;
  /** Whether the course shows no time before the first longer than from one to the next: it may always have been so. */
  readonly standing: boolean;
}

/**
 * The spells in which a course is bad, where they come back like a clock: so often, at distances that differ by no more than
 * the slices are wide and a share, and well for most of the time. A pause between two is no end: what a timer, a lifetime of
 * entries or a schedule brings about is back when it runs out (Nagios, "Detection and Handling of State Flapping": a state that
 * comes and goes is one trouble). Undefined for all else: noise comes at any distance.
 */
export function spellsIn(
  course: readonly (readonly [number, number])[],
  isBad: (figure: number) => boolean,
  asOf: string,
): Spells | undefined {
  const bad = course.map(([, figure]) => isBad(figure));
  const starts = course.flatMap(([time], n) => (bad[n] === true && bad[n - 1] !== true && n > 0 ? [time] : []));
  const [first, last] = [starts[0], starts.at(-1)];
  if (first === undefined || last === undefined || starts.length < SPELLS.least) return undefined;
  if (bad[0] === true || bad.filter((one) => one).length > SPELLS.badShare * course.length) return undefined;
  const distances = starts.slice(1).map((start, n) => start - starts[n]!);
  const [shortest, longest] = [Math.min(...distances), Math.max(...distances)];
  const steps = course.slice(1).map(([time], n) => time - course[n]![0]);
  const slice = steps.toSorted((a, b) => a - b)[steps.length >> 1]!;
  // Where slices are too wide every distance looks alike.
  if (shortest < 2 * SPELLS.slices * slice) return undefined;
  if (longest - shortest > Math.max(SPELLS.slices * slice, SPELLS.uneven * shortest)) return undefined;
  const end = course[bad.lastIndexOf(true)]![0];
  const isOverdue = Date.parse(asOf) / FORMAT.millis - last > longest * (1 + SPELLS.uneven) + SPELLS.slices * slice;
  return {
    first: timeOf(first),
    last: timeOf(last),
    times: starts.length,
    everySeconds: distances.toSorted((a, b) => a - b)[distances.length >> 1]!,
    ...(isOverdue && { until: timeOf(end) }),
    standing: first - course[0]![0] <= longest,
  };
}

function timeOf(seconds: number): string {
  return new Date(seconds * FORMAT.millis).toISOString();
}
