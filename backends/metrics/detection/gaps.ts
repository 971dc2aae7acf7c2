import { median, quantile } from './order-statistics.ts';
import { rfc3339 } from './time.ts';
import type { DetectedChange, DetectionWindow } from './types.ts';

/** Below this many points nobody can say how often the series usually reports. */
const FEWEST_POINTS = 5;
/** A silence counts from this many usual distances on, and never below a minute and a half (a late scrape). */
const LONGEST_USUAL = 5;
const SHORTEST_SECONDS = 90;

let scratch = new Float64Array(512);

/** The median distance between points in seconds; undefined with fewer than two. */
export function stepOf(times: Float64Array): number | undefined {
  const n = times.length - 1;
  if (n < 1) return undefined;
  return fillDistances(times) ? scratch[0]! : median(scratch, n);
}

/** Puts the distances between points into the scratch space; true when all are equal, as most series' are. */
function fillDistances(times: Float64Array): boolean {
  const n = times.length - 1;
  if (scratch.length < n) scratch = new Float64Array(n * 2);
  let regular = true;
  for (let i = 0; i < n; i++) {
    scratch[i] = times[i + 1]! - times[i]!;
    if (scratch[i] !== scratch[0]) regular = false;
  }
  return regular;
}

/** Silences in the window that are long for this series, the open one at the end included; at most the three longest. */
export function findGaps(times: Float64Array, values: Float64Array, window: DetectionWindow): DetectedChange[] {
  const n = times.length;
  if (n < FEWEST_POINTS) return [];
  const usual = usualDistance(times);
  const longest = Math.max(LONGEST_USUAL * usual, SHORTEST_SECONDS);
  const found: DetectedChange[] = [];
  for (let i = 0; i < n; i++) {
    const open = i === n - 1;
    const next = open ? window.end : times[i + 1]!;
    const silence = next - times[i]!;
    if (silence <= longest || next < window.start) continue;
    const value = values[i]!;
    found.push({
      kind: 'gap',
      direction: 'down',
      onset: rfc3339(times[i]!),
      ...(open ? {} : { until: rfc3339(next) }),
      before: value,
      during: value,
      score: silence / usual,
    });
  }
  return found.sort((a, b) => b.score - a.score).slice(0, 3);
}

/** What passes between reports: the 95th percentile for a sparse series, at least the median. */
function usualDistance(times: Float64Array): number {
  const n = times.length - 1;
  return fillDistances(times) ? scratch[0]! : quantile(scratch, n, n < 20 ? 0.8 : 0.95);
}
