import type { LogLevel } from './levels.ts';
import { readLevel } from './levels.ts';
import { detailsOf, mongoDetailsOf, passedOn, subjectOfEvent } from './record-details.ts';
import { isTimeOrLevel, readParts } from './record-fields.ts';
import { readWritten } from './timestamps.ts';

/** One line as its own format describes it. `level` is absent where the line names none. */
export interface ParsedLine {
  readonly timestamp?: number;
  /** True where its time is written without a zone and was read as UTC. */
  readonly zoneless?: boolean;
  readonly level?: LogLevel;
  readonly text: string;
  readonly service?: string;
  readonly pod?: string;
  readonly container?: string;
  readonly traceId?: string;
  /** True when the line is sure to begin a record: it has a time, a level or a structure of its own. */
  readonly begins: boolean;
  /** True for a record that says nothing of its text's level: it carries a line that a collector has wrapped. */
  readonly carries?: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

function pick(fields: Fields, names: readonly string[]): unknown {
  for (const name of names) {
    const value = fields[name];
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}

function shown(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  const fields = value as Fields;
  const message = pick(fields, ['message', 'msg', 'Message', 'localizedMessage']);
  const name = pick(fields, ['type', 'name', 'code', 'class']);
  if (message !== undefined) {
    const stack = pick(fields, ['stack', 'stack_trace', 'stackTrace', 'stacktrace', 'extendedStackTrace']);
    const head = [name, message].filter((part) => typeof part === 'string').join(': ');
    return typeof stack === 'string' ? `${head}\n${stack}` : head;
  }
  return JSON.stringify(value).slice(0, 2_000);
}

/** Reads one JSON object as a log record; undefined when the line is not one. */
export function parseJsonRecord(line: string): ParsedLine | undefined {
  if (line.charCodeAt(0) !== 123 || !line.trimEnd().endsWith('}')) return undefined;
  let fields: Fields;
  try {
    fields = JSON.parse(line) as Fields;
  } catch {
    // Looks like JSON and is not: the line is taken as plain text.
    return undefined;
  }
  return readRecord(fields);
}

/** Reads the fields of a structured record, whatever carried them. */
export function readRecord(outer: Fields): ParsedLine {
  const inner = passedOn(outer);
  // Its own time and level are those of what it passes on, as far as that has them.
  const fields = inner === undefined ? outer : { ...outer, msg: undefined, message: undefined, ...inner };
  const nested = typeof fields.body === 'object' && fields.body !== null ? shown(fields.body) : undefined;
  const parts = readParts(fields);
  const { text: given, status, service, trace } = parts;
  let text = nested ?? (typeof given === 'object' ? shown(given) : given === undefined ? undefined : String(given));
  text = text === undefined ? flatten(fields) : `${subjectOfEvent(fields)}${text}`;
  const error = shown(parts.error);
  if (error !== undefined && error !== 'true' && error !== 'false' && !text.includes(error)) text += `: ${error}`;
  const stack = shown(parts.stack);
  if (stack !== undefined && !text.includes(stack)) text += `\n${stack}`;
  const level = readLevel(parts.level) ?? levelOfStatus(status);
  if (level === 'warn' || level === 'error' || level === 'fatal' || error !== undefined)
    text += detailsOf(fields, text);
  text += mongoDetailsOf(fields);
  const raised = (level === undefined || level === 'info') && serverError(status) ? 'error' : level;
  const { time, zoneless } = readWritten(parts.time);
  return {
    timestamp: time,
    zoneless,
    level: raised,
    text,
    service: typeof service === 'string' ? service : undefined,
    pod: stringOf(parts.pod),
    container: stringOf(parts.container),
    traceId: typeof trace === 'string' && !trace.includes('$') ? trace.slice(trace.lastIndexOf('/') + 1) : undefined,
    begins: true,
    // The journal's priority of what a container prints says which stream it was, not how bad it is.
    carries:
      (level === undefined || '__REALTIME_TIMESTAMP' in fields) &&
      typeof given === 'string' &&
      error === undefined &&
      stack === undefined,
  };
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** NaN for what is neither a number nor written as one: an object may refuse to be either. */
function codeOf(status: unknown): number {
  return typeof status === 'number' || typeof status === 'string' ? Number(status) : Number.NaN;
}

function serverError(status: unknown): boolean {
  const code = codeOf(status);
  return code >= 500 && code <= 599;
}

function levelOfStatus(status: unknown): LogLevel | undefined {
  const code = codeOf(status);
  if (!(code >= 100 && code <= 599)) return undefined;
  return code >= 500 ? 'error' : 'info';
}

function flatten(fields: Fields): string {
  return Object.entries(fields)
    .filter(([name, value]) => !isTimeOrLevel(name) && value !== null && value !== '')
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' ');
}
