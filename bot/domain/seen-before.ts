/** A remembered text and when it was written. */
interface Remembered {
  readonly text: string;
  /** RFC 3339. */
  readonly createdAt: string;
}

interface Fact {
  readonly day: string;
  readonly text: string;
}

const DAY_MS = 86_400_000;
/** What an investigation keeps of its likeliest cause: `2031-03-04: …`. */
const ANSWERED = /^(\d{4}-\d\d-\d\d): (.+)$/s;
/** What people said was the cause instead. */
const CORRECTED = /^A person corrected the answer of (\d{4}-\d\d-\d\d)\S*: (.+)$/s;
/** What people said ended it: `2031-03-04, Sam said: fixed by …`. */
const FIXED = /^(\d{4}-\d\d-\d\d), .{1,200}? said: fixed by (.+)$/is;

/** How an investigation's cause is kept, so that it is found again here. */
export function answeredOn(askedAt: string, cause: string): string {
  return `${askedAt.slice(0, 10)}: ${cause}`;
}

/**
 * What is remembered of a component in one sentence: "Seen 12 days ago, cause was …, fixed by …". The newest cause
 * counts, a person's correction before an answer of the same day; a fix counts when it was told on that day or later.
 * Undefined where no earlier cause is known.
 */
export function seenBefore(records: readonly Remembered[], now: Date): string | undefined {
  const factsBy = (pattern: RegExp) =>
    records.flatMap(({ text }): Fact[] => {
      const [, day, said] = pattern.exec(text.trim()) ?? [];
      return day === undefined || said === undefined ? [] : [{ day, text: said.trim().replace(/[.\s]+$/, '') }];
    });
  const newest = (facts: readonly Fact[]) => [...facts].sort((a, b) => b.day.localeCompare(a.day))[0];
  const cause = newest([...factsBy(CORRECTED), ...factsBy(ANSWERED)]);
  if (cause === undefined) return undefined;
  const fix = newest(factsBy(FIXED).filter(({ day }) => day >= cause.day));
  return `Seen ${ageOf(cause.day, now)}, cause was ${cause.text}${fix === undefined ? '' : `, fixed by ${fix.text}`}.`;
}

function ageOf(day: string, now: Date): string {
  const days = Math.floor(now.getTime() / DAY_MS) - Math.floor(Date.parse(day) / DAY_MS);
  if (Number.isNaN(days) || days < 0) return `on ${day}`;
  if (days === 0) return 'earlier today';
  return days === 1 ? 'yesterday' : `${days} days ago`;
}
