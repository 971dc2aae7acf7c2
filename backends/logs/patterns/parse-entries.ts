import type { LogLevel } from './levels.ts';
import { inferLevel } from './levels.ts';
import { parsePlainLine } from './plain-lines.ts';
import { createTraceJoiner } from './stack-traces.ts';
import type { ParsedLine } from './structured-records.ts';
import { parseJsonRecord } from './structured-records.ts';
import { leadingTime } from './timestamps.ts';

/** One log record; a stack trace is part of the record it belongs to. */
export interface LogEntry {
  /** Epoch milliseconds; absent where the record carries no time. */
  readonly timestamp?: number;
  /** As written, or inferred from the words where none is written. */
  readonly level: LogLevel;
  /** The message without time and level; lines of a joined record are separated by line feeds. */
  readonly text: string;
  readonly service?: string;
  readonly pod?: string;
  readonly container?: string;
  readonly traceId?: string;
}

export interface LogEntryOptions {
  /** Completes times that carry no year; default: the present year. */
  readonly year?: number;
}

/** Turns lines into records as they come. */
export interface LogEntryReader {
  /** Takes one line without its line feed; returns the record that this line completes, if it does. */
  push(line: string): LogEntry | undefined;
  /** Returns the last record. */
  end(): LogEntry | undefined;
}

/** Longest record kept, in characters; lines beyond it are left out of the text. */
const MAX_TEXT = 16_000;

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g');
const CRI = /^(?:stdout|stderr) [FP] /;

interface Open {
  line: ParsedLine;
  /** The service, pod and container that a collector named; empty without a collector. */
  readonly source: string;
  text: string;
  joined: boolean;
}

/**
 * Creates a reader for container logs of any common format, each line judged by itself, so formats may mix: JSON, klog,
 * logfmt, syslog, access logs, plain text; with or without the prefix of `kubectl logs --timestamps`, or wrapped by a
 * collector in JSON that gives time and origin. What a program writes to standard error is not worse for that. Indented lines
 * and stack traces (Java, Python, Go, Node, .NET, Ruby) join the record before them. Empty lines are skipped.
 */
export function createLogEntryReader(options: LogEntryOptions = {}): LogEntryReader {
  const year = options.year ?? new Date().getUTCFullYear();
  const joiner = createTraceJoiner();
  let open: Open | undefined;

  function close(): LogEntry | undefined {
    if (open === undefined) return undefined;
    const { line, text, joined } = open;
    open = undefined;
    let level = line.level ?? inferLevel(text);
    if (joined && line.level === undefined && level === 'info' && joiner.isTrace(text)) level = 'error';
    const { timestamp, service, pod, container, traceId } = line;
    return { timestamp, level, text, service, pod, container, traceId };
  }

  function push(raw: string): LogEntry | undefined {
    let line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line.includes('\u001b')) line = line.replace(ESCAPES, '');
    const prefix = line.charCodeAt(4) === 45 && line.charCodeAt(10) === 84 ? leadingTime(line) : undefined;
    // The prefix ends with exactly one space; further space belongs to the line and marks a continuation.
    let body = prefix === undefined ? line : line.slice(line.indexOf(' ') < 0 ? line.length : line.indexOf(' ') + 1);
    const cri = prefix !== undefined && body.charCodeAt(0) === 115 ? CRI.exec(body) : null;
    if (cri !== null) body = body.slice(cri[0].length);
    const record = parseJsonRecord(body);
    const carrier = record?.carries === true ? record : undefined;
    if (carrier !== undefined) body = carrier.text.endsWith('\n') ? carrier.text.slice(0, -1) : carrier.text;
    const source = carrier === undefined ? '' : `${carrier.service} ${carrier.pod} ${carrier.container}`;
    const before = open?.source === source ? open : undefined;
    if (before !== undefined && joiner.continues(body, before.text)) return join(before, body);
    if (body.trim() === '') return undefined;
    const own = carrier === undefined ? record : parseJsonRecord(body);
    const parsed = own ?? parsePlainLine(body, year);
    if (before !== undefined && !parsed.begins && joiner.accepts(body, before.text)) return join(before, body);
    const done = close();
    joiner.begin(body);
    const whole = within(parsed, carrier, prefix?.time);
    const text = whole.text.length > MAX_TEXT ? whole.text.slice(0, MAX_TEXT) : whole.text;
    open = { line: whole, source, text, joined: false };
    return done;
  }

  function join(before: Open, body: string): undefined {
    if (before.text.length < MAX_TEXT) before.text += `\n${body}`;
    before.joined = true;
  }

  return { push, end: close };
}

/** A line with the origin and time that its collector or prefix gives it; its own time comes first. */
function within(line: ParsedLine, carrier: ParsedLine | undefined, prefixTime: number | undefined): ParsedLine {
  const timestamp = line.timestamp ?? carrier?.timestamp ?? prefixTime;
  if (carrier === undefined) return timestamp === line.timestamp ? line : { ...line, timestamp };
  return {
    ...line,
    timestamp,
    service: carrier.service ?? line.service,
    pod: carrier.pod ?? line.pod,
    container: carrier.container ?? line.container,
    traceId: line.traceId ?? carrier.traceId,
  };
}

/** Reads all records of a text, or of lines without their line feeds, in order. Nothing is kept in memory. */
export function* parseLogEntries(
  source: string | Iterable<string>,
  options: LogEntryOptions = {},
): Generator<LogEntry> {
  const reader = createLogEntryReader(options);
  for (const line of typeof source === 'string' ? linesOf(source) : source) {
    const entry = reader.push(line);
    if (entry !== undefined) yield entry;
  }
  const last = reader.end();
  if (last !== undefined) yield last;
}

/** The lines of a text, without a last empty one. */
function* linesOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const feed = text.indexOf('\n', start);
    if (feed < 0) {
      yield text.slice(start);
      return;
    }
    yield text.slice(start, feed);
    start = feed + 1;
  }
}
