import { badParameter } from './backend-error.ts';

/** A span of time; both ends belong to it. `start` is undefined when it reaches back to everything held. */
export interface TimeWindow {
  readonly start?: Date | undefined;
  readonly end: Date;
  /** True when the end is "now" rather than a time somebody gave: what a skewed clock dated later still belongs. */
  readonly openEnd?: boolean;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})$/;

/** Reads `90s`, `15m`, `1h30m`, `7d`; undefined when the text is no duration. Milliseconds. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?[smhdw])+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)([smhdw])/g)) total += Number(amount) * UNIT_MS[unit!]!;
  return total;
}

/** Reads `now`, a duration before `now`, an RFC 3339 time or unix seconds; anything else is refused under `field`. */
export function parseMoment(text: string, now: Date, field: string): Date {
  const trimmed = text.trim();
  if (trimmed === 'now') return now;
  const duration = parseDuration(trimmed);
  if (duration !== undefined) return dateOf(now.getTime() - duration, field);
  if (/^\d{9,11}(\.\d+)?$/.test(trimmed)) return dateOf(Number(trimmed) * 1000, field);
  if (RFC_3339.test(trimmed)) return dateOf(Date.parse(trimmed.replace(' ', 'T')), field);
  throw badParameter(field, 'must be a duration such as 15m, 6h or 7d, an RFC 3339 time, or unix seconds');
}

/** The window from `since` to now; everything up to now when `since` is absent. */
export function windowSince(since: string | undefined, now: Date, field = 'since'): TimeWindow {
  if (since === undefined) return { end: now, openEnd: true };
  const start = parseMoment(since, now, field);
  if (start > now) throw badParameter(field, `lies after the source's now, ${now.toISOString()}`);
  return { start, end: now, openEnd: true };
}

/** The window from `start` to `end`; an absent end is now, an absent start is `spanMs` before the end. */
export function windowBetween(
  start: string | undefined,
  end: string | undefined,
  now: Date,
  options: { fields: readonly [string, string]; spanMs?: number },
): TimeWindow {
  const [startField, endField] = options.fields;
  const openEnd = end === undefined;
  const to = end === undefined ? now : parseMoment(end, now, endField);
  if (start === undefined) {
    const from = options.spanMs === undefined ? undefined : new Date(to.getTime() - options.spanMs);
    return { start: from, end: to, openEnd };
  }
  const from = parseMoment(start, now, startField);
  if (from > to) throw badParameter(startField, `lies after ${endField}, ${to.toISOString()}`);
  return { start: from, end: to, openEnd };
}

/** True when a moment lies in the window. */
export function inWindow(moment: Date | number, window: TimeWindow): boolean {
  const time = moment instanceof Date ? moment.getTime() : moment;
  const before = window.openEnd === true || time <= window.end.getTime();
  return before && (window.start === undefined || time >= window.start.getTime());
}

function dateOf(milliseconds: number, field: string): Date {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) throw badParameter(field, 'is not a time that exists');
  return date;
}
