import { type Blocks, blockStart, toBlocks } from './blocks.ts';
import { findDrift } from './drift.ts';
import { segmentStarts } from './segments.ts';
import { levelOf, type Usual, usualOf } from './spread.ts';

/** A change by index into the series: `to` is exclusive and equals the length when it lasts to the end. */
export interface Excursion {
  readonly kind: 'level-shift' | 'spike' | 'drift';
  readonly direction: 'up' | 'down';
  readonly from: number;
  readonly to: number;
  /** Typical values before and during. */
  readonly before: number;
  readonly during: number;
  readonly score: number;
}

/** Scores below this are everyday noise. */
const UNUSUAL = 4;
/** A long stretch is believed at a smaller size, for its many points agree. */
const UNUSUAL_LONG = 2.5;
const LONG = 10;
/** Blocks before a stretch that count as its recent past. */
const RECENT = 36;
/** With less past than this the score shrinks in proportion. */
const ENOUGH_PAST = 10;
const LEAST_PAST = 4;
/** Fewer blocks than this are a spike even when nothing follows them. */
const SHORT_SPIKE = 3;
/** An excursion is over when it is back within this many spreads, or has given back most of its height. */
const BACK = 2.5;
const BACK_SHARE = 0.34;
/** A stretch that the next one is so many times as far from what was usual was a wobble before it, not its beginning. */
const DWARFS = 10;

/** Touching stretches on one side of what was usual before them. */
interface Departure {
  from: number;
  to: number;
  /** How far from the centre of what was usual it has come. */
  height: number;
  readonly direction: 'up' | 'down';
  readonly before: Usual;
  score: number;
}

/**
 * Finds where a series leaves its own past. A stretch of one level counts when it is unusual both against everything
 * before it and against the recent past: so an old change of level is reported once, a return to normal is no change, and a
 * new change on top of an old one still shows.
 */
export function findExcursions(values: Float64Array): Excursion[] {
  const blocks = toBlocks(values);
  const n = blocks.values.length;
  if (n <= LEAST_PAST) return [];
  const starts = segmentStarts(blocks.values);
  if (starts.length < 2) return [];
  const excursions = departures(blocks.values, starts).map((departure) => placed(blocks, departure, values));
  const drift = findDrift(blocks.values, starts);
  if (!drift) return excursions;
  const from = blockStart(blocks, drift.from);
  const kept = excursions.filter((change) => change.to <= from);
  return [...kept, { ...drift, kind: 'drift', from, to: values.length }];
}

function departures(values: Float64Array, starts: readonly number[]): Departure[] {
  const found: Departure[] = [];
  let current: Departure | undefined;
  for (let s = 1; s < starts.length; s++) {
    const from = starts[s]!;
    const to = starts[s + 1] ?? values.length;
    const level = levelOf(values, from, to);
    if (current && !settled(current)) {
      const size = sizeOf(level, current.before, current.direction);
      // What stays beyond a third of the way has not come back, whatever its steps.
      if (size >= BACK && size >= current.score * BACK_SHARE) {
        const height = Math.abs(level - current.before.centre);
        if (height >= DWARFS * current.height) current.from = from;
        current.height = Math.max(current.height, height);
        current.to = to;
        current.score = Math.max(current.score, size * trust(current.from));
        continue;
      }
    }
    const next = departureAt(values, from, to, level, current && settled(current) ? current.from : 0, current);
    if (next) found.push(next);
    if (next || !current || !settled(current)) current = next;
    else current.to = to;
  }
  return found;
}

/** A level held this long is the new usual: what follows is compared with it, not with what came before it. */
function settled(departure: Departure): boolean {
  return departure.to - departure.from >= RECENT;
}

function departureAt(
  values: Float64Array,
  from: number,
  to: number,
  level: number,
  since: number,
  last: Departure | undefined,
): Departure | undefined {
  if (from < LEAST_PAST) return undefined;
  const needed = to - from >= LONG ? UNUSUAL_LONG : UNUSUAL;
  const overall = usualOf(values, since, from);
  const direction = level > overall.centre ? 'up' : 'down';
  const against = sizeOf(level, overall, direction) * trust(from - since);
  if (against < needed) return undefined;
  const recentFrom = Math.max(since, from - Math.max(RECENT, to - from));
  // Right after an excursion the recent past is the excursion itself; what was usual before it is the measure.
  const recent =
    last && last.to === from && !settled(last)
      ? last.before
      : recentFrom === 0
        ? overall
        : usualOf(values, recentFrom, from);
  const score = Math.min(against, sizeOf(level, recent, direction) * trust(from - since));
  if (score < needed) return undefined;
  return { from, to, height: Math.abs(level - recent.centre), direction, before: recent, score };
}

function sizeOf(level: number, usual: Usual, direction: 'up' | 'down'): number {
  const distance = direction === 'up' ? level - usual.centre : usual.centre - level;
  if (distance <= 0) return 0;
  const spread = direction === 'up' ? usual.above : usual.below;
  // A past without any movement says nothing of scale; the change itself then bounds the score.
  return distance / Math.max(spread, distance / 50);
}

function trust(past: number): number {
  return Math.min(1, (past - 2) / (ENOUGH_PAST - 2));
}

/** Places a departure's ends among the points and names its kind. */
function placed(blocks: Blocks, departure: Departure, points: Float64Array): Excursion {
  const { direction, score } = departure;
  const before = departure.before.centre;
  const during = levelOf(blocks.values, departure.from, departure.to);
  const middle = (before + during) / 2;
  const from = crossing(points, blocks, departure.from, middle, direction);
  const open = departure.to >= blocks.values.length;
  const to = open
    ? points.length
    : Math.max(from + 1, crossing(points, blocks, departure.to, middle, opposite(direction)));
  const length = departure.to - departure.from;
  const spike = length < SHORT_SPIKE || (!open && length <= blocks.values.length / 20);
  return { kind: spike ? 'spike' : 'level-shift', direction, from, to, before, during, score };
}

function opposite(direction: 'up' | 'down'): 'up' | 'down' {
  return direction === 'up' ? 'down' : 'up';
}

/** The first point near a block's start that lies beyond `middle`, the next one agreeing. */
function crossing(
  points: Float64Array,
  blocks: Blocks,
  block: number,
  middle: number,
  direction: 'up' | 'down',
): number {
  const at = blockStart(blocks, block);
  if (blocks.size === 1) return at;
  const beyond = (i: number) => (direction === 'up' ? points[i]! > middle : points[i]! < middle);
  const until = Math.min(points.length, at + blocks.size);
  for (let i = Math.max(0, at - blocks.size); i < until; i++) {
    if (beyond(i) && (i + 1 >= points.length || beyond(i + 1))) return i;
  }
  return at;
}
