/** A moment or a part of one that a text names. UTC. */
export interface NamedTime {
  /** `2031-03-04`; its year is `????` where none is given. */
  readonly date?: string;
  /** `10:02`, `10:02:07` or `10:02:07.250`. */
  readonly clock?: string;
  /** Another zone than UTC, as written: such a time proves nothing and is proved by nothing. */
  readonly zone?: string;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
const CLOCK = '([01]?\\d|2[0-3]):([0-5]\\d)(?::([0-5]\\d|60)([.,]\\d+)?)?';
const ZONE =
  '(?:\\s?(Z\\b|[ap]\\.?m\\b\\.?|(?:UTC|GMT|CES?T|[ECMP][SD]T|[IJ]ST|BST)\\b(?:\\s?[+-]\\d{1,2})?|[+-]\\d{2}:?\\d{2}\\b))?';
const PATTERN = new RegExp(
  [
    `\\b(\\d{4})-(\\d{2})-(\\d{2})(?:(?:T|\\s+(?:at\\s+)?)${CLOCK}${ZONE})?`,
    `(?<![\\p{L}\\p{N}:.])${CLOCK}${ZONE}(?![:\\p{L}\\p{N}])`,
    `\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${MONTH}(?:,?\\s+(\\d{4}))?\\b`,
    `\\b${MONTH}\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b(?:,?\\s+(\\d{4})\\b)?`,
  ].join('|'),
  'giu',
);

/** The times of a text, and the text without them. */
export function takeTimes(text: string): { readonly times: readonly NamedTime[]; readonly rest: string } {
  const times: NamedTime[] = [];
  const rest = text.replace(PATTERN, (...groups: (string | undefined)[]) => {
    const [, year, month, day, h1, m1, s1, f1, z1, h2, m2, s2, f2, z2, d3, month3, y3, month4, d4, y4] = groups;
    if (year !== undefined)
      times.push({ date: `${year}-${month}-${day}`, ...clockOf(h1, m1, s1 && s1 + (f1 ?? ''), z1) });
    else if (h2 !== undefined) times.push(clockOf(h2, m2, s2 && s2 + (f2 ?? ''), z2));
    else {
      const number = MONTHS.indexOf((month3 ?? month4 ?? '').slice(0, 3).toLowerCase()) + 1;
      times.push({ date: `${y3 ?? y4 ?? '????'}-${two(number)}-${two(Number(d3 ?? d4))}` });
    }
    return ' ';
  });
  return { times, rest };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function clockOf(hour?: string, minute?: string, second?: string, zone = ''): NamedTime {
  if (hour === undefined || minute === undefined) return {};
  const half = zone.toLowerCase().replace(/[^apm]/g, '');
  const isHalf = /^[ap]\.?m/i.test(zone);
  const hours = isHalf ? (Number(hour) % 12) + (half.startsWith('p') ? 12 : 0) : Number(hour);
  const clock = `${two(hours)}:${minute}${second === undefined ? '' : `:${second}`}`;
  const isUtc = zone === '' || isHalf || /^(?:Z|UTC|GMT|[+-]00:?00)$/i.test(zone);
  return isUtc ? { clock } : { clock, zone };
}

/** True when one of the times of a source is this one, as exactly as this one is given. */
export function holdsTime(time: NamedTime, source: readonly NamedTime[]): boolean {
  return source.some(
    (seen) =>
      seen.zone?.toLowerCase() === time.zone?.toLowerCase() &&
      (time.date === undefined || (seen.date !== undefined && isSameDate(time.date, seen.date))) &&
      (time.clock === undefined || seen.clock === time.clock || isWithin(seen.clock, time.clock)),
  );
}

/** True when the exact time lies in the minute or second that is said. */
function isWithin(exact: string | undefined, said: string): boolean {
  return exact?.startsWith(said) === true && /[.:]/.test(exact[said.length] ?? '');
}

function isSameDate(said: string, seen: string): boolean {
  return said === seen || (said.startsWith('????') && said.slice(4) === seen.slice(4));
}
