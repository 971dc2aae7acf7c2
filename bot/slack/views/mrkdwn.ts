import { SYSTEM_ACTOR } from '../../domain/system-actor.ts';
import { escapedLine } from './text.ts';
import { DAY_AND_TIME, splitAtTimes, TIME } from './times.ts';

/**
 * A piece of mrkdwn whose outside text was escaped when it was put in: only `mrkdwn` makes one, so a view cannot
 * pass raw text to a block by mistake.
 */
export interface Mrkdwn {
  readonly mrkdwn: string;
}

/**
 * A template tag: the literal parts are ours, every value is escaped, put on one line and cut at 300, and times in it
 * are shown in the reader's time zone.
 */
export function mrkdwn(parts: TemplateStringsArray, ...values: readonly (string | number | Mrkdwn)[]): Mrkdwn {
  const text = parts.reduce((sum, part, index) => {
    const value = values[index - 1];
    const shown = value === undefined ? '' : typeof value === 'object' ? value.mrkdwn : withMoments(String(value));
    return sum + shown + part;
  });
  return { mrkdwn: text };
}

/** Text from outside beside a moment (RFC 3339): times of the same day are shown without the day. */
export function told(text: string, at: string): Mrkdwn {
  return { mrkdwn: withMoments(text, 300, at.slice(0, 10)) };
}

function withMoments(value: string, most = 300, day = ''): string {
  const parts = splitAtTimes(escapedLine(value, most), day);
  return parts.map(({ text, at, format }) => (at === undefined ? text : drawn(at, format))).join('');
}

/** Text that leads to an address, where there is one that can be trusted to be one. */
export function linked(text: string, url: string | undefined): Mrkdwn {
  // Not `mrkdwn`: a time in it would be drawn as markup within the link's own.
  const shown = escapedLine(text, 300).replaceAll('|', '¦');
  return url === undefined || !/^https?:\/\/[^\s<>|]{1,2000}$/.test(url)
    ? mrkdwn`${text}`
    : { mrkdwn: `<${url.replaceAll('&', '&amp;')}|${shown || 'open'}>` };
}

/** Joins pieces with a separator of ours. */
export function joined(pieces: readonly Mrkdwn[], separator: string): Mrkdwn {
  return { mrkdwn: pieces.map((piece) => piece.mrkdwn).join(separator) };
}

/** A moment in the reader's own time zone, `14:03` today and with the date otherwise; an unreadable time is left as it is. */
export function moment(rfc3339: string): Mrkdwn {
  const at = new Date(rfc3339);
  return Number.isNaN(at.getTime()) ? mrkdwn`${rfc3339}` : { mrkdwn: drawn(at, DAY_AND_TIME) };
}

/** As `moment`, without the day: for what lies minutes from a moment that shows it. */
export function clock(rfc3339: string): Mrkdwn {
  const at = new Date(rfc3339);
  return Number.isNaN(at.getTime()) ? mrkdwn`${rfc3339}` : { mrkdwn: drawn(at, TIME) };
}

function drawn(at: Date, format: string): string {
  const fallback = at.toISOString().slice(0, 16).replace('T', ' ');
  return `<!date^${Math.floor(at.getTime() / 1000)}^${format}|${fallback} UTC>`;
}

/** A mention of a Slack user that we were told of by Slack itself; the bot itself by name, anything but a user id as text. */
export function person(slackUserId: string): Mrkdwn {
  if (slackUserId === SYSTEM_ACTOR.userId) return { mrkdwn: SYSTEM_ACTOR.name };
  return /^[UW][A-Z0-9]{1,40}$/.test(slackUserId) ? { mrkdwn: `<@${slackUserId}>` } : mrkdwn`${slackUserId}`;
}

/** A sentence of ours in which people may be named as `<@U…>` and times stand; everything else in it is escaped. */
export function withPeople(sentence: string): Mrkdwn {
  const pieces = sentence.slice(0, 1_000).split(/<@([UW][A-Z0-9]{1,40})>/);
  return joined(
    pieces.map((piece, index) => {
      if (index % 2 === 1) return person(piece);
      const [before, after] = [/^\s/.test(piece) ? ' ' : '', /\s$/.test(piece) ? ' ' : ''];
      return { mrkdwn: `${before}${withMoments(piece, 1_000)}${after}` };
    }),
    '',
  );
}
