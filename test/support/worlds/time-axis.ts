/** The moments at which a world was recorded. */
export interface TimeAxis {
  /** Unix seconds of the first moment. */
  readonly start: number;
  readonly step: number;
  readonly points: number;
  /** Unix seconds of the last moment; the recording was made then. */
  readonly end: number;
  at(index: number): number;
  /** The index of the first moment at or after `time`. */
  indexOf(time: number): number;
}

export function createTimeAxis(end: number, step: number, points: number): TimeAxis {
  const start = end - (points - 1) * step;
  return {
    start,
    step,
    points,
    end,
    at: (index) => start + index * step,
    indexOf: (time) => Math.min(points, Math.max(0, Math.ceil((time - start) / step))),
  };
}

export function rfc3339(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().replace(/\.000Z$/, 'Z');
}
