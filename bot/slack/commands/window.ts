import { parseSince } from '../../investigation/since.ts';

export const DEFAULT_SINCE_SECONDS = 3_600;
/** The longest window the sources are asked for. */
export const LONGEST_SINCE_SECONDS = 7 * 86_400;

const UNITS: Readonly<Record<string, string>> = {
  s: 's',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  m: 'm',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  h: 'h',
  hr: 'h',
  hrs: 'h',
  hour: 'h',
  hours: 'h',
  d: 'd',
  day: 'd',
  days: 'd',
  w: 'w',
  week: 'w',
  weeks: 'w',
};

const COUNT = '(?:\\d{1,6}|an?|one|half an)';
const LENGTH = `(${COUNT})\\s*(${Object.keys(UNITS)
  .sort((a, b) => b.length - a.length)
  .join('|')})`;
/** `since 2h`, `for the last 30 minutes`, `in the past hour`, `2 days ago`. */
const PHRASES = [
  new RegExp(`\\b(?:since|for|over|within|in|during)?\\s*(?:about\\s+)?(?:the\\s+)?(?:last|past)\\s+${LENGTH}\\b`, 'i'),
  new RegExp(`\\b(?:since|for|over|within)\\s+(?:about\\s+)?${LENGTH}(?:\\s+ago)?\\b`, 'i'),
  new RegExp(`\\b${LENGTH}\\s+ago\\b`, 'i'),
];
const LONE_UNIT = /\b(?:in|over|for|during|within|since)?\s*(?:the\s+)?(?:last|past)\s+(hour|day|week|minute)\b/i;
const YESTERDAY = /\b(?:since\s+)?yesterday\b/i;
const LONE = new RegExp(`^${LENGTH}$`, 'i');

/** A window found in a text, and the text without the words that named it. */
export interface FoundWindow {
  readonly seconds: number;
  readonly rest: string;
}

/** Reads a length of time that stands alone: `2h`, `30 minutes`, `an hour`. Undefined when it is none. */
export function readLength(text: string): number | undefined {
  const match = LONE.exec(text.trim());
  return match === null ? undefined : secondsOf(match[1]!, match[2]!);
}

/** Finds how far back a sentence looks: "checkout is slow since 2h". Undefined when it does not say. */
export function findWindow(text: string): FoundWindow | undefined {
  for (const phrase of PHRASES) {
    const match = phrase.exec(text);
    const seconds = match === null ? undefined : secondsOf(match[1]!, match[2]!);
    if (match !== null && seconds !== undefined) return { seconds, rest: without(text, match) };
  }
  const unit = LONE_UNIT.exec(text);
  if (unit !== null) return { seconds: secondsOf('1', unit[1]!) ?? DEFAULT_SINCE_SECONDS, rest: without(text, unit) };
  const yesterday = YESTERDAY.exec(text);
  if (yesterday !== null) return { seconds: 2 * 86_400, rest: without(text, yesterday) };
  return undefined;
}

function secondsOf(count: string, unit: string): number | undefined {
  const letter = UNITS[unit.toLowerCase()] ?? '';
  const word = count.toLowerCase();
  if (word === 'half an') return letter === 'h' ? 1_800 : undefined;
  return parseSince(`${/^\d/.test(word) ? word : '1'}${letter}`);
}

function without(text: string, match: RegExpExecArray): string {
  return `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`.replace(/\s+/g, ' ').trim();
}
