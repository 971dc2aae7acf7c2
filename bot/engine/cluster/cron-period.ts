const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const NAMED: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({
    '@hourly': HOUR,
    '@daily': DAY,
    '@midnight': DAY,
    '@weekly': 7 * DAY,
    '@monthly': 31 * DAY,
    '@yearly': 366 * DAY,
    '@annually': 366 * DAY,
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
  if (day !== '*' && day !== '?') return weekday === '*' || weekday === '?' ? 31 * DAY : undefined;
  if (weekday !== '*' && weekday !== '?') return 7 * DAY;
  if (hour !== '*') return every(hour, HOUR) ?? DAY;
  return minute === '*' ? MINUTE : (every(minute, MINUTE) ?? HOUR);
}

/** `*\/5` of a unit. */
function every(field: string, unit: number): number | undefined {
  const step = Number(/^\*\/(\d+)$/.exec(field)?.[1]);
  return step > 0 ? step * unit : undefined;
}
