/** Severity of a log entry, least first. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

const NAMES: ReadonlyMap<string, LogLevel> = new Map(
  Object.entries<LogLevel>({
    trace: 'debug',
    trce: 'debug',
    verbose: 'debug',
    debug: 'debug',
    dbug: 'debug',
    dbg: 'debug',
    fine: 'debug',
    finer: 'debug',
    finest: 'debug',
    d: 'debug',
    t: 'debug',
    info: 'info',
    information: 'info',
    informational: 'info',
    notice: 'info',
    note: 'info',
    log: 'info',
    config: 'info',
    default: 'info',
    inf: 'info',
    i: 'info',
    n: 'info',
    hint: 'info',
    statement: 'info',
    detail: 'info',
    system: 'info',
    warn: 'warn',
    warning: 'warn',
    wrn: 'warn',
    w: 'warn',
    error: 'error',
    err: 'error',
    fail: 'error',
    failure: 'error',
    severe: 'error',
    e: 'error',
    fatal: 'fatal',
    critical: 'fatal',
    crit: 'fatal',
    crt: 'fatal',
    panic: 'fatal',
    dpanic: 'fatal',
    alert: 'fatal',
    emerg: 'fatal',
    emergency: 'fatal',
    f: 'fatal',
    c: 'fatal',
  }),
);

/**
 * The level a logger wrote: a name in any case, a pino or bunyan number (10 to 60), or a syslog severity (0 to 7).
 * Undefined when it means nothing.
 */
export function readLevel(value: unknown): LogLevel | undefined {
  if (typeof value === 'number') return levelOfNumber(value);
  if (typeof value !== 'string') return undefined;
  const name = value.trim().toLowerCase();
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  if (/^\d+$/.test(name)) return levelOfNumber(Number(name));
  const word = /^(?:log_?level_?|severity_?(?:number_)?)?([a-z]+)\d?$/.exec(name)?.[1];
  return word === undefined ? undefined : NAMES.get(word);
}

function levelOfNumber(value: number): LogLevel | undefined {
  if (value >= 10) {
    if (value >= 60) return 'fatal';
    if (value >= 50) return 'error';
    if (value >= 40) return 'warn';
    return value >= 30 ? 'info' : 'debug';
  }
  if (!(value >= 0 && value <= 7)) return undefined;
  if (value <= 2) return 'fatal';
  if (value === 3) return 'error';
  if (value === 4) return 'warn';
  return value === 7 ? 'debug' : 'info';
}

/** Statements that nothing went wrong, taken out before looking for words of trouble. */
const NOTHING_WRONG = new RegExp(
  [
    String.raw`\b(?:0|no|zero|without(?: any)?|free of)[ _-]+(?:new |known |fatal |critical )?(?:errors?|failures?|exceptions?|warnings?|failed|timeouts?)\b`,
    // The code of a DNS answer without an error (RFC 1035), and Azure Front Door's `errorInfo` of a request that went well.
    String.raw`\b(?:error_?info["']?\s*[=:]\s*["']?)?no_?error\b`,
    String.raw`\b[\w.-]{0,30}(?:err(?:or)?s?|failures?|failed|exceptions?|timeouts?|warnings?)(?:[_-]?(?:count|total|rate|num))?["']?\s*[=:]\s*["']?(?:0(?:\.0+)?%?|none|null|nil|false|ok|""|''|\[\]|\{\})(?![\w.])`,
    String.raw`\b(?:errors?|exceptions?|failure)[ _-]?(?:handler|handling|page|log|report(?:er|ing)?|rate|budget|threshold|tracking|boundary)s?\b`,
    String.raw`\b(?:on|if|upon)[ _-](?:error|failure)s?\b`,
    String.raw`\bfail[- ]?(?:over|safe|fast)\b`,
    String.raw`\b(?:timeout|timeouts)\s*[=:]?\s*\d+`,
  ].join('|'),
  'gi',
);

const FATAL_WORDS =
  /^\s*panic:|\bfatal(?: error)?\b|\bsegmentation fault\b|\bSIGSEGV\b|\bout of memory\b|\bcore dumped\b/i;
const ERROR_WORDS =
  /\b(?:errors?|failed|failures?|failing|fails|exceptions?|traceback|unhandled|uncaught|crashed|aborted|aborting|refused|unreachable|denied|unauthorized|forbidden)\b(?![-_/\\])|\bpanicked at\b|\bpanic serving \S+:\d|\bpanic recovered:|[a-z](?:Exception|Error)\b|\bE(?:CONN(?:REFUSED|RESET|ABORTED)|TIMEDOUT|NOTFOUND|PIPE|ACCES|HOSTUNREACH|ADDRINUSE|NOENT|MFILE|AI_AGAIN)\b|\b(?:unable|not able) to\b|\b(?:could not|couldn't|cannot|can't|can not)\b|\bno such (?:host|file|table|column)\b|\bdeadline exceeded\b|\btimed out\b|\bno space left\b|\bnot permitted\b|\bdoes not exist\b/i;
/** A part of every word looked for below; most messages have none and are done with. */
const TROUBLE =
  /err|fail|exception|traceback|un(?:handled|caught|reachable|authorized|able|available)|crash|abort|refused|denied|forbidden|E[CTNPAHM]|could ?n|can ?n?o?'?t|no such|not |exceeded|timed? ?out|timeout|no space|panic|fatal|segmentation|SIGSEGV|out of memory|core dumped|warn|deprecat|retry|slow|invalid|missing|rejected|dropped/i;
const WARN_WORDS =
  /\b(?:warn(?:ing)?|deprecat(?:ed|ion)|[A-Za-z]*Warning|retrying|will retry|slow|timeout|invalid|missing|not found|rejected|dropped|exceeded|unavailable)\b/i;
const STATUS =
  /\bHTTP\/\d(?:\.\d)?"?\s+(\d{3})\b|\b(?:http_?)?(?:status|status_?code|code|response_?code)["']?\s*[=:]\s*"?(\d{3})\b/i;

/** The type at the end of an IBM message's number (`AMQ9633E`, `CWPKI0041W`, `DSRA0010E`): the first thing of it but the time. */
const NUMBERED = /^[\d\s/.,:[\]-]{0,40}[A-Z]{3,5}\d{4,5}([IWEST])(?::|\s)/;
const TYPES: ReadonlyMap<string, LogLevel> = new Map([
  ['I', 'info'],
  ['W', 'warn'],
  ['E', 'error'],
  ['S', 'error'],
  ['T', 'fatal'],
]);

/** The level of a message that names none, judged by its words and HTTP status; `info` when nothing speaks of trouble. */
export function inferLevel(text: string): LogLevel {
  const head = text.length > 2_000 ? text.slice(0, 2_000) : text;
  const type = NUMBERED.exec(head)?.[1];
  if (type !== undefined) return TYPES.get(type)!;
  const status = STATUS.exec(head);
  if (status !== null) {
    const code = Number(status[1] ?? status[2]);
    if (code >= 500 && code <= 599) return 'error';
    if (code >= 100 && code < 500) return 'info';
  }
  if (!TROUBLE.test(head)) return 'info';
  const rest = head.replace(NOTHING_WRONG, ' ');
  if (FATAL_WORDS.test(rest)) return 'fatal';
  const warning = WARN_WORDS.test(rest);
  if (warning && /^\W*(?:\S+:\s*)?\w*warn/i.test(rest)) return 'warn';
  if (ERROR_WORDS.test(rest)) return 'error';
  return warning ? 'warn' : 'info';
}
