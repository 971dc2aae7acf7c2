import type { Operations } from '../../../schemas/generated/logs.ts';
import { badParameter } from '../../common/backend-error.ts';
import type { Handlers } from '../../common/create-app.ts';
import { pageAt, pageOffset } from '../../common/page.ts';
import { compilePattern } from '../../common/pattern.ts';
import { type TimeWindow, windowBetween, windowSince } from '../../common/time.ts';
import { createNewestRecords } from '../newest-records.ts';
import type { LogQuery, LogRecord, LogsProvider } from '../provider.ts';
import { describeLogSearch, entryOf } from './entry.ts';

type Names = 'search_logs' | 'get_error_logs' | 'get_recent_logs';

const HOUR = 3_600_000;
/** Pages reach this deep; the newest records up to there are held while searching. */
const DEEPEST = 20_000;

/** Searches over entries, newest first. */
export function searchHandlers(provider: LogsProvider): Pick<Handlers<Operations>, Names> {
  const find = async (
    query: LogQuery,
    accepts: (record: LogRecord) => boolean,
    page: { limit: number; cursor?: string | undefined; question: unknown },
    signal: AbortSignal,
  ) => {
    const offset = pageOffset(page);
    if (offset + page.limit > DEEPEST)
      throw badParameter('cursor', `reaches beyond the newest ${DEEPEST} entries; narrow the window or the pattern`);
    const newest = createNewestRecords(offset + page.limit);
    let total = 0;
    const leftOut: string[] = [];
    const onLeftOut = (what: string) => leftOut.push(what);
    for await (const records of provider.scan(query, { signal, onLeftOut })) {
      for (const record of records) {
        if (!accepts(record)) continue;
        total++;
        newest.add(record);
      }
    }
    return { found: pageAt(newest.list().slice(offset).map(entryOf), total, page, offset), leftOut };
  };
  return {
    search_logs: async (parameters, { signal }) => {
      const { pattern, start_time, end_time, log_level, service, namespace, limit, cursor } = parameters;
      const matches = compilePattern(pattern, 'pattern');
      const window = windowBetween(start_time, end_time, provider.now(), {
        fields: ['start_time', 'end_time'],
        spanMs: HOUR,
      });
      const accepts = ({ level, text }: LogRecord): boolean =>
        (log_level === undefined || level === log_level) && matches(text);
      const question = [pattern, start_time, end_time, log_level, service, namespace];
      const { found, leftOut } = await find(
        { service, namespace, window },
        accepts,
        { limit, cursor, question },
        signal,
      );
      const filters = { pattern, log_level, service, namespace };
      return { ...(await frame('log entries', filters, window, signal, leftOut)), ...found };
    },
    get_error_logs: async ({ since, service, namespace, limit, cursor }, { signal }) => {
      const window = windowSince(since, provider.now());
      const accepts = ({ level }: LogRecord): boolean => level === 'error' || level === 'fatal';
      const page = { limit, cursor, question: [since, service, namespace] };
      const { found, leftOut } = await find({ service, namespace, window }, accepts, page, signal);
      return {
        ...(await frame('log entries of level error or fatal', { service, namespace }, window, signal, leftOut)),
        ...found,
      };
    },
    get_recent_logs: async ({ limit, service, namespace, log_level }, { signal }) => {
      const window: TimeWindow = { end: provider.now(), openEnd: true };
      const accepts = ({ level }: LogRecord): boolean => log_level === undefined || level === log_level;
      const leftOut: string[] = [];
      const onLeftOut = (what: string) => leftOut.push(what);
      const newest = await provider.newest(
        { service, namespace, window, accepts, limit: limit + 1 },
        { signal, onLeftOut },
      );
      const items = newest.slice(0, limit).map(entryOf);
      return {
        ...(await frame('the newest log entries', { service, namespace, log_level }, window, signal, leftOut)),
        items,
        total: newest.length,
        truncated: newest.length > limit,
      };
    },
  };

  async function frame(
    what: string,
    filters: Readonly<Record<string, string | undefined>>,
    window: TimeWindow,
    signal: AbortSignal,
    leftOut: readonly string[],
  ) {
    const searched = await describeLogSearch(provider, what, filters, window, signal, leftOut);
    return { asOf: provider.now().toISOString(), searched };
  }
}
