import { TIME_MS } from '../knowledge/units.ts';

const NAMED: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({
    '@hourly': TIME_MS.hour,
    '@daily': TIME_MS.day,
    '@midnight': TIME_MS.day,
    '@weekly': TIME_MS.week,
    '@monthly': TIME_MS.month,
    '@yearly': TIME_MS.year,
    '@annually': TIME_MS.year,
  }),
);

/**
 * The longest time between two starts of a cron schedule of five fields, in milliseconds, for the forms that people
 * write: every so many minutes or hours, once an hour, a day, a week or a month. Undefined for others.
 */
export function longestPeriod(schedule: string): number | undefined {
  const text = schedule.trim().replace(/^(?:CRON_)?TZ=\S+\s+/, '');
  const named = NAMED.get(text);
  if (named !== undefined) return named;
  const [minute, hour, day, month, weekday, ...more] = text.split(/\s+/);
  if (minute === undefined || hour === undefined || weekday === undefined || more.length > 0 || month !== '*')
    return undefined;
  if (day !== '*' && day !== '?') return weekday === '*' || weekday === '?' ? TIME_MS.month : undefined;
  if (weekday !== '*' && weekday !== '?') return TIME_MS.week;
  if (hour !== '*') return every(hour, TIME_MS.hour) ?? TIME_MS.day;
  return minute === '*' ? TIME_MS.minute : (every(minute, TIME_MS.minute) ?? TIME_MS.hour);
}

/** `*\/5` of a unit. */
function every(field: string, unit: number): number | undefined {
  const step = Number(/^\*\/(\d+)$/.exec(field)?.[1]);
  return step > 0 ? step * unit : undefined;
}
