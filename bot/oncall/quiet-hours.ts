import type { QuietHours } from '../ports/duty-settings.ts';

/** True when the moment lies in the quiet hours, in their time zone. */
export function isQuiet(hours: QuietHours | undefined, at: Date): boolean {
  if (hours === undefined) return false;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: hours.timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
  return hours.from <= hours.to ? clock >= hours.from && clock < hours.to : clock >= hours.from || clock < hours.to;
}
