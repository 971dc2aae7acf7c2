import { meaningOf } from '../meaning.ts';
import { findExcursions } from './changes.ts';
import { findGaps, stepOf } from './gaps.ts';
import { median } from './order-statistics.ts';
import { usablePoints } from './points.ts';
import { withoutSeason } from './season.ts';
import { sketchOf } from './sketch.ts';
import { rfc3339 } from './time.ts';
import type { DetectedChange, DetectionWindow, SeriesInput, SeriesSummary } from './types.ts';

export type { DetectedChange, DetectionWindow, SeriesInput, SeriesSummary } from './types.ts';

const MOST_CHANGES = 8;

let scratch = new Float64Array(512);

/**
 * Summarises one series: its extent, typical values, and where it left its own past within the window. Give it every point
 * there is: those before `window.start` are the past that the window is compared with. Pure; about a tenth of a
 * millisecond for 1,440 points. Never throws on odd values; a constant or a single point has no changes.
 */
export function summarizeSeries(input: SeriesInput, window: DetectionWindow): SeriesSummary {
  const { times, values, rate } = usablePoints(input);
  const n = values.length;
  const unit = rate ? `${input.unit ?? ''}/s` : input.unit;
  const meaning = meaningOf(input);
  const identity = {
    name: input.name,
    labels: input.labels,
    ...(input.type === undefined ? {} : { type: input.type }),
    ...(unit === undefined ? {} : { unit }),
    ...(meaning === undefined ? {} : { meaning }),
    points: n,
  };
  if (n === 0) {
    const empty = { last: 0, min: 0, max: 0, median: 0, changes: [], sketch: [] };
    return { ...identity, from: rfc3339(window.start), to: rfc3339(window.end), ...empty };
  }
  const step = stepOf(times);
  return {
    ...identity,
    from: rfc3339(times[0]!),
    to: rfc3339(times[n - 1]!),
    ...(step === undefined ? {} : { stepSeconds: step }),
    last: values[n - 1]!,
    ...extremes(values),
    median: middle(values),
    ...extentIn(times, values, window),
    changes: changesIn(times, values, window),
    sketch: sketchOf(times, values, window),
  };
}

function changesIn(times: Float64Array, values: Float64Array, window: DetectionWindow): DetectedChange[] {
  const level = withoutSeason(times, values, window.start);
  const excursions = findExcursions(level ?? values).flatMap((change): DetectedChange[] => {
    const open = change.to >= values.length;
    if (times[change.from]! > window.end || (!open && times[change.to]! < window.start)) return [];
    // Without its season a level is only a difference: give back what was really measured.
    const during = level ? middle(values.slice(change.from, change.to)) : change.during;
    return [
      {
        kind: change.kind,
        direction: change.direction,
        onset: rfc3339(times[change.from]!),
        ...(open ? {} : { until: rfc3339(times[change.to]!) }),
        before: level ? during - (change.during - change.before) : change.before,
        during,
        score: change.score,
      },
    ];
  });
  const strongest = [...excursions, ...findGaps(times, values, window)].sort((a, b) => b.score - a.score);
  return strongest.slice(0, MOST_CHANGES).sort((a, b) => (a.onset < b.onset ? -1 : a.onset > b.onset ? 1 : 0));
}

/** Exact figures over the window; nothing where no point lies in it. */
function extentIn(times: Float64Array, values: Float64Array, window: DetectionWindow): Pick<SeriesSummary, 'recent'> {
  let from = times.length;
  while (from > 0 && times[from - 1]! >= window.start) from--;
  const inside = values.subarray(from);
  if (inside.length === 0) return {};
  return { recent: { points: inside.length, ...extremes(inside), median: middle(inside) } };
}

function middle(values: Float64Array): number {
  if (scratch.length < values.length) scratch = new Float64Array(values.length * 2);
  scratch.set(values);
  return median(scratch, values.length);
}

function extremes(values: Float64Array): { min: number; max: number } {
  let min = values[0]!;
  let max = min;
  for (let i = 1; i < values.length; i++) {
    const value = values[i]!;
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  return { min, max };
}
