import type { QuietHours } from '../ports/duty-settings.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/** True when the moment lies in the quiet hours, in their time zone. */
export function isQuiet(hours: QuietHours | undefined, at: Date): boolean {
  return hours !== undefined && lies(hours, clockOf(hours)(at));
}

/** The first minute at or after `at` that is not quiet; a day later where all hours are. */
export function quietUntil(hours: QuietHours, at: Date): Date {
  const clock = clockOf(hours);
  const start = Math.ceil(at.getTime() / MINUTE_MS) * MINUTE_MS;
  for (let minute = 0; minute < DAY_MINUTES; minute += 1) {
    const moment = new Date(start + minute * MINUTE_MS);
    if (!lies(hours, clock(moment))) return moment;
  }
  return new Date(start + DAY_MINUTES * MINUTE_MS);
}

function clockOf({ timeZone }: QuietHours): (at: Date) => string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return (at) => format.format(at);
}

function lies({ from, to }: QuietHours, clock: string): boolean {
  return from <= to ? clock >= from && clock < to : clock >= from || clock < to;
}
