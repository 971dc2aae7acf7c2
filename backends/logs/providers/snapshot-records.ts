import { open } from 'node:fs/promises';
import { type LogFile, readLineBatches } from '../../common/snapshot/index.ts';
import type { LogRecord } from '../provider.ts';
import { readAnswer } from './answer-records.ts';
import type { LogFolder } from './log-folder.ts';
import { createRecordReader } from './record-reader.ts';
import { zoneAhead } from './zone-ahead.ts';

/** True for a file that can be read from any place in it. */
export function isSeekable({ format, packing }: LogFile): boolean {
  return packing === undefined && format !== 'answer' && format !== 'dump';
}

/** Streams the records of one file in batches, from the first whole line after the byte `from` on. */
export async function* readRecords(
  file: LogFile,
  snapshot: LogFolder,
  signal: AbortSignal,
  from = 0,
): AsyncGenerator<LogRecord[]> {
  if (file.format === 'answer') {
    yield await readAnswer(file, snapshot);
    return;
  }
  const reader = createRecordReader(file, snapshot, await aheadOf(file, snapshot));
  let lines = 0;
  try {
    for await (const batch of readLineBatches(file.absolute, signal, from, file.packing)) {
      const records: LogRecord[] = [];
      for (const line of batch) reader.push(line, records);
      lines += batch.length;
      yield records;
    }
  } catch (error) {
    if (signal.aborted) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') snapshot.warn(file.path, 'is cut off', lines);
    else if (code?.startsWith('Z_')) snapshot.warn(file.path, 'is damaged: it cannot be decompressed', lines + 1);
    else snapshot.warn(file.path, `cannot be read (${code ?? 'unknown reason'})`);
  }
  const last: LogRecord[] = [];
  reader.end(last);
  yield last;
}

/**
 * The records of a file's last `bytes`. `whole` is true when that is all of it; else the first line, which may be cut,
 * is left out, and the first record may lack its beginning. What cannot be read from any place is read whole.
 */
export async function readTail(
  file: LogFile,
  snapshot: LogFolder,
  bytes: number,
): Promise<{ records: LogRecord[]; whole: boolean }> {
  if (!isSeekable(file)) return { records: await readWhole(file, snapshot), whole: true };
  const from = Math.max(0, file.bytes - bytes);
  const lines = (await readSlice(file, from, file.bytes)).split('\n');
  if (from > 0) lines.shift();
  return { records: recordsOf(lines, file, snapshot, await aheadOf(file, snapshot)), whole: from === 0 };
}

/** The records of a file's first `bytes`; the last line, which may be cut, is left out. */
export async function readHead(file: LogFile, snapshot: LogFolder, bytes: number): Promise<LogRecord[]> {
  if (!isSeekable(file)) return readWhole(file, snapshot);
  const lines = (await readSlice(file, 0, bytes)).split('\n');
  if (file.bytes > bytes) lines.pop();
  return recordsOf(lines, file, snapshot, await aheadOf(file, snapshot));
}

/** The records of `bytes` from an offset on; lines that may be cut at either end are left out. */
export async function readRecordsAt(
  file: LogFile,
  snapshot: LogFolder,
  offset: number,
  bytes: number,
): Promise<LogRecord[]> {
  const lines = (await readSlice(file, offset, offset + bytes)).split('\n');
  return recordsOf(lines.slice(offset > 0 ? 1 : 0, -1), file, snapshot, await aheadOf(file, snapshot));
}

/** The end of a file in which its writer's zone shows. */
const ZONE_BYTES = 16 * 1024;
const zones = new WeakMap<LogFile, Promise<number>>();

/** Milliseconds by which a file's times without a zone are ahead of UTC, as far as its end tells; looked for once. */
function aheadOf(file: LogFile, snapshot: LogFolder): Promise<number> {
  const known = zones.get(file);
  if (known !== undefined) return known;
  const found = isSeekable(file) ? findAhead(file, snapshot) : Promise.resolve(0);
  zones.set(file, found);
  return found;
}

async function findAhead(file: LogFile, snapshot: LogFolder): Promise<number> {
  let lines: string[];
  try {
    const from = Math.max(0, file.bytes - ZONE_BYTES);
    lines = (await readSlice(file, from, file.bytes)).split('\n').slice(from > 0 ? 1 : 0);
  } catch {
    // What cannot be read is told where its lines are wanted.
    return 0;
  }
  const lastAt = (aheadMs: number): number =>
    recordsOf(lines, file, snapshot, aheadMs).reduce((last, { timestamp = 0 }) => Math.max(last, timestamp), 0);
  return zoneAhead(lastAt, snapshot.now.getTime());
}

/** Records kept of a file that must be read from its beginning: the last ones. */
const MOST_KEPT = 200_000;

async function readWhole(file: LogFile, snapshot: LogFolder): Promise<LogRecord[]> {
  let kept: LogRecord[] = [];
  for await (const records of readRecords(file, snapshot, new AbortController().signal)) {
    for (const record of records) kept.push(record);
    if (kept.length > MOST_KEPT * 2) kept = kept.slice(-MOST_KEPT);
  }
  return kept;
}

function recordsOf(lines: readonly string[], file: LogFile, snapshot: LogFolder, aheadMs: number): LogRecord[] {
  const records: LogRecord[] = [];
  const reader = createRecordReader(file, snapshot, aheadMs);
  for (const line of lines) reader.push(line, records);
  reader.end(records);
  return records;
}

async function readSlice(file: LogFile, from: number, to: number): Promise<string> {
  const handle = await open(file.absolute);
  try {
    const buffer = Buffer.alloc(Math.min(to, file.bytes) - from);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
    const text = buffer.toString('utf8', 0, bytesRead);
    const clean = text.includes('\0') ? text.replaceAll('\0', '') : text;
    return from === 0 && clean.charCodeAt(0) === 0xfeff ? clean.slice(1) : clean;
  } finally {
    await handle.close();
  }
}
