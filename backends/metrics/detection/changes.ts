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
const SHORT_SPIKE = 3;

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly direction: 'up' | 'down';
  readonly before: number;
  readonly score: number;
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
  const drift = findDrift(blocks.values, starts);
  const excursions = starts.length < 2 ? [] : joined(blocks, stretches(blocks.values, starts), starts, values);
  if (!drift) return excursions;
  const from = blockStart(blocks, drift.from);
  const kept = excursions.filter((change) => change.to <= from);
  return [...kept, { ...drift, kind: 'drift', from, to: values.length }];
}

function stretches(values: Float64Array, starts: readonly number[]): Stretch[] {
  const found: Stretch[] = [];
  for (let s = 1; s < starts.length; s++) {
    const from = starts[s]!;
    const to = starts[s + 1] ?? values.length;
    if (from < LEAST_PAST) continue;
    const level = levelOf(values, from, to);
    const overall = usualOf(values, 0, from);
    const direction = level > overall.centre ? 'up' : 'down';
    const stepBack = ongoing(found, from, direction);
    const recentFrom = Math.max(0, from - Math.max(RECENT, to - from));
    const recent = recentFrom === 0 ? overall : usualOf(values, recentFrom, from);
    const reference = stepBack ? stepBack.before : undefined;
    const score = Math.min(sizeOf(level, overall, direction), sizeOf(level, recent, direction)) * trust(from);
    // The second half of a rise belongs to the rise even though the first half already moved the recent past.
    const continues = stepBack && sizeOf(level, overall, direction) * trust(from) >= UNUSUAL;
    if (score >= (to - from >= LONG ? UNUSUAL_LONG : UNUSUAL)) {
      found.push({ from, to, direction, before: reference ?? recent.centre, score });
    } else if (continues) {
      found.push({ from, to, direction, before: stepBack.before, score: stepBack.score });
    }
  }
  return found;
}

function ongoing(found: readonly Stretch[], from: number, direction: 'up' | 'down'): Stretch | undefined {
  const last = found.at(-1);
  return last && last.to === from && last.direction === direction ? last : undefined;
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

/** Joins touching stretches of one direction and places their ends among the points. */
function joined(
  blocks: Blocks,
  found: readonly Stretch[],
  starts: readonly number[],
  points: Float64Array,
): Excursion[] {
  const out: Excursion[] = [];
  for (let i = 0; i < found.length; i++) {
    const first = found[i]!;
    let last = first;
    let score = first.score;
    while (found[i + 1] && found[i + 1]!.from === last.to && found[i + 1]!.direction === first.direction) {
      last = found[++i]!;
      score = Math.max(score, last.score);
    }
    const endBlock = last.to;
    const during = levelOf(blocks.values, first.from, endBlock);
    const middle = (first.before + during) / 2;
    const from = crossing(points, blocks, first.from, middle, first.direction);
    const open = endBlock >= blocks.values.length;
    const to = open
      ? points.length
      : Math.max(from + 1, crossing(points, blocks, endBlock, middle, opposite(first.direction)));
    const short = endBlock - first.from <= SHORT_SPIKE || (!open && endBlock - first.from <= blocks.values.length / 20);
    const spike = short && !(open && endBlock - first.from >= SHORT_SPIKE) && starts.length > 1;
    const kind = spike ? 'spike' : 'level-shift';
    out.push({ kind, direction: first.direction, from, to, before: first.before, during, score });
  }
  return out;
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
