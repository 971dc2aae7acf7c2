import { TIMES } from '../../wording/times.ts';

/** A piece of text; `at` where it is a time, which is drawn by Slack's date `format`. */
export interface TimedText {
  readonly text: string;
  readonly at?: Date;
  readonly format: string;
}

export const TIME = '{time}';
export const DAY_AND_TIME = `{date_short_pretty} ${TIME}`;
/** Within a sentence: "at 14:03 Today". */
const TIME_AND_DAY = `${TIME} {date_short_pretty}`;

/**
 * A text cut at the times in it: text, time, text, … The times are valid; the parts joined give the text again. A time
 * on the same day as the one before it, or on `day` (`2031-03-04`) at first, is drawn without the day.
 */
export function splitAtTimes(text: string, day = ''): readonly TimedText[] {
  const parts: TimedText[] = [];
  let from = 0;
  for (const match of text.matchAll(TIMES)) {
    const at = new Date(match[0]);
    if (Number.isNaN(at.getTime())) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index), format: '' });
    const its = at.toISOString().slice(0, 10);
    parts.push({ text: match[0], at, format: its === day ? TIME : match.index > 0 ? TIME_AND_DAY : DAY_AND_TIME });
    day = its;
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), format: '' });
  return parts;
}

/** `02:34 UTC`, for where a reader's own time zone is not known. */
export function clockTime(at: Date): string {
  return `${at.toISOString().slice(11, 16)} UTC`;
}
