import { open } from 'node:fs/promises';
import { type LogFile, readLineBatches, type Snapshot } from '../../common/snapshot/index.ts';
import { isRecordedTime } from '../../common/snapshot/recorded-time.ts';
import { createLogEntryReader, type LogEntry } from '../patterns/index.ts';
import type { LogRecord } from '../provider.ts';

/** What reading logs needs of a snapshot; a folder of logs that grows has as much. */
export type LogFolder = Pick<
  Snapshot,
  | 'cluster'
  | 'namespaces'
  | 'report'
  | 'now'
  | 'shiftSeconds'
  | 'logFiles'
  | 'warn'
  | 'warnings'
  | 'coverage'
  | 'reading'
> &
  Partial<Pick<Snapshot, 'capturedAt'>>;

const SECTION = /^==== (START|END) logs for container (\S+) of pod (\S+)\/(\S+) ====$/;

/** Turns the lines of one log file into records; times are shifted with the snapshot. */
interface RecordReader {
  push(line: string, into: LogRecord[]): void;
  end(into: LogRecord[]): void;
}

/** Creates a reader for one file of a snapshot, whatever its format. */
function createRecordReader(file: LogFile, snapshot: LogFolder): RecordReader {
  const shift = snapshot.shiftSeconds * 1000;
  const year = new Date(snapshot.now.getTime() - shift).getUTCFullYear();
  const [only] = snapshot.namespaces.length === 1 ? snapshot.namespaces : [];
  const namespace = file.namespace ?? only;
  let container = file.container;
  let reader = createLogEntryReader({ year });
  let lineNumber = 0;

  const take = (entry: LogEntry | undefined, into: LogRecord[]): void => {
    if (entry === undefined) return;
    const named = file.format === 'ndjson';
    const timestamp = entry.timestamp === undefined ? undefined : entry.timestamp + shift;
    into.push({
      timestamp: timestamp !== undefined && isRecordedTime(timestamp) ? timestamp : undefined,
      service: (named ? entry.service : undefined) ?? file.service,
      namespace,
      pod: (named ? entry.pod : undefined) ?? file.pod,
      container: (named ? entry.container : undefined) ?? container,
      level: entry.level,
      text: entry.text,
      traceId: entry.traceId,
    });
  };
  return {
    push: (line, into) => {
      lineNumber++;
      if (file.format === 'dump' && line.startsWith('==== ')) {
        const section = SECTION.exec(line.trimEnd());
        if (section !== null) {
          take(reader.end(), into);
          reader = createLogEntryReader({ year });
          container = section[2];
          return;
        }
      }
      if (file.format === 'ndjson' && !/^\s*(\{.*\})?\s*$/.test(line)) {
        snapshot.warn(file.path, 'has a line that is not a JSON object', lineNumber);
        return;
      }
      take(reader.push(line), into);
    },
    end: (into) => take(reader.end(), into),
  };
}

/** Streams the records of one file in batches, from the first whole line after the byte `from` on. */
export async function* readRecords(
  file: LogFile,
  snapshot: LogFolder,
  signal: AbortSignal,
  from = 0,
): AsyncGenerator<LogRecord[]> {
  const reader = createRecordReader(file, snapshot);
  try {
    for await (const lines of readLineBatches(file.absolute, signal, from)) {
      const records: LogRecord[] = [];
      for (const line of lines) reader.push(line, records);
      yield records;
    }
  } catch (error) {
    if (signal.aborted) throw error;
    snapshot.warn(file.path, `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
  }
  const last: LogRecord[] = [];
  reader.end(last);
  yield last;
}

/**
 * The records of a file's last `bytes`. `whole` is true when that is all of it; else the first line, which may be cut,
 * is left out, and the first record may lack its beginning.
 */
export async function readTail(
  file: LogFile,
  snapshot: LogFolder,
  bytes: number,
): Promise<{ records: LogRecord[]; whole: boolean }> {
  const from = Math.max(0, file.bytes - bytes);
  const lines = (await readSlice(file, from, file.bytes)).split('\n');
  if (from > 0) lines.shift();
  return { records: recordsOf(lines, file, snapshot), whole: from === 0 };
}

/** The records of a file's first `bytes`; the last line, which may be cut, is left out. */
export async function readHead(file: LogFile, snapshot: LogFolder, bytes: number): Promise<LogRecord[]> {
  const lines = (await readSlice(file, 0, bytes)).split('\n');
  if (file.bytes > bytes) lines.pop();
  return recordsOf(lines, file, snapshot);
}

/** The records of `bytes` from an offset on; lines that may be cut at either end are left out. */
export async function readRecordsAt(
  file: LogFile,
  snapshot: LogFolder,
  offset: number,
  bytes: number,
): Promise<LogRecord[]> {
  const lines = (await readSlice(file, offset, offset + bytes)).split('\n');
  return recordsOf(lines.slice(offset > 0 ? 1 : 0, -1), file, snapshot);
}

function recordsOf(lines: readonly string[], file: LogFile, snapshot: LogFolder): LogRecord[] {
  const records: LogRecord[] = [];
  const reader = createRecordReader(file, snapshot);
  for (const line of lines) reader.push(line, records);
  reader.end(records);
  return records;
}

async function readSlice(file: LogFile, from: number, to: number): Promise<string> {
  const handle = await open(file.absolute);
  try {
    const buffer = Buffer.alloc(Math.min(to, file.bytes) - from);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
