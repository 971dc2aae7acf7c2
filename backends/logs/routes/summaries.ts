import type { LogCount, Operations, ServiceLogs, ServicePattern } from '../../../schemas/generated/logs.ts';
import type { Handlers } from '../../common/create-app.ts';
import { pageOf } from '../../common/page.ts';
import { compilePattern } from '../../common/pattern.ts';
import { type TimeWindow, windowSince } from '../../common/time.ts';
import { createServiceLogSummarizer, type LogLevel, type ServiceLogSummarizer } from '../patterns/index.ts';
import type { LogQuery, LogRecord, LogsProvider } from '../provider.ts';
import { describeLogSearch } from './entry.ts';

type Names = 'analyze_log_patterns' | 'count_log_events' | 'summarize_logs' | 'list_log_services' | 'describe_source';

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'fatal'];
const HOUR = 3_600_000;

/** What the logs say, by template, level, service and hour. */
export function summaryHandlers(provider: LogsProvider): Pick<Handlers<Operations>, Names> {
  const asOf = (): string => provider.now().toISOString();
  return {
    describe_source: (_, { signal }) => provider.describe({ signal }),
    list_log_services: async (_, { signal }) => {
      const { items } = await provider.sources({ signal });
      const services = items.map(({ namespace, pods, ...rest }) => ({
        ...rest,
        pods: [...pods],
        ...(namespace === undefined ? {} : { namespace }),
      }));
      return {
        asOf: asOf(),
        searched: await describeLogSearch(provider, 'services with logs', {}, undefined, signal),
        ...pageOf(services, { limit: Math.max(1, services.length) }),
      };
    },
    summarize_logs: async ({ since, service, namespace, limit }, { signal }) => {
      const window = windowSince(since, provider.now());
      const { summaries, slices, leftOut } = await summarize(provider, { service, namespace, window }, 100, signal);
      const { nextCursor: _, ...page } = pageOf(summaries, { limit });
      return {
        asOf: asOf(),
        searched: await describeLogSearch(provider, 'logs by service', { service, namespace }, slices, signal, leftOut),
        ...page,
      };
    },
    analyze_log_patterns: async ({ time_window, min_occurrences, service, limit }, { signal }) => {
      const window = windowSince(time_window, provider.now(), 'time_window');
      const { summaries, leftOut } = await summarize(provider, { service, window }, 2_000, signal);
      const frequent = summaries
        .flatMap((summary) => summary.patterns.map((pattern) => servicePattern(summary.service, pattern)))
        .filter(({ count }) => count >= min_occurrences)
        .toSorted((a, b) => b.count - a.count);
      const { nextCursor: _, ...page } = pageOf(frequent, { limit });
      const filters = { min_occurrences, service };
      return {
        asOf: asOf(),
        searched: await describeLogSearch(provider, 'log patterns', filters, window, signal, leftOut),
        ...page,
      };
    },
    count_log_events: async ({ event_type, time_window, group_by, service }, { signal }) => {
      const window = windowSince(time_window, provider.now(), 'time_window');
      const { leftOut, ...counts } = await count(provider, { service, window }, event_type, group_by, signal);
      const filters = { event_type, service };
      return {
        asOf: asOf(),
        searched: await describeLogSearch(provider, 'log entries', filters, window, signal, leftOut),
        ...counts,
      };
    },
  };
}

/** Summaries of every service, most lines first, and the window the slices divide. */
async function summarize(
  provider: LogsProvider,
  query: LogQuery,
  maxPatterns: number,
  signal: AbortSignal,
): Promise<{ summaries: ServiceLogs[]; slices: TimeWindow & { start: Date }; leftOut: string[] }> {
  const slices = await slicesFor(provider, query, signal);
  const byService = new Map<string, ServiceLogSummarizer>();
  const leftOut: string[] = [];
  const onLeftOut = (what: string) => leftOut.push(what);
  for await (const records of provider.scan(query, { signal, onLeftOut })) {
    for (const record of records) {
      let summarizer = byService.get(record.service);
      if (summarizer === undefined) {
        const place = record.namespace === undefined ? {} : { namespace: record.namespace };
        summarizer = createServiceLogSummarizer(record.service, slices, { ...place, maxPatterns });
        byService.set(record.service, summarizer);
      }
      summarizer.add(query.window.openEnd === true ? notAfter(record, slices.end) : record);
    }
  }
  const summaries = [...byService.values()].map((summarizer) => summarizer.summary());
  return { summaries: summaries.toSorted((a, b) => b.lines - a.lines), slices, leftOut };
}

/** The window to slice: as asked, or from the first record held. */
async function slicesFor(
  provider: LogsProvider,
  query: LogQuery,
  signal: AbortSignal,
): Promise<TimeWindow & { start: Date }> {
  const { start, end } = query.window;
  if (start !== undefined) return { start, end };
  const held = await provider.extent(query, { signal });
  return { start: new Date(Math.min(end.getTime() - 1, (held.start ?? end).getTime())), end };
}

/** A record dated after now by a clock that runs ahead counts as of now. */
function notAfter(record: LogRecord, end: Date): LogRecord {
  const latest = end.getTime();
  return record.timestamp !== undefined && record.timestamp > latest ? { ...record, timestamp: latest } : record;
}

function servicePattern(service: string, pattern: ServiceLogs['patterns'][number]): ServicePattern {
  const { template, count, level, firstSeen, lastSeen, samples } = pattern;
  return {
    service,
    template,
    count,
    level,
    ...(firstSeen === undefined ? {} : { firstSeen }),
    ...(lastSeen === undefined ? {} : { lastSeen }),
    ...(samples[0] === undefined ? {} : { sample: samples[0].text }),
  };
}

async function count(
  provider: LogsProvider,
  query: LogQuery,
  eventType: string,
  groupBy: 'service' | 'level' | 'hour',
  signal: AbortSignal,
): Promise<Pick<LogCount, 'total' | 'examined' | 'groups'> & { leftOut: string[] }> {
  const level = LEVELS.find((name) => name === eventType.toLowerCase());
  const matches = level === undefined ? compilePattern(eventType, 'event_type') : undefined;
  const groups = new Map<string, number>();
  let total = 0;
  let examined = 0;
  const leftOut: string[] = [];
  const onLeftOut = (what: string) => leftOut.push(what);
  for await (const records of provider.scan(query, { signal, onLeftOut })) {
    examined += records.length;
    for (const record of records) {
      if (matches === undefined ? record.level !== level : !matches(record.text)) continue;
      total++;
      const key = groupKey(record, groupBy);
      groups.set(key, (groups.get(key) ?? 0) + 1);
    }
  }
  const rows = [...groups].map(([key, rowCount]) => ({ key, count: rowCount }));
  rows.sort((a, b) => (groupBy === 'hour' ? (a.key < b.key ? -1 : 1) : b.count - a.count));
  return { total, examined, groups: rows, leftOut };
}

function groupKey(record: LogRecord, groupBy: 'service' | 'level' | 'hour'): string {
  if (groupBy === 'service') return record.service;
  if (groupBy === 'level') return record.level;
  if (record.timestamp === undefined) return 'unknown';
  return new Date(Math.floor(record.timestamp / HOUR) * HOUR).toISOString();
}
