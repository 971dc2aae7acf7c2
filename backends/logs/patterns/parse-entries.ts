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
  /** When the log was taken, for times that carry no year: they are of the year before. Default: now. */
  readonly recordedAt?: Date;
  /** Milliseconds by which times without a zone are ahead of UTC. Default: 0. */
  readonly aheadMs?: number;
}

/** Turns lines into records as they come. */
export interface LogEntryReader {
  /** Takes one line without its line feed; returns the record that this line completes, if it does. */
  push(line: string): LogEntry | undefined;
  /** Returns the last record. */
  end(): LogEntry | undefined;
}

/** A writer's clock may be this far ahead. */
const AHEAD_MS = 86_400_000;
/** Longest record kept, in characters; lines beyond it are left out of the text. */
const MAX_TEXT = 16_000;

const ESCAPE = String.fromCharCode(27);
/** Colours and cursor movements (CSI), titles and links (OSC). */
const ESCAPES = new RegExp(
  `${ESCAPE}(?:\\[[0-9;?]*[ -/]*[@-~]|\\][^${ESCAPE}\\x07]*(?:\\x07|${ESCAPE}\\\\)|[()][A-Z0-9])`,
  'g',
);
const CRI = /^(?:stdout|stderr) ([FP])[:\w]* /;
/** How docker keeps a line; it splits long ones, and only the last part ends with a line feed. */
const DOCKER = /"stream":\s*"std(?:out|err)"/;
/** Wrappings taken off one after the other: docker within fluentd within a forwarder. */
const MOST_WRAPPINGS = 4;
/** Levels at which a message comes with what was thrown. */
const WORSE = new Set(['warn', 'error', 'fatal']);
/** A line in parts is as long as this at most. */
const MOST_PARTS = 1 << 20;

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
 * and stack traces (Java, Python, Go, Node, .NET, Ruby) join the record before them, as does a line that a warning or error
 * announces with a colon. Empty lines are skipped; a line that is nothing but a time dates those below it.
 */
export function createLogEntryReader(options: LogEntryOptions = {}): LogEntryReader {
  const recordedAt = options.recordedAt ?? new Date();
  const year = recordedAt.getUTCFullYear();
  const latest = recordedAt.getTime() + AHEAD_MS;
  const { aheadMs = 0 } = options;
  const joiner = createTraceJoiner();
  let open: Open | undefined;
  /** The time of a line that held nothing else: that of all that follows without one (Oracle's alert log). */
  let stamped: number | undefined;
  /** What has come of a line that its runtime wrote in parts. */
  let parts = '';
  let endsLines = false;

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
    if (line.includes(ESCAPE)) line = line.replace(ESCAPES, '');
    const prefix = line.charCodeAt(4) === 45 && line.charCodeAt(10) === 84 ? leadingTime(line) : undefined;
    // The prefix ends with exactly one space or tab; further space belongs to the line and marks a continuation.
    const space = prefix === undefined ? -1 : line.search(/\s/);
    let body = prefix === undefined ? line : line.slice(space < 0 ? line.length : space + 1);
    const cri = prefix !== undefined && body.charCodeAt(0) === 115 ? CRI.exec(body) : null;
    if (cri !== null) {
      body = parts + body.slice(cri[0].length);
      parts = cri[1] === 'P' && body.length < MOST_PARTS ? body : '';
      if (parts !== '') return undefined;
    }
    let record = parseJsonRecord(body);
    let carrier: ParsedLine | undefined;
    for (let wrapping = 0; record?.carries === true && wrapping < MOST_WRAPPINGS; wrapping++) {
      const ended = record.text.endsWith('\n');
      const docker = wrapping === 0 && DOCKER.test(body);
      carrier = carrier === undefined ? record : within(record, carrier, undefined);
      body = ended ? record.text.slice(0, -1) : record.text;
      if (docker) {
        body = parts + body;
        if (ended) endsLines = true;
        parts = !ended && endsLines && body.length < MOST_PARTS ? body : '';
        if (parts !== '') return undefined;
      }
      record = parseJsonRecord(body);
    }
    if (body.includes(ESCAPE)) body = body.replace(ESCAPES, '');
    const source = carrier === undefined ? '' : `${carrier.service} ${carrier.pod} ${carrier.container}`;
    const before = open?.source === source ? open : undefined;
    if (before !== undefined && joiner.continues(body, before.text)) return join(before, body);
    const dated = prefix?.zoneless === true ? prefix.time - aheadMs : prefix?.time;
    if (prefix !== undefined) stamped = space < 0 ? dated : undefined;
    if (body.trim() === '') return undefined;
    const written = record ?? parsePlainLine(body, year, latest, prefix !== undefined);
    const parsed = written.zoneless === true ? moved(written, aheadMs) : written;
    if (parsed.timestamp !== undefined) stamped = undefined;
    if (before !== undefined && !parsed.begins && joiner.accepts(body, before.text)) return join(before, body);
    const ofMessage = before?.line.timestamp !== undefined && !before.joined && WORSE.has(before.line.level ?? '');
    // PostgreSQL's message has a level of its own: `PSQLException: ERROR: …`.
    const isAnother = parsed.timestamp !== undefined || record !== undefined;
    const isTold = before !== undefined && (before.text.endsWith(':') || joiner.isThrowable(body));
    if (isTold && ofMessage && !isAnother) return join(before, body);
    const done = close();
    joiner.begin(body);
    const whole = within(parsed, carrier, dated ?? stamped);
    const plain = whole.text.includes(ESCAPE) ? whole.text.replace(ESCAPES, '') : whole.text;
    const text = plain.length > MAX_TEXT ? plain.slice(0, MAX_TEXT) : plain;
    open = { line: whole, source, text, joined: false };
    return done;
  }

  function join(before: Open, body: string): undefined {
    if (before.text.length < MAX_TEXT) before.text += `\n${body}`;
    before.joined = true;
  }

  return { push, end: close };
}

/** A line whose time is that much earlier. */
function moved(line: ParsedLine, byMs: number): ParsedLine {
  return byMs === 0 || line.timestamp === undefined ? line : { ...line, timestamp: line.timestamp - byMs };
}

/** A line with the origin and time that its collector or prefix gives it; its own time comes first. */
function within(line: ParsedLine, carrier: ParsedLine | undefined, prefixTime: number | undefined): ParsedLine {
  const timestamp = line.timestamp ?? carrier?.timestamp ?? prefixTime;
  if (carrier === undefined) return timestamp === line.timestamp ? line : { ...line, timestamp };
  return {
    ...line,
    timestamp,
    // A collector that tells a level at all tells `info` of whatever has none.
    level: line.level ?? (carrier.level === 'info' ? undefined : carrier.level),
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
