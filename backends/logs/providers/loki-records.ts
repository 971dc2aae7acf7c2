import { createLogEntryReader, type LogEntry, type LogEntryReader, readLevel } from '../patterns/index.ts';
import type { LogRecord } from '../provider.ts';
import type { LokiLine } from './loki-api.ts';

/** Which labels say where a line comes from. */
export interface OriginLabels {
  readonly service: string;
  readonly namespace: string | undefined;
  readonly pod: string | undefined;
  readonly container: string | undefined;
}

/** Joins the lines of streams into records, a stack trace into one. */
export interface LokiRecordReader {
  /** Takes lines in order of time. */
  push(line: LokiLine, into: LogRecord[]): void;
  end(into: LogRecord[]): void;
}

interface OpenStream {
  readonly reader: LogEntryReader;
  readonly labels: Readonly<Record<string, string>>;
  began: number | undefined;
}

/** Creates a reader; each stream is read by itself. A record's time is the one Loki keeps. */
export function createLokiRecordReader(origin: OriginLabels): LokiRecordReader {
  const streams = new Map<string, OpenStream>();
  const take = (stream: OpenStream, entry: LogEntry | undefined, into: LogRecord[]): void => {
    if (entry === undefined) return;
    const { labels, began } = stream;
    const at = (label: string | undefined): string | undefined => (label === undefined ? undefined : labels[label]);
    into.push({
      timestamp: began ?? entry.timestamp,
      service: serviceOfLabel(origin.service, labels[origin.service] ?? ''),
      namespace: at(origin.namespace),
      pod: at(origin.pod) ?? entry.pod,
      container: at(origin.container) ?? entry.container,
      level: readLevel(labels.level ?? '') ?? entry.level,
      text: entry.text,
      traceId: entry.traceId ?? labels.trace_id,
    });
  };
  return {
    push: ({ labels, nanoseconds, text }, into) => {
      const key = JSON.stringify(labels);
      const stream = streams.get(key) ?? { reader: createLogEntryReader(), labels, began: undefined };
      streams.set(key, stream);
      for (const line of text.split('\n')) {
        const done = stream.reader.push(line);
        take(stream, done, into);
        if (done !== undefined || stream.began === undefined) stream.began = Number(nanoseconds / 1_000_000n);
      }
    },
    end: (into) => {
      for (const stream of streams.values()) take(stream, stream.reader.end(), into);
      streams.clear();
    },
  };
}

/** Promtail writes `namespace/app` into `job`. */
export function serviceOfLabel(label: string, value: string): string {
  return label === 'job' ? value.slice(value.lastIndexOf('/') + 1) : value;
}
