import type { LogEntry } from '../../../schemas/generated/logs.ts';
import { closeNames } from '../../common/close-names.ts';
import { describeSearch } from '../../common/searched.ts';
import type { TimeWindow } from '../../common/time.ts';
import type { LogRecord, LogsProvider } from '../provider.ts';

const MAX_MESSAGE = 8_000;

/** A record as the operations return it. */
export function entryOf(record: LogRecord): LogEntry {
  const entry: LogEntry = {
    service: record.service,
    level: record.level,
    message: record.text.length > MAX_MESSAGE ? `${record.text.slice(0, MAX_MESSAGE)}…` : record.text,
  };
  if (record.timestamp !== undefined) entry.timestamp = new Date(record.timestamp).toISOString();
  if (record.namespace !== undefined) entry.namespace = record.namespace;
  if (record.pod !== undefined) entry.pod = record.pod;
  if (record.container !== undefined) entry.container = record.container;
  if (record.traceId !== undefined) entry.traceId = record.traceId;
  return entry;
}

/** `searched` of a log operation; a service that has no logs is said to have none, with close names. */
export async function describeLogSearch(
  provider: LogsProvider,
  what: string,
  filters: Readonly<Record<string, string | number | undefined>>,
  window: TimeWindow | undefined,
  signal: AbortSignal,
  leftOut: readonly string[] = [],
): Promise<ReturnType<typeof describeSearch>> {
  const { signals } = await provider.describe({ signal });
  const present = signals.includes('logs');
  const coverage = await provider.coverage({ signal });
  const searched = describeSearch(what, {
    present,
    coverage,
    filters,
    leftOut: leftOut.length === 0 ? undefined : [...new Set(leftOut)].join('; '),
    ...(window === undefined ? {} : { window }),
  });
  const service = filters.service;
  if (!present || typeof service !== 'string') return searched;
  const names = (await provider.sources({ signal })).items.map((item) => item.service);
  if (names.includes(service)) return searched;
  const near = closeNames(service, names);
  const hint = near.length === 0 ? '' : `; close names are ${near.join(', ')}`;
  return { ...searched, what: `${searched.what}; no logs of a service ${service}${hint}` };
}
