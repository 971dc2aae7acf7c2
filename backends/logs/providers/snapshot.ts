import { describeSnapshot } from '../../common/snapshot/describe-snapshot.ts';
import type { LogFile } from '../../common/snapshot/index.ts';
import { inWindow, type TimeWindow } from '../../common/time.ts';
import { createNewestRecords } from '../newest-records.ts';
import type { LogQuery, LogRecord, LogSource, LogsProvider } from '../provider.ts';
import type { LogFolder } from './log-folder.ts';
import { readHead, readRecords, readTail } from './snapshot-records.ts';
import { windowStart } from './window-start.ts';

const EDGE = 64 * 1024;
const FIRST_TAIL = 256 * 1024;

/** Serves the logs of a snapshot folder, streamed from disk at each call. */
export function createSnapshotLogsProvider(snapshot: LogFolder): LogsProvider {
  // The folder does not change, so the names inside an ndjson file are gathered once.
  const named = new Map<string, NamedSource[]>();
  const filesFor = async ({ service, namespace }: Pick<LogQuery, 'service' | 'namespace'>): Promise<LogFile[]> => {
    const files = await snapshot.logFiles();
    return files.filter(
      (file) =>
        (namesManyServices(file) || service === undefined || file.service === service) &&
        (namespace === undefined || placeOf(file, snapshot) === namespace),
    );
  };
  const wanted = (query: LogQuery): ((record: LogRecord) => boolean) => {
    const { service, window } = query;
    return (record) => (service === undefined || record.service === service) && fitsWindow(record.timestamp, window);
  };
  const readings = async () => snapshot.reading('logs', (await snapshot.logFiles()).length);
  return {
    now: () => snapshot.now,
    describe: async () => {
      const files = await snapshot.logFiles();
      return describeSnapshot(snapshot, { logs: files.length > 0 }, await readings());
    },
    coverage: async () => snapshot.coverage(await readings()),
    sources: async ({ signal }) => {
      const found = new Map<string, { source: LogSource; pods: Set<string> }>();
      const files = await snapshot.logFiles();
      for (const file of files) {
        const names: readonly NamedSource[] = namesManyServices(file)
          ? (named.get(file.path) ?? (await namesWithin(file, snapshot, signal)))
          : [file];
        if (namesManyServices(file)) named.set(file.path, [...names]);
        for (const { service, pod } of names) {
          const known = found.get(service);
          const pods = known?.pods ?? new Set<string>();
          if (pod !== undefined) pods.add(pod);
          const source = {
            service,
            namespace: known?.source.namespace ?? placeOf(file, snapshot),
            pods: [],
            files: (known?.source.files ?? 0) + 1,
            bytes: (known?.source.bytes ?? 0) + file.bytes,
          };
          found.set(service, { source, pods });
        }
      }
      const items = [...found.values()].map(({ source, pods }) => ({ ...source, pods: [...pods].toSorted() }));
      return { present: files.length > 0, items: items.toSorted((a, b) => (a.service < b.service ? -1 : 1)) };
    },
    scan: async function* (query, { signal }) {
      const accepts = wanted(query);
      for (const file of await filesFor(query)) {
        const from = await windowStart(file, snapshot, query.window.start, signal);
        for await (const records of readRecords(file, snapshot, signal, from)) yield records.filter(accepts);
      }
    },
    newest: async ({ limit, accepts, ...query }, { signal }) => {
      const inQuery = wanted(query);
      const newest = createNewestRecords(limit);
      for (const file of await filesFor(query)) {
        for (let bytes = FIRST_TAIL; ; bytes *= 4) {
          signal.throwIfAborted();
          const { records, whole } = await readTail(file, snapshot, bytes);
          const fitting = records.filter((record) => inQuery(record) && accepts(record));
          // The first record of a tail may have lost its beginning, so one more than asked for must be there.
          if (!whole && fitting.length <= limit && !reachesBeyond(records, query.window)) continue;
          for (const record of whole ? fitting : fitting.slice(1)) newest.add(record);
          break;
        }
      }
      return newest.list();
    },
    extent: async (query, { signal }) => {
      let start = Number.POSITIVE_INFINITY;
      let end = Number.NEGATIVE_INFINITY;
      for (const file of await filesFor(query)) {
        signal.throwIfAborted();
        const head = await readHead(file, snapshot, EDGE);
        const tail = file.bytes > EDGE ? (await readTail(file, snapshot, EDGE)).records : [];
        for (const { timestamp } of [...head, ...tail]) {
          if (timestamp === undefined) continue;
          start = Math.min(start, timestamp);
          end = Math.max(end, timestamp);
        }
      }
      return start > end ? {} : { start: new Date(start), end: new Date(end) };
    },
  };
}

/** A snapshot of one namespace says where its logs are from. */
function placeOf(file: LogFile, snapshot: LogFolder): string | undefined {
  return file.namespace ?? (snapshot.namespaces.length === 1 ? snapshot.namespaces[0] : undefined);
}

function fitsWindow(timestamp: number | undefined, window: TimeWindow): boolean {
  return timestamp === undefined || inWindow(timestamp, window);
}

/** True when a tail begins before the window: reading further back would find nothing that fits. */
function reachesBeyond(records: readonly LogRecord[], { start }: TimeWindow): boolean {
  const first = records.find(({ timestamp }) => timestamp !== undefined)?.timestamp;
  return start !== undefined && first !== undefined && first < start.getTime();
}

/** True for a file whose lines or records say whose they are. */
function namesManyServices({ format, prefix, path }: LogFile): boolean {
  return (
    format === 'ndjson' ||
    format === 'answer' ||
    prefix !== undefined ||
    (format === 'dump' && !path.endsWith('/logs.txt'))
  );
}

interface NamedSource {
  readonly service: string;
  readonly pod?: string | undefined;
}

/** The services and pods an ndjson file names. */
async function namesWithin(file: LogFile, snapshot: LogFolder, signal: AbortSignal): Promise<NamedSource[]> {
  const seen = new Map<string, NamedSource>();
  for await (const records of readRecords(file, snapshot, signal))
    for (const { service, pod } of records) {
      const key = `${service}/${pod ?? ''}`;
      if (!seen.has(key)) seen.set(key, { service, pod });
    }
  return [...seen.values()];
}
