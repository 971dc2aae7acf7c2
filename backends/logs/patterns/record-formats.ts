import type { LogLevel } from './levels.ts';
import { inferLevel, readLevel } from './levels.ts';
import { leadingTime, readTime } from './timestamps.ts';

/** One line as its own format describes it. `level` is absent where the line names none. */
export interface ParsedLine {
  readonly timestamp?: number;
  readonly level?: LogLevel;
  readonly text: string;
  readonly service?: string;
  readonly pod?: string;
  readonly container?: string;
  readonly traceId?: string;
  /** True when the line is sure to begin a record: it has a time, a level or a structure of its own. */
  readonly begins: boolean;
}

const TIME_FIELDS = [
  'timestamp',
  'time',
  '@timestamp',
  'ts',
  't',
  'datetime',
  'date',
  'eventTime',
  '@t',
  'instant',
  'start_time',
  'asctime',
];
const LEVEL_FIELDS = [
  'level',
  'severity',
  'lvl',
  'loglevel',
  'log.level',
  'log_level',
  'levelname',
  'level_name',
  'severityText',
  'severity_text',
  'LogLevel',
  'Level',
  '@l',
  's',
  'priority',
];
const TEXT_FIELDS = [
  'message',
  'msg',
  'log',
  'body',
  '@m',
  'Message',
  '@message',
  'event',
  'short_message',
  'textPayload',
  'RenderedMessage',
  '@mt',
  'MessageTemplate',
  'text',
];
const SERVICE_FIELDS = [
  'service',
  'service.name',
  'service_name',
  'serviceName',
  'app',
  'application',
  'component_name',
];
const TRACE_FIELDS = [
  'trace_id',
  'traceId',
  'traceID',
  'trace.id',
  'dd.trace_id',
  'otelTraceID',
  'TraceId',
  'trace',
  'logging.googleapis.com/trace',
];
const ERROR_FIELDS = [
  'error',
  'err',
  'exception',
  'exc_info',
  'cause',
  'reason',
  'errorMessage',
  'error_message',
  'error.message',
  'exception.message',
  '@x',
  'Exception',
  'upstream_transport_failure_reason',
];
const STACK_FIELDS = [
  'stack',
  'stacktrace',
  'stack_trace',
  'error.stack_trace',
  'error.stack',
  'exception.stacktrace',
  'traceback',
  'thrown',
];
const STATUS_FIELDS = [
  'status',
  'status_code',
  'statusCode',
  'http.status_code',
  'http.response.status_code',
  'response_code',
  'http.resp.status',
  'code',
];

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
    const stack = pick(fields, ['stack', 'stackTrace', 'stacktrace', 'extendedStackTrace']);
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
export function readRecord(fields: Fields): ParsedLine {
  const nested = typeof fields.body === 'object' && fields.body !== null ? shown(fields.body) : undefined;
  const given = pick(fields, TEXT_FIELDS);
  let text = nested ?? (typeof given === 'object' ? shown(given) : given === undefined ? undefined : String(given));
  const status = pick(fields, STATUS_FIELDS);
  if (text === undefined) text = flatten(fields);
  const error = shown(pick(fields, ERROR_FIELDS));
  if (error !== undefined && error !== 'true' && error !== 'false' && !text.includes(error)) text += `: ${error}`;
  const stack = shown(pick(fields, STACK_FIELDS));
  if (stack !== undefined && !text.includes(stack)) text += `\n${stack}`;
  const level = readLevel(pick(fields, LEVEL_FIELDS)) ?? levelOfStatus(status);
  const service = pick(fields, SERVICE_FIELDS);
  const trace = pick(fields, TRACE_FIELDS);
  const raised = (level === undefined || level === 'info') && serverError(status) ? 'error' : level;
  return {
    timestamp: readTime(pick(fields, TIME_FIELDS)),
    level: raised,
    text,
    service: typeof service === 'string' ? service : undefined,
    pod: stringOf(pick(fields, ['pod', 'pod_name', 'podName', 'kubernetes.pod_name'])),
    container: stringOf(pick(fields, ['container', 'container_name', 'containerName'])),
    traceId: typeof trace === 'string' && !trace.includes('$') ? trace.slice(trace.lastIndexOf('/') + 1) : undefined,
    begins: true,
  };
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function serverError(status: unknown): boolean {
  const code = Number(status);
  return code >= 500 && code <= 599;
}

function levelOfStatus(status: unknown): LogLevel | undefined {
  const code = Number(status);
  if (!(code >= 100 && code <= 599)) return undefined;
  return code >= 500 ? 'error' : 'info';
}

function flatten(fields: Fields): string {
  const skipped = new Set([...TIME_FIELDS, ...LEVEL_FIELDS]);
  return Object.entries(fields)
    .filter(([name, value]) => !skipped.has(name) && value !== null && value !== '')
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' ');
}

const KLOG = /^([IWEF])(\d\d)(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{1,6})\s+\d+ [\w.()-]+:\d+\] ?/;
const KLOG_LEVELS: Readonly<Record<string, LogLevel>> = { I: 'info', W: 'warn', E: 'error', F: 'fatal' };
const SYSLOG_5424 = /^<(\d{1,3})>1 (\S+) \S+ (\S+) \S+ \S+ (?:-|\[.*?\](?=\s|$)) ?/;
const SYSLOG_3164 = /^<(\d{1,3})>/;
const PROCESS = /^(?:\S+ )?([\w./-]+)(?:\[\d+\])?: /;
const ACCESS =
  /^(\S+) \S+ \S+ \[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})\] ("(?:[^"\\]|\\.)*" (\d{3}) .*)$/;
const LOGFMT_FIELD = /([A-Za-z_@][\w.@/-]*)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g;
const REDIS = /^\d+:[A-Z] (?=\d)/;
const REDIS_MARKS: Readonly<Record<string, LogLevel>> = { '.': 'debug', '-': 'debug', '*': 'info', '#': 'warn' };
const DOTNET = /^(trce|dbug|info|warn|fail|crit): (?=[\w.<>`+]+(?:\[\d+\])?\s*$)/;
/** A level named near the start: `[error]`, `ERROR`, `<Warning>`, `level=warn`, `|WARN|`. */
const NAMED =
  /^(?:[^\s"']{1,60}\s+|\[[^\]]{0,80}\]\s*){0,4}?[[<|(]?\b(TRACE|DEBUG|INFO|NOTICE|LOG|WARN(?:ING)?|ERROR|ERR|FATAL|CRITICAL|CRIT|PANIC|SEVERE|ALERT|EMERG(?:ENCY)?|DETAIL|HINT|STATEMENT)\b(?=[\]>|):\s])/;
const BRACKETED =
  /^.{0,80}?[[<(](trace|debug|info|notice|warn(?:ing)?|error|err|fatal|critical|crit|panic|alert|emerg|Note|Warning|Error|System|Info|Debug)[\]>)]/;
const PREFIXED = /^(trace|debug|info|notice|warn(?:ing)?|error|err|fatal|critical|panic|severe)\s*[:\]|\t-]/i;

/** Reads one line that is not JSON. `year` completes times that have none. */
export function parsePlainLine(line: string, year: number): ParsedLine {
  const klog = KLOG.exec(line);
  if (klog !== null) {
    const time = Date.UTC(year, +klog[2]! - 1, +klog[3]!, +klog[4]!, +klog[5]!, +klog[6]!);
    const timestamp = time + Math.floor(Number(`0.${klog[7]}`) * 1e3);
    return { timestamp, level: KLOG_LEVELS[klog[1]!], text: line.slice(klog[0].length), begins: true };
  }
  const code = line.charCodeAt(0);
  if (code === 60) {
    const syslog = parseSyslog(line, year);
    if (syslog !== undefined) return syslog;
  }
  const access = ACCESS.exec(line);
  if (access !== null) {
    const timestamp = leadingTime(`${access[2]}/${access[3]}/${access[4]} ${access[5]} ${access[6]}`)?.time;
    const status = Number(access[8]);
    return { timestamp, level: status >= 500 ? 'error' : 'info', text: `${access[1]} ${access[7]}`, begins: true };
  }
  const dotnet = DOTNET.exec(line);
  if (dotnet !== null) return { level: readLevel(dotnet[1]), text: line.slice(dotnet[0].length), begins: true };
  const body = REDIS.test(line) ? line.slice(line.indexOf(' ') + 1) : line;
  const led = leadingTime(body, year);
  const rest = led?.rest ?? body;
  const timestamp = led?.time;
  if (body !== line && rest.charCodeAt(1) === 32) {
    return { timestamp, level: REDIS_MARKS[rest[0]!] ?? inferLevel(rest), text: rest.slice(2), begins: true };
  }
  if (rest.charCodeAt(0) === 123) {
    const record = parseJsonRecord(rest);
    if (record !== undefined) return { ...record, timestamp: record.timestamp ?? timestamp };
  }
  if (rest.includes('=')) {
    const record = parseLogfmt(rest);
    if (record !== undefined) return { ...record, timestamp: record.timestamp ?? timestamp };
  }
  const level = namedLevel(rest);
  return { timestamp, level, text: rest === '' ? line : rest, begins: timestamp !== undefined || level !== undefined };
}

/** The level a plain message names near its start; undefined when it names none. */
export function namedLevel(text: string): LogLevel | undefined {
  const name = PREFIXED.exec(text) ?? NAMED.exec(text) ?? BRACKETED.exec(text);
  return name === null ? undefined : readLevel(name[1]);
}

function parseSyslog(line: string, year: number): ParsedLine | undefined {
  const modern = SYSLOG_5424.exec(line);
  if (modern !== null) {
    const timestamp = readTime(modern[2]);
    return {
      timestamp,
      level: readLevel(Number(modern[1]) % 8),
      service: modern[3] === '-' ? undefined : modern[3],
      text: line.slice(modern[0].length),
      begins: true,
    };
  }
  const old = SYSLOG_3164.exec(line);
  if (old === null) return undefined;
  const led = leadingTime(line.slice(old[0].length), year);
  if (led === undefined) return undefined;
  const process = PROCESS.exec(led.rest);
  const text = process === null ? led.rest : led.rest.slice(process[0].length);
  return { timestamp: led.time, level: readLevel(Number(old[1]) % 8), service: process?.[1], text, begins: true };
}

/** Reads a logfmt line: `level=` or `msg=` and at least two fields. */
function parseLogfmt(line: string): ParsedLine | undefined {
  if (!/(?:^|\s)(?:level|lvl|severity|msg|message)=/.test(line)) return undefined;
  const fields: Record<string, string> = {};
  let found = 0;
  for (const match of line.matchAll(LOGFMT_FIELD)) {
    const name = match[1]!;
    if (fields[name] !== undefined) continue;
    fields[name] = match[2]?.replace(/\\(["\\])/g, '$1') ?? match[3] ?? '';
    found++;
  }
  return found < 2 || (fields.msg ?? fields.message) === undefined ? undefined : readRecord(fields);
}
