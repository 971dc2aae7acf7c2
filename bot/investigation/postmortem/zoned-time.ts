import { outsideText } from './outside-text.ts';

/** `2031-01-31 14:03` in an IANA zone, in UTC where it is absent or unknown here; an unreadable time is text from outside. */
export function zonedTime(at: string, timeZone = 'UTC'): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return outsideText(at, 40);
  try {
    return date.toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  } catch {
    return zonedTime(at); // A zone that this machine does not know.
  }
}

/** The zone that times are really written in. */
export function knownZone(timeZone: string | undefined): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timeZone ?? 'UTC' }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
