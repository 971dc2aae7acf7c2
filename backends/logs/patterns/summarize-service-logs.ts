import { detach } from './detach.ts';
import { headlineOf } from './headline.ts';
import type { LogLevel } from './levels.ts';
import { createLineGrouper } from './line-grouper.ts';
import type { LogEntry } from './parse-entries.ts';

/** Lines of one service that share a template; the shape of `LogPattern` in the logs schema. */
export interface LogPatternSummary {
  template: string;
  count: number;
  level: LogLevel;
  /** RFC 3339; absent where the lines carry no time. */
  firstSeen?: string;
  lastSeen?: string;
  /** Lines per equal slice of the window, oldest first; absent where the lines carry no time. */
  buckets?: number[];
  samples: { timestamp?: string; text: string; traceId?: string }[];
}

/** The logs of one service; the shape of `ServiceLogs` in the logs schema. */
export interface ServiceLogSummary {
  service: string;
  namespace?: string;
  lines: number;
  firstSeen?: string;
  lastSeen?: string;
  levels: Partial<Record<LogLevel, number>>;
  patterns: LogPatternSummary[];
}

export interface SummaryWindow {
  readonly start: Date;
  readonly end: Date;
}

export interface SummaryOptions {
  readonly namespace?: string;
  /**
   * Most patterns returned; those of higher level come first, then the most frequent. A part of them is kept for the most
   * frequent of each level. Default 100.
   */
  readonly maxPatterns?: number;
}

/** Slices of the window in `buckets`. */
const BUCKETS = 30;
const MAX_SAMPLES = 3;
/** Shapes told apart per service; it bounds the memory of a summary. */
const MAX_SHAPES = 2_000;
const MAX_SAMPLE_TEXT = 2_000;
/** Of the patterns returned, the part that the most frequent of one level are sure of. */
const SHARE_OF_LEVEL = 1 / 5;
const RANK: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3, fatal: 4 };

type Sample = LogPatternSummary['samples'][number];

/** What is kept per shape and level until the shapes are grouped. */
interface Tally {
  readonly shape: number;
  readonly level: LogLevel;
  count: number;
  first: number;
  last: number;
  buckets: number[] | undefined;
  samples: Sample[];
}

/** Takes records one by one in bounded memory and gives the summary at any time. */
export interface ServiceLogSummarizer {
  add(entry: LogEntry): void;
  summary(): ServiceLogSummary;
}

/** Creates a summarizer. Records outside the window are left out; records without a time count, without buckets. */
export function createServiceLogSummarizer(
  service: string,
  window: SummaryWindow,
  options: SummaryOptions = {},
): ServiceLogSummarizer {
  const start = window.start.getTime();
  const end = window.end.getTime();
  const width = Math.max(1, end - start) / BUCKETS;
  const grouper = createLineGrouper({ maxShapes: MAX_SHAPES });
  // The same words at two levels are two patterns: a repeated warning must not hide under an error.
  const tallies = new Map<number, Tally>();
  const levels: Partial<Record<LogLevel, number>> = {};
  let lines = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;

  function add(entry: LogEntry): void {
    const { timestamp, level, text } = entry;
    if (timestamp !== undefined && (timestamp < start || timestamp > end)) return;
    lines++;
    levels[level] = (levels[level] ?? 0) + 1;
    const shape = grouper.add(headlineOf(text));
    const key = shape * 8 + RANK[level];
    let tally = tallies.get(key);
    if (tally === undefined) {
      tally = {
        shape,
        level,
        count: 0,
        first: Number.POSITIVE_INFINITY,
        last: Number.NEGATIVE_INFINITY,
        buckets: undefined,
        samples: [],
      };
      tallies.set(key, tally);
    }
    tally.count++;
    if (tally.samples.length < MAX_SAMPLES && tally.samples.every((kept) => kept.text !== text)) {
      keepSample(tally.samples, sampleOf(entry));
    }
    if (timestamp === undefined) return;
    if (timestamp < first) first = timestamp;
    if (timestamp > last) last = timestamp;
    if (timestamp < tally.first) tally.first = timestamp;
    if (timestamp > tally.last) tally.last = timestamp;
    tally.buckets ??= new Array<number>(BUCKETS).fill(0);
    tally.buckets[Math.min(BUCKETS - 1, Math.floor((timestamp - start) / width))]! += 1;
  }

  function summary(): ServiceLogSummary {
    const groups = grouper.groups();
    const grouped = Map.groupBy(tallies.values(), (tally) => groups.groupOf(tally.shape) * 8 + RANK[tally.level]);
    const all = [...grouped.values()]
      .map((members) => mergeTallies(members, groups.template(groups.groupOf(members[0]!.shape))))
      .sort((a, b) => RANK[b.level] - RANK[a.level] || b.count - a.count);
    const patterns = chosenOf(all, options.maxPatterns ?? 100);
    const result: ServiceLogSummary = { service, lines, levels: { ...levels }, patterns };
    if (options.namespace !== undefined) result.namespace = options.namespace;
    if (last >= first) {
      result.firstSeen = iso(first);
      result.lastSeen = iso(last);
    }
    return result;
  }

  return { add, summary };
}

/**
 * As many of the patterns as are returned, in their order. An error with names of people in it makes a pattern of nearly each
 * line; the warning that says why, hundreds of times, is not crowded out by these.
 */
function chosenOf(ordered: readonly LogPatternSummary[], most: number): LogPatternSummary[] {
  if (ordered.length <= most) return [...ordered];
  const sure = Math.floor(most * SHARE_OF_LEVEL);
  const kept = new Set([...Map.groupBy(ordered, ({ level }) => level).values()].flatMap((own) => own.slice(0, sure)));
  for (const pattern of ordered) {
    if (kept.size >= most) break;
    kept.add(pattern);
  }
  return ordered.filter((pattern) => kept.has(pattern)).slice(0, most);
}

function mergeTallies(members: readonly Tally[], template: string): LogPatternSummary {
  const samples: Sample[] = [];
  // One sample of each shape first: they differ more than the lines of one shape do.
  for (let turn = 0; turn < MAX_SAMPLES; turn++) {
    for (const { samples: own } of members) if (own[turn] !== undefined) keepSample(samples, own[turn]!);
  }
  const pattern: LogPatternSummary = { template, count: 0, level: members[0]!.level, samples };
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let buckets: number[] | undefined;
  for (const member of members) {
    pattern.count += member.count;
    first = Math.min(first, member.first);
    last = Math.max(last, member.last);
    if (member.buckets === undefined) continue;
    buckets ??= new Array<number>(BUCKETS).fill(0);
    for (let slice = 0; slice < BUCKETS; slice++) buckets[slice]! += member.buckets[slice]!;
  }
  if (buckets !== undefined) {
    pattern.firstSeen = iso(first);
    pattern.lastSeen = iso(last);
    pattern.buckets = buckets;
  }
  return pattern;
}

function sampleOf({ timestamp, text, traceId }: LogEntry): Sample {
  const sample: Sample = { text: detach(text.slice(0, MAX_SAMPLE_TEXT)) };
  if (timestamp !== undefined) sample.timestamp = iso(timestamp);
  if (traceId !== undefined) sample.traceId = detach(traceId);
  return sample;
}

function keepSample(samples: Sample[], sample: Sample): void {
  if (samples.length < MAX_SAMPLES && samples.every((kept) => kept.text !== sample.text)) samples.push(sample);
}

/** Summarises the records of one service over a window: levels, templates with counts, buckets and samples. */
export function summarizeServiceLogs(
  service: string,
  entries: Iterable<LogEntry>,
  window: SummaryWindow,
  options: SummaryOptions = {},
): ServiceLogSummary {
  const summarizer = createServiceLogSummarizer(service, window, options);
  for (const entry of entries) summarizer.add(entry);
  return summarizer.summary();
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
