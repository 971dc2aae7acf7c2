const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Epoch milliseconds of a field that holds a time: RFC 3339 text, or seconds to nanoseconds since 1970. */
export function readTime(value: unknown): number | undefined {
  return readWritten(value).time;
}

/** The same, and whether it is written out without a zone, as Python's `asctime` and many a Java layout do. */
export function readWritten(value: unknown): { readonly time?: number | undefined; readonly zoneless: boolean } {
  const led = typeof value === 'string' && !isNumeric(value) ? leadingTime(value) : undefined;
  return led ?? { time: timeOf(value), zoneless: false };
}

function isNumeric(value: string): boolean {
  return /^\d+(\.\d+)?$/.test(value);
}

/** Of what does not begin with a time that is written out. */
function timeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return epochMilliseconds(value);
  if (typeof value === 'string') {
    if (isNumeric(value)) return epochMilliseconds(Number(value));
    return /\d{4}/.test(value) ? finite(Date.parse(value)) : undefined;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = value as Record<string, unknown>;
    if ('$date' in fields) return readTime(fields.$date);
    if (typeof fields.epochSecond === 'number') {
      return fields.epochSecond * 1000 + Number(fields.nanoOfSecond ?? 0) / 1e6;
    }
    if ('seconds' in fields) return Number(fields.seconds) * 1000 + Number(fields.nanos ?? 0) / 1e6;
  }
  return undefined;
}

/** Tells seconds, milliseconds, microseconds and nanoseconds apart by size, for years 2001 to 2286. */
function epochMilliseconds(value: number): number | undefined {
  if (!Number.isFinite(value) || value < 1e9) return undefined;
  if (value < 1e10) return value * 1000;
  if (value < 1e13) return value;
  return value < 1e16 ? value / 1e3 : value / 1e6;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

export interface LeadingTime {
  /** Epoch milliseconds; a time without zone is read as UTC. */
  readonly time: number;
  /** True where no zone is written: the time is of the clock on its writer's wall. */
  readonly zoneless: boolean;
  /** What follows the time, without leading space. */
  readonly rest: string;
}

/**
 * Minutes ahead of UTC by a zone's abbreviation, as PostgreSQL reads them (timezonesets/Default); it writes the one of its
 * `log_timezone`. What several zones are called in equal use (IST) is left out.
 */
const ZONES: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({
    ...{ Z: 0, UTC: 0, GMT: 0, WET: 0, WEST: 60, BST: 60, CET: 60, MET: 60, CEST: 120, MEST: 120, SAST: 120 },
    ...{ EET: 120, EEST: 180, MSK: 180, PKT: 300, SGT: 480, HKT: 480, AWST: 480, JST: 540, KST: 540 },
    ...{ ACST: 570, AEST: 600, ACDT: 630, AEDT: 660, NZST: 720, NZDT: 780 },
    ...{ ART: -180, EDT: -240, EST: -300, CDT: -300, CST: -360, MDT: -360, MST: -420, PDT: -420, PST: -480 },
    ...{ AKDT: -480, AKST: -540, HST: -600 },
  }),
);

const ZONE = `${[...ZONES.keys()].join('|')}|[+-]\\d\\d:?\\d\\d`;

/** `2025-11-11T13:18:08.219Z`, `2025-11-11 13:18:08,219 CET`, `2025/11/11 13:18:08`, `2025.11.11 13:18:08`, with or without brackets. */
const ISO = new RegExp(
  String.raw`^\[?(\d{4})[-/.](\d\d)[-/.](\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: ?(${ZONE})\b)?\]?[ \t]*`,
);
/** `[11/30/25, 1:18:06:320 UTC]`, as WebSphere and Liberty write it: month first, milliseconds behind a colon. */
const WEBSPHERE = new RegExp(
  String.raw`^\[(\d{1,2})/(\d{1,2})/(\d\d),? (\d{1,2}):(\d\d):(\d\d):(\d{3}) (${ZONE})\][ \t]*`,
);
/** `[1762867086]`, as unbound, NSD and Nagios write it: seconds since 1970. */
const EPOCH = /^\[(\d{10})\][ \t]*/;
/** `11 Nov 2025 13:18:06.320`. */
const DAY_FIRST =
  /^\[?(\d{1,2})[ /-]([A-Z][a-z]{2})[ /-](\d{4})[ :](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: ?(Z|UTC|[+-]\d{4}))?\]?[ \t]*/;
/** `Nov 11 13:18:06`, as syslog writes it: no year. */
const MONTH_FIRST =
  /^\[?(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?: (\d{4}))?\]?[ \t]*/;

/**
 * Reads the time a line begins with. `year` completes a time without one, that before where it would lie after `latest`
 * (epoch milliseconds); without it such a time is not read.
 */
export function leadingTime(line: string, year?: number, latest?: number): LeadingTime | undefined {
  const first = line.charCodeAt(0);
  const bracket = first === 91;
  const code = bracket ? line.charCodeAt(1) : first;
  if (code >= 48 && code <= 57) {
    const fast = bracket ? undefined : utcTime(line);
    if (fast !== undefined) return fast;
    const iso = ISO.exec(line);
    if (iso !== null) {
      const time = Date.UTC(+iso[1]!, +iso[2]! - 1, +iso[3]!, +iso[4]!, +iso[5]!, +iso[6]!);
      const zoneless = iso[8] === undefined;
      return { time: time + fraction(iso[7]) - offset(iso[8]), zoneless, rest: line.slice(iso[0].length) };
    }
    const framed = bracket ? bracketedTime(line) : undefined;
    if (framed !== undefined) return framed;
    const day = DAY_FIRST.exec(line);
    if (day !== null) {
      const month = MONTHS.indexOf(day[2]!.toLowerCase());
      if (month < 0) return undefined;
      const time = Date.UTC(+day[3]!, month, +day[1]!, +day[4]!, +day[5]!, +day[6]!);
      const zoneless = day[8] === undefined;
      return { time: time + fraction(day[7]) - offset(day[8]), zoneless, rest: line.slice(day[0].length) };
    }
    return undefined;
  }
  if (code < 65 || code > 90) return undefined;
  const named = MONTH_FIRST.exec(line);
  if (named === null) return undefined;
  const month = MONTHS.indexOf(named[1]!.toLowerCase());
  const full = named[7] === undefined ? year : +named[7];
  if (month < 0 || full === undefined) return undefined;
  const inYear = (of: number): number => Date.UTC(of, month, +named[2]!, +named[3]!, +named[4]!, +named[5]!);
  const time = named[7] === undefined ? notAfter(inYear, full, latest) : inYear(full);
  return { time: time + fraction(named[6]), zoneless: true, rest: line.slice(named[0].length) };
}

/** The times that are written in brackets only. */
function bracketedTime(line: string): LeadingTime | undefined {
  const epoch = EPOCH.exec(line);
  if (epoch !== null) return { time: +epoch[1]! * 1000, zoneless: false, rest: line.slice(epoch[0].length) };
  const of = WEBSPHERE.exec(line);
  if (of === null || +of[1]! > 12) return undefined;
  const time = Date.UTC(2000 + +of[3]!, +of[1]! - 1, +of[2]!, +of[4]!, +of[5]!, +of[6]!, +of[7]!);
  return { time: time - offset(of[8]), zoneless: false, rest: line.slice(of[0].length) };
}

/** A time that its log wrote without a year: in `year`, or in the one before where that would be after `latest`. */
export function notAfter(inYear: (year: number) => number, year: number, latest: number | undefined): number {
  const time = inYear(year);
  return latest !== undefined && time > latest ? inYear(year - 1) : time;
}

let lastDay = '';
let lastDayTime = 0;

/** The common form `2025-11-11T13:18:08.219456Z rest`, read without a regular expression. */
function utcTime(line: string): LeadingTime | undefined {
  if (line.charCodeAt(10) !== 84 || line.charCodeAt(13) !== 58 || line.charCodeAt(16) !== 58) return undefined;
  let index = 19;
  let fractionOfSecond = 0;
  if (line.charCodeAt(index) === 46) {
    let scale = 100;
    for (index++; ; index++) {
      const digit = line.charCodeAt(index) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      fractionOfSecond += digit * scale;
      scale /= 10;
    }
  }
  if (line.charCodeAt(index) !== 90) return undefined;
  const day = line.slice(0, 10);
  if (day !== lastDay) {
    const time = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
    if (Number.isNaN(time)) return undefined;
    lastDay = day;
    lastDayTime = time;
  }
  const seconds = twoDigits(line, 11) * 3600 + twoDigits(line, 14) * 60 + twoDigits(line, 17);
  if (Number.isNaN(seconds)) return undefined;
  let rest = index + 1;
  while (line.charCodeAt(rest) === 32 || line.charCodeAt(rest) === 9) rest++;
  const time = lastDayTime + seconds * 1000 + Math.round(fractionOfSecond * 1e3) / 1e3;
  return { time, zoneless: false, rest: line.slice(rest) };
}

function twoDigits(line: string, index: number): number {
  const tens = line.charCodeAt(index) - 48;
  const ones = line.charCodeAt(index + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function fraction(digits: string | undefined): number {
  return digits === undefined ? 0 : Math.floor(Number(`0.${digits}`) * 1e6) / 1e3;
}

function offset(zone: string | undefined): number {
  if (zone === undefined) return 0;
  const named = ZONES.get(zone);
  if (named !== undefined) return named * 60_000;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
