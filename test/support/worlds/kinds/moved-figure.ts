import { counter, type Figure, gauge } from './figure.ts';

/** At rest, and at the worst. */
type Course = readonly [base: number, worst: number];

export interface Moved extends Omit<Figure, 'measures' | 'series'> {
  /** The figure with these values. */
  readonly told: (course: Course) => Pick<Figure, 'measures' | 'series'>;
  /** From next to nothing; and where there is always some, as on busy systems: there it harms by how far it rises. */
  readonly quiet: Course;
  readonly busy: Course;
}

export const signal =
  (name: string) =>
  ([base, worst]: Course) => ({ measures: { signal: name, base, worst } });
export const oneGauge =
  (name: string, labels?: Readonly<Record<string, string>>) =>
  ([base, worst]: Course) => ({ series: [gauge(name, base, worst, labels)] });
export const oneCounter =
  (name: string) =>
  ([base, worst]: Course) => ({ series: [counter(name, base, worst)] });

/** Both worlds of a figure that moves: from next to nothing, and from some. */
export function courses({ told, quiet, busy, ...figure }: Moved): readonly Figure[] {
  return [
    { ...figure, ...told(quiet) },
    { ...figure, id: `${figure.id}-from-some`, ...told(busy) },
  ];
}
