import type { LogLevel } from './levels.ts';
import { inferLevel, readLevel } from './levels.ts';
import type { ParsedLine } from './structured-records.ts';
import { parseJsonRecord, readRecord } from './structured-records.ts';
import { type LeadingTime, leadingTime, notAfter, readTime } from './timestamps.ts';

const KLOG = /^([IWEF])(\d\d)(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{1,6})\s+\d+ [\w.()-]+:\d+\] ?/;
const KLOG_LEVELS: Readonly<Record<string, LogLevel>> = { I: 'info', W: 'warn', E: 'error', F: 'fatal' };
const SYSLOG_5424 = /^<(\d{1,3})>1 (\S+) \S+ (\S+) \S+ \S+ (?:-|\[.*?\](?=\s|$)) ?/;
const SYSLOG_3164 = /^<(\d{1,3})>/;
const PROCESS = /^(?:\S+ )?([\w./-]+)(?:\[\d+\])?: /;
/** `quay-1 kubelet[812]: `, after the time of the journal or syslog. */
const JOURNAL = /^[\w.-]+ ([\w./@-]+)\[\d+\]: /;
const ACCESS =
  /^(\S+) \S+ \S+ \[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})\] ("(?:[^"\\]|\\.)*" (\d{3}) .*)$/;
const LOGFMT_FIELD = /([A-Za-z_@][\w.@/-]*)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g;
const REDIS = /^\d+:[A-Z] (?=\d)/;
const REDIS_MARKS: Readonly<Record<string, LogLevel>> = { '.': 'debug', '-': 'debug', '*': 'info', '#': 'warn' };
/** AWS Lambda for Python: level, time and request, tabs between. */
const LAMBDA = /^\[([A-Z]{4,8})\]\t(\d{4}-\d\d-\d\dT[\d:.]+Z)\t[\w-]+\t/;
/** Ruby's Logger: letter, time and process, level, program: `E, [2024-01-05T06:07:08.123456 #42] ERROR -- web: no route`. */
const RUBY = /^[DIWEFA], \[(\d{4}-\d\d-\d\dT[\d:.]+) #\d+\]\s+([A-Z]{3,5}) -- [^:]{0,80}: ?/;
/**
 * WebLogic's server log (Oracle, "Configuring Log Files", message attributes): time in the server's language and zone, severity,
 * subsystem, machine, server, thread, user, transaction and context, then the same time in milliseconds, id and text.
 */
const WEBLOGIC =
  /^####<[^<>]{1,60}> <([A-Z][a-z]{3,9})> <([^<>]{0,80})> .{0,600}? <(\d{13})> (?:<\[severity-value[^<>]{0,200}> )?<([\w-]{0,40})> </;
const DOTNET = /^(trce|dbug|info|warn|fail|crit): (?=[\w.<>`+]+(?:\[\d+\])?\s*$)/;
/** A level named near the start: `[error]`, `ERROR`, `<Warning>`, `level=warn`, `|WARN|`, `NOTICE[1648]` (Asterisk, with its thread). */
const NAMED =
  /^(?:[^\s"']{1,60}\s+|\[[^\]]{0,80}\]\s*){0,4}?[[<|(]?\b(TRACE|VERBOSE|DEBUG|INFO|NOTICE|LOG|WARN(?:ING)?|ERROR|ERR|FATAL|CRITICAL|CRIT|PANIC|SEVERE|ALERT|EMERG(?:ENCY)?|DETAIL|HINT|STATEMENT)\b(?=[\]>|):\s]|\[\d)/;
const BRACKETED =
  /^.{0,80}?[[<(](trace|debug|info|notice|warn(?:ing)?|error|err|fatal|critical|crit|panic|alert|emerg|Note|Warning|Error|System|Info|Debug)[\]>)]/;
/** Program and process, then the level, as unbound (util/log.c), OpenSSH and Postfix write them: `unbound[811:0] info: `. */
const OF_PROCESS = /^[\w./-]+\[[\da-f:]+\]:? (debug|info|notice|warning|error|fatal)(?: error)?: /;
/** Thread, class and type of event, as WebSphere and Liberty write them: `000000f2 com.acme.Cache   I ACME1056I: `. */
const WEBSPHERE = /^[\da-f]{8} \S+ +([FEWAICDO]) +\S/;
const WEBSPHERE_TYPES: Readonly<Record<string, LogLevel>> = { F: 'fatal', E: 'error', W: 'warn', D: 'debug' };
/** The level, then the time, as log4j's `%-5p %d` and Python's `%(levelname)s %(asctime)s` write them. */
const LEVEL_FIRST =
  /^\[?(TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|ERR|FATAL|CRITICAL|SEVERE)\]?:?[ \t]+(?:[-|][ \t]+)?(?=[[(]?(?:\d|[A-Z][a-z]{2} ))/;
const PREFIXED = /^(trace|debug|info|notice|warn(?:ing)?|error|err|fatal|critical|panic|severe)\s*[:\]|\t-]/i;

/**
 * Reads one line that is not JSON. `year` completes times that have none; such a time is never after `latest`. `dated`
 * says that a time stood before it, which has been taken off.
 */
export function parsePlainLine(line: string, year: number, latest?: number, dated = false): ParsedLine {
  const second = line.charCodeAt(1);
  const klog = second >= 48 && second <= 57 ? KLOG.exec(line) : null;
  if (klog !== null) {
    const inYear = (of: number): number => Date.UTC(of, +klog[2]! - 1, +klog[3]!, +klog[4]!, +klog[5]!, +klog[6]!);
    const timestamp = notAfter(inYear, year, latest) + Math.floor(Number(`0.${klog[7]}`) * 1e3);
    const level = KLOG_LEVELS[klog[1]!];
    return { timestamp, zoneless: true, level, text: line.slice(klog[0].length), begins: true };
  }
  const code = line.charCodeAt(0);
  if (code === 60) {
    const syslog = parseSyslog(line, year, latest);
    if (syslog !== undefined) return syslog;
  }
  const access = line.includes('] "') ? ACCESS.exec(line) : null;
  if (access !== null) {
    const timestamp = leadingTime(`${access[2]}/${access[3]}/${access[4]} ${access[5]} ${access[6]}`)?.time;
    const status = Number(access[8]);
    return { timestamp, level: status >= 500 ? 'error' : 'info', text: `${access[1]} ${access[7]}`, begins: true };
  }
  const framed = parseFramed(line, code, year, latest);
  if (framed !== undefined) return framed;
  const body = code >= 48 && code <= 57 && REDIS.test(line) ? line.slice(line.indexOf(' ') + 1) : line;
  const led = leadingTime(body, year, latest);
  const rest = led?.rest ?? body;
  const { time: timestamp, zoneless } = led ?? {};
  if (body !== line && rest.charCodeAt(1) === 32) {
    return { timestamp, zoneless, level: REDIS_MARKS[rest[0]!] ?? inferLevel(rest), text: rest.slice(2), begins: true };
  }
  if (rest.charCodeAt(0) === 123) {
    const record = parseJsonRecord(rest);
    if (record !== undefined) return datedBy(record, led);
  }
  if (rest.includes('msg=') || rest.includes('message=')) {
    const record = parseLogfmt(rest);
    if (record !== undefined) return datedBy(record, led);
  }
  const journal = timestamp === undefined && !dated ? null : JOURNAL.exec(rest);
  if (journal !== null) {
    // A process that writes times and levels of its own, as the kubelet does, into the journal.
    const own = parsePlainLine(rest.slice(journal[0].length), year, latest);
    if (own.level !== undefined) return { ...datedBy(own, led), text: `${journal[1]}: ${own.text}`, begins: true };
  }
  const level = namedLevel(rest);
  const begins = timestamp !== undefined || level !== undefined;
  return { timestamp, zoneless, level, text: rest === '' ? line : rest, begins };
}

/** A line with the time that stands before it, where it has none of its own. */
function datedBy(line: ParsedLine, led: LeadingTime | undefined): ParsedLine {
  return line.timestamp === undefined && led !== undefined ? { ...line, ...timesOf(led) } : line;
}

function timesOf({ time, zoneless }: LeadingTime): Pick<ParsedLine, 'timestamp' | 'zoneless'> {
  return { timestamp: time, zoneless };
}

/** Lines that a runtime frames in its own way: AWS Lambda, Ruby, .NET, and those whose level stands before the time. */
function parseFramed(line: string, code: number, year: number, latest: number | undefined): ParsedLine | undefined {
  const lambda = code === 91 ? LAMBDA.exec(line) : null;
  if (lambda !== null) {
    const text = line.slice(lambda[0].length);
    return { timestamp: readTime(lambda[2]), level: readLevel(lambda[1]), text, begins: true };
  }
  const weblogic = code === 35 ? WEBLOGIC.exec(line) : null;
  if (weblogic !== null) {
    const [head, severity, subsystem, time, id] = weblogic;
    const text = `${subsystem} ${id}: ${line.slice(head.length).replace(/>\s*$/, '')}`;
    return { timestamp: Number(time), level: readLevel(severity) ?? 'info', text, begins: true };
  }
  const ruby = line.charCodeAt(1) === 44 ? RUBY.exec(line) : null;
  if (ruby !== null) {
    const text = line.slice(ruby[0].length);
    return {
      timestamp: readTime(`${ruby[1]}Z`),
      zoneless: true,
      level: readLevel(ruby[2]) ?? 'info',
      text,
      begins: true,
    };
  }
  const first = (code >= 65 && code <= 90) || code === 91 ? LEVEL_FIRST.exec(line) : null;
  const led = first === null ? undefined : leadingTime(line.slice(first[0].length), year, latest);
  if (first !== null && led !== undefined)
    return { ...timesOf(led), level: readLevel(first[1]), text: led.rest === '' ? line : led.rest, begins: true };
  const dotnet = line.charCodeAt(4) === 58 ? DOTNET.exec(line) : null;
  if (dotnet === null) return undefined;
  return { level: readLevel(dotnet[1]), text: line.slice(dotnet[0].length), begins: true };
}

/** The level a plain message names near its start; undefined when it names none. */
function namedLevel(text: string): LogLevel | undefined {
  const type = WEBSPHERE.exec(text);
  if (type !== null) return WEBSPHERE_TYPES[type[1]!] ?? 'info';
  const name = PREFIXED.exec(text) ?? OF_PROCESS.exec(text) ?? NAMED.exec(text) ?? BRACKETED.exec(text);
  return name === null ? undefined : readLevel(name[1]);
}

function parseSyslog(line: string, year: number, latest: number | undefined): ParsedLine | undefined {
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
  const led = leadingTime(line.slice(old[0].length), year, latest);
  if (led === undefined) return undefined;
  const process = PROCESS.exec(led.rest);
  const text = process === null ? led.rest : led.rest.slice(process[0].length);
  return { ...timesOf(led), level: readLevel(Number(old[1]) % 8), service: process?.[1], text, begins: true };
}

/**
 * A message that ends with a colon in front of its fields, as hclog writes them (Nomad, Consul, Vault, Terraform): one of the
 * fields may be called `msg` as well. What begins with a time, level or message of its own is logfmt that something prefixed.
 */
const FIELDS_BEHIND = /^[^="]*\S: (?!(?:ts|time|timestamp|t|level|lvl|severity|msg|message|caller|logger)=)[\w.-]+=/;

const FIELD_FIRST = /^\s*[A-Za-z_@][\w.@/-]*=/;
/** A message of several words without quotes, which logfmt would have put into some (go-logfmt): a sentence that cites fields. */
const MESSAGE_UNQUOTED = /(?:^|\s)(?:msg|message)=(?!["\s])\S+ (?![\w.@/-]+=)\S/;

/** Reads a logfmt line: `level=` or `msg=` and at least two fields. */
function parseLogfmt(line: string): ParsedLine | undefined {
  if (FIELDS_BEHIND.test(line) || (!FIELD_FIRST.test(line) && MESSAGE_UNQUOTED.test(line))) return undefined;
  if (!/(?:^|\s)(?:level|lvl|severity|msg|message)=/.test(line)) return undefined;
  const fields: Record<string, string> = {};
  let found = 0;
  LOGFMT_FIELD.lastIndex = 0;
  for (let match = LOGFMT_FIELD.exec(line); match !== null; match = LOGFMT_FIELD.exec(line)) {
    const name = match[1]!;
    if (fields[name] !== undefined) continue;
    fields[name] = (match[2]?.includes('\\') ? match[2].replace(/\\(["\\])/g, '$1') : match[2]) ?? match[3] ?? '';
    found++;
  }
  return found < 2 || (fields.msg ?? fields.message) === undefined ? undefined : readRecord(fields);
}
