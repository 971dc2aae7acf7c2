import ICAL from 'ical.js';
import { SreError } from '../domain/errors.ts';
import { wellFormed } from '../domain/well-formed.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { OnCallEntry, OnCallSource } from '../ports/on-call-source.ts';

/** Occurrences of one rule that are looked at: a daily shift of ten years. */
const MOST_OCCURRENCES = 4_000;

/**
 * A schedule in iCalendar, an object of the configuration bucket: each event is a shift. Who has it are its attendees
 * (with their addresses), else its summary (a name or an address). Recurrence, exceptions, moved occurrences and time
 * zones count.
 */
export function createScheduleFileOnCall(objects: Pick<ObjectStore, 'get'>): OnCallSource {
  return {
    async onCall(schedule, at, signal) {
      signal.throwIfAborted();
      const found = await objects.get(schedule);
      return 'text' in found ? onCallIn(found.text, at) : [];
    },
  };
}

/**
 * Who is on call at a moment by the text of a calendar. A shift that cannot be read costs itself only; where nobody else is
 * found it may have been theirs. Throws SreError `bad-upstream` then, and for what is no calendar.
 */
function onCallIn(text: string, at: Date): readonly OnCallEntry[] {
  const broken: unknown[] = [];
  const whole = <T>(read: () => readonly T[]): readonly T[] => {
    try {
      return read();
    } catch (error) {
      broken.push(error);
      return [];
    }
  };
  const calendars = calendarsIn(text);
  const partsOf = (kind: string) => calendars.flatMap((calendar) => calendar.getAllSubcomponents(kind));
  for (const zone of partsOf('vtimezone')) {
    // What has no name, no shift can name.
    if (typeof zone.getFirstPropertyValue('tzid') === 'string') ICAL.TimezoneService.register(zone);
  }
  const events = partsOf('vevent').flatMap((component) => whole(() => [new ICAL.Event(component)]));
  const moved = events.filter((event) => event.isRecurrenceException());
  const people = events
    .filter((event) => !event.isRecurrenceException())
    .flatMap((event) =>
      whole(() => {
        for (const exception of moved) if (exception.uid === event.uid) event.relateException(exception);
        return shiftsAt(event, at).flatMap(peopleOf);
      }),
    );
  if (people.length === 0 && broken.length > 0) {
    throw new SreError('bad-upstream', `${broken.length} shifts of the schedule file cannot be read`, {
      cause: broken[0],
    });
  }
  const seen = new Set<string>();
  return people.filter(({ name, email }) => {
    const key = (email ?? name).toLowerCase();
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}

/** A file may hold several. */
function calendarsIn(text: string): readonly ICAL.Component[] {
  try {
    const parsed = ICAL.parse(text) as unknown[];
    const calendars = (Array.isArray(parsed[0]) ? parsed : [parsed]).map((one) => new ICAL.Component(one as string));
    if (calendars.every(({ name }) => name === 'vcalendar')) return calendars;
  } catch (error) {
    throw new SreError('bad-upstream', 'the schedule file is not a calendar', { cause: error });
  }
  throw new SreError('bad-upstream', 'the schedule file is not a calendar');
}

/** The event, or the exceptions to it, whose time holds the moment. */
function shiftsAt(event: ICAL.Event, at: Date): ICAL.Event[] {
  if (event.component.getFirstPropertyValue('status') === 'CANCELLED' || event.startDate === null) return [];
  const zone = zoneNameOf(event.startDate);
  if (!event.isRecurring()) return holds(event.startDate, event.endDate, at, zone) ? [event] : [];
  const occurrences = event.iterator();
  const found: ICAL.Event[] = [];
  for (let index = 0; index < MOST_OCCURRENCES; index += 1) {
    const next = occurrences.next() as ICAL.Time | null;
    if (next === null || next === undefined) break;
    const { startDate, endDate, item } = event.getOccurrenceDetails(next);
    if (holds(startDate, endDate, at, zoneNameOf(item.startDate) ?? zone)) found.push(item);
    // A moved occurrence may lie earlier than its place in the rule, so a day more is looked at.
    if (instant(next, zone) > at.getTime() + 31 * 86_400_000) break;
  }
  return found;
}

function holds(start: ICAL.Time, end: ICAL.Time, at: Date, zone: string | undefined): boolean {
  return instant(start, zone) <= at.getTime() && at.getTime() < instant(end, zone);
}

/** The zone's name as the calendar wrote it, which is not in the library's types; occurrences of a rule lack it. */
function zoneNameOf(time: ICAL.Time): string | undefined {
  return (time as { timezone?: string }).timezone;
}

/**
 * Milliseconds since 1970. A time whose zone the calendar names without defining it is read by the system's own zone
 * of that name; one without any zone is UTC.
 */
function instant(time: ICAL.Time, zone: string | undefined): number {
  const wall = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
  if (time.zone !== ICAL.Timezone.localTimezone) return time.toUnixTime() * 1_000;
  return zone === undefined || zone === 'Z' ? wall : wall - offsetAt(zone, wall - offsetAt(zone, wall));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A zone's clock; to make one takes a hundred times as long as to read it. Throws RangeError for a zone nobody knows. */
function clockOf(zone: string): Intl.DateTimeFormat {
  const digits = { month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', ...digits });
  if (formats.size < 1_000) formats.set(zone, format);
  return format;
}

/** How far the zone's clocks are ahead of UTC at an instant, in milliseconds; 0 for a zone nobody knows. */
function offsetAt(zone: string, at: number): number {
  try {
    const parts = clockOf(zone).formatToParts(at);
    const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - at;
  } catch {
    return 0; // An unknown name: the times are taken as UTC.
  }
}

function peopleOf(event: ICAL.Event): OnCallEntry[] {
  const attendees = event.component.getAllProperties('attendee').flatMap((attendee) => {
    const email = /^mailto:(\S+@\S+)$/i.exec(String(attendee.getFirstValue()))?.[1];
    const common = attendee.getFirstParameter('cn');
    return email === undefined ? [] : [{ name: wellFormed(common || email, 300), email }];
  });
  if (attendees.length > 0) return attendees;
  const summary = wellFormed((event.summary ?? '').trim(), 300);
  if (summary === '') return [];
  const email = /[^\s<>]+@[^\s<>]+/.exec(summary)?.[0];
  return [{ name: summary.replace(/\s*<?[^\s<>]+@[^\s<>]+>?/, '').trim() || summary, ...(email && { email }) }];
}
