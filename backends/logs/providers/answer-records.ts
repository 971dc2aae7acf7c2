import type { LogFile } from '../../common/snapshot/index.ts';
import { parseJsonDocuments } from '../../common/snapshot/json-documents.ts';
import { readPackedText } from '../../common/snapshot/packed.ts';
import { isRecordedTime } from '../../common/snapshot/recorded-time.ts';
import {
  createLogEntryReader,
  type LogEntry,
  type LogEntryReader,
  linesOfAnswer,
  readLevel,
  type StoredLine,
} from '../patterns/index.ts';
import type { LogRecord } from '../provider.ts';
import type { LogFolder } from './log-folder.ts';

/** The records of a saved answer of a log store; what it lacks, and a damaged one, is a warning. */
export async function readAnswer(file: LogFile, snapshot: LogFolder): Promise<LogRecord[]> {
  let text: string;
  try {
    const read = await readPackedText(file.absolute);
    text = read.text;
    if (read.fault !== undefined) snapshot.warn(file.path, read.fault, text.split('\n').length);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    snapshot.warn(file.path, code === undefined ? message : `cannot be read (${code})`);
    return [];
  }
  return parseJsonDocuments(text).flatMap(({ value, fault }) => {
    if (fault !== undefined) snapshot.warn(file.path, fault.reason, fault.line);
    const answer = linesOfAnswer(value);
    if (answer === undefined) {
      if (fault === undefined) snapshot.warn(file.path, 'is no answer of a log store that is known');
      return [];
    }
    if (answer.lacks !== undefined) snapshot.warn(file.path, answer.lacks);
    return recordsOf(answer.lines, file, snapshot);
  });
}

function recordsOf(lines: readonly StoredLine[], file: LogFile, snapshot: LogFolder): LogRecord[] {
  const shift = snapshot.shiftSeconds * 1000;
  const recordedAt = new Date(snapshot.now.getTime() - shift);
  const records: LogRecord[] = [];
  const streams = new Map<string, { reader: LogEntryReader; began: StoredLine }>();
  const take = (entry: LogEntry | undefined, began: StoredLine): void => {
    if (entry === undefined) return;
    const time = entry.timestamp ?? began.time;
    const pod = began.pod ?? entry.pod ?? file.pod;
    const namespace = began.namespace ?? file.namespace;
    const ofPod = pod === undefined ? undefined : file.names?.(pod, namespace);
    records.push({
      timestamp: time !== undefined && isRecordedTime(time + shift) ? time + shift : undefined,
      service: ofPod?.service ?? began.service ?? entry.service ?? file.service,
      namespace: namespace ?? ofPod?.namespace,
      pod,
      container: began.container ?? entry.container ?? file.container,
      level: readLevel(began.level ?? '') ?? entry.level,
      text: entry.text,
      traceId: entry.traceId,
    });
  };
  for (const line of lines) {
    const known = streams.get(line.stream) ?? { reader: createLogEntryReader({ recordedAt }), began: line };
    streams.set(line.stream, known);
    for (const part of line.text.split('\n')) {
      const done = known.reader.push(part);
      take(done, known.began);
      if (done !== undefined) known.began = line;
    }
  }
  for (const { reader, began } of streams.values()) take(reader.end(), began);
  return records;
}
