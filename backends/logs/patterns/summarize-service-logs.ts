import type { LogLevel } from './levels.ts';
import type { LogEntry } from './parse-entries.ts';
import { createTemplateMiner } from './template-miner.ts';

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
  /** Most patterns returned; those of higher level come first, then the most frequent. Default 100. */
  readonly maxPatterns?: number;
}

/** Slices of the window in `buckets`. */
export const BUCKETS = 30;
const MAX_SAMPLES = 3;
const MAX_SAMPLE_TEXT = 2_000;
const RANK: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3, fatal: 4 };

interface Group {
  count: number;
  level: LogLevel;
  first: number;
  last: number;
  buckets: number[];
  samples: { timestamp?: string; text: string; traceId?: string }[];
  template: string;
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
  const miner = createTemplateMiner({ maxClusters: 2_000 });
  const groups = new Map<string, Group>();
  const levels: Partial<Record<LogLevel, number>> = {};
  let lines = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;

  function add(entry: LogEntry): void {
    const { timestamp, level, text, traceId } = entry;
    if (timestamp !== undefined && (timestamp < start || timestamp > end)) return;
    lines++;
    levels[level] = (levels[level] ?? 0) + 1;
    const feed = text.indexOf('\n');
    const id = miner.add(feed < 0 ? text : text.slice(0, feed));
    // The same words at two levels are two patterns: a repeated warning must not hide under an error.
    const key = `${level} ${id}`;
    let group = groups.get(key);
    if (group === undefined) {
      if (groups.size > 4_000) return;
      group = {
        count: 0,
        level,
        first: Number.POSITIVE_INFINITY,
        last: Number.NEGATIVE_INFINITY,
        buckets: [],
        samples: [],
        template: '',
      };
      groups.set(key, group);
    }
    group.count++;
    group.template = String(id);
    if (timestamp !== undefined) {
      if (timestamp < first) first = timestamp;
      if (timestamp > last) last = timestamp;
      if (timestamp < group.first) group.first = timestamp;
      if (timestamp > group.last) group.last = timestamp;
      if (group.buckets.length === 0) group.buckets = new Array<number>(BUCKETS).fill(0);
      const slice = Math.min(BUCKETS - 1, Math.floor((timestamp - start) / width));
      group.buckets[slice]! += 1;
    }
    if (group.samples.length < MAX_SAMPLES) {
      const sample: { timestamp?: string; text: string; traceId?: string } = { text: text.slice(0, MAX_SAMPLE_TEXT) };
      if (timestamp !== undefined) sample.timestamp = iso(timestamp);
      if (traceId !== undefined) sample.traceId = traceId;
      if (!group.samples.some((kept) => kept.text === sample.text)) group.samples.push(sample);
    }
  }

  function summary(): ServiceLogSummary {
    const patterns = [...groups.values()]
      .sort((a, b) => RANK[b.level] - RANK[a.level] || b.count - a.count)
      .slice(0, options.maxPatterns ?? 100)
      .map((group): LogPatternSummary => {
        const template = miner.template(Number(group.template)) || (group.samples[0]?.text ?? '');
        const pattern: LogPatternSummary = { template, count: group.count, level: group.level, samples: group.samples };
        if (group.buckets.length > 0) {
          pattern.firstSeen = iso(group.first);
          pattern.lastSeen = iso(group.last);
          pattern.buckets = group.buckets;
        }
        return pattern;
      });
    const result: ServiceLogSummary = { service, lines, levels, patterns };
    if (options.namespace !== undefined) result.namespace = options.namespace;
    if (last >= first) {
      result.firstSeen = iso(first);
      result.lastSeen = iso(last);
    }
    return result;
  }

  return { add, summary };
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
