import type { types } from '@slack/bolt';
import { LIMITS } from './limits.ts';
import { escaped, escapedLine, literal, literalLine } from './text.ts';
import { clockTime, splitAtTimes } from './wording.ts';

export type Block = types.KnownBlock;
type RichText = types.RichTextBlock;
type RichTextPart = RichText['elements'][number];
type Inline = types.RichTextSection['elements'][number];

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

function withMoments(value: string): string {
  const parts = splitAtTimes(escapedLine(value, 300));
  return parts.map(({ text, at }) => (at === undefined ? text : moment(text).mrkdwn)).join('');
}

/** Joins pieces with a separator of ours. */
export function joined(pieces: readonly Mrkdwn[], separator: string): Mrkdwn {
  return { mrkdwn: pieces.map((piece) => piece.mrkdwn).join(separator) };
}

/** A moment in the reader's own time zone, `14:03` today and with the date otherwise; an unreadable time is left as it is. */
export function moment(rfc3339: string): Mrkdwn {
  const at = Date.parse(rfc3339);
  if (Number.isNaN(at)) return mrkdwn`${rfc3339}`;
  const fallback = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  return { mrkdwn: `<!date^${Math.floor(at / 1000)}^{date_short_pretty} {time}|${fallback} UTC>` };
}

/** A mention of a Slack user that we were told of by Slack itself; anything but a user id is shown as text. */
export function person(slackUserId: string): Mrkdwn {
  return /^[UW][A-Z0-9]{1,40}$/.test(slackUserId) ? { mrkdwn: `<@${slackUserId}>` } : mrkdwn`${slackUserId}`;
}

/** A sentence of ours in which people may be named as `<@U…>`; everything else in it is escaped. */
export function withPeople(sentence: string): Mrkdwn {
  const pieces = sentence.slice(0, 1_000).split(/<@([UW][A-Z0-9]{1,40})>/);
  return joined(
    pieces.map((piece, index) => {
      if (index % 2 === 1) return person(piece);
      const [before, after] = [/^\s/.test(piece) ? ' ' : '', /\s$/.test(piece) ? ' ' : ''];
      return { mrkdwn: `${before}${escapedLine(piece, 1_000)}${after}` };
    }),
    '',
  );
}

// Cutting mrkdwn that is ours plus escaped values may split an entity or a mention, so it is cut between words.
function fitMrkdwn(text: Mrkdwn, max: number): string {
  if (text.mrkdwn.length <= max) return text.mrkdwn || ' ';
  const head = text.mrkdwn.slice(0, max - 1).toWellFormed();
  const safe = head.replace(/<[^>]*$/, '').replace(/&[a-z]{0,4}$/, '');
  return `${safe.trimEnd()}…`;
}

export function section(text: Mrkdwn): types.SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: fitMrkdwn(text, LIMITS.sectionText), verbatim: true } };
}

export function context(...texts: readonly Mrkdwn[]): types.ContextBlock {
  return {
    type: 'context',
    elements: texts
      .slice(0, LIMITS.contextElements)
      .map((text) => ({ type: 'mrkdwn' as const, text: fitMrkdwn(text, LIMITS.contextText), verbatim: true })),
  };
}

export function header(text: string): types.HeaderBlock {
  return {
    type: 'header',
    text: { type: 'plain_text', text: escapedLine(text, LIMITS.headerText) || ' ', emoji: false },
  };
}

export const divider: types.DividerBlock = { type: 'divider' };

export function plain(text: string, max: number): types.PlainTextElement {
  return { type: 'plain_text', text: escaped(text, max) || ' ', emoji: true };
}

export interface ButtonOptions {
  readonly style?: 'primary' | 'danger';
  readonly label?: string;
  readonly confirm?: { readonly title: string; readonly text: string; readonly yes: string; readonly no: string };
}

/** A button; `value` must fit by construction (ids and names), a longer one is refused by throwing RangeError. */
export function button(text: string, actionId: string, value: string, options: ButtonOptions = {}): types.Button {
  if (value.length > LIMITS.buttonValue) throw new RangeError(`button value of ${value.length} characters`);
  return {
    type: 'button',
    text: plain(text, LIMITS.buttonText),
    action_id: actionId,
    value,
    ...(options.style && { style: options.style }),
    ...(options.label && { accessibility_label: escapedLine(options.label, LIMITS.accessibilityLabel) }),
    ...(options.confirm && {
      confirm: {
        title: plain(options.confirm.title, LIMITS.confirmTitle),
        text: plain(options.confirm.text, LIMITS.confirmText),
        confirm: plain(options.confirm.yes, LIMITS.confirmButton),
        deny: plain(options.confirm.no, LIMITS.confirmButton),
      },
    }),
  };
}

export function actions(...buttons: readonly types.Button[]): types.ActionsBlock {
  return { type: 'actions', elements: buttons.slice(0, LIMITS.actionsElements) };
}

export function richText(...elements: readonly RichTextPart[]): RichText {
  return { type: 'rich_text', elements: [...elements] };
}

/** Literal text on one line, at most `max`. */
export function words(text: string, max: number, style?: { bold?: true; italic?: true; code?: true }): Inline {
  return { type: 'text', text: literalLine(text, max) || ' ', ...(style && { style }) };
}

/** As `words`, with the times in it shown in the reader's time zone. */
export function wordsWithTimes(text: string, max: number): readonly Inline[] {
  const parts = splitAtTimes(literalLine(text, max));
  if (parts.length === 0) return [words('', 1)];
  return parts.map(({ text: part, at }) =>
    at === undefined
      ? ours(part)
      : {
          type: 'date',
          timestamp: Math.floor(at.getTime() / 1_000),
          format: '{date_short_pretty} {time}',
          fallback: clockTime(at),
        },
  );
}

/** As `words`, with what stands between backticks as code. */
export function wordsWithCode(text: string, max: number): readonly Inline[] {
  const parts = literalLine(text, max).split('`');
  const shown = parts.flatMap((part, index) => {
    if (part === '') return [];
    const closed = index % 2 === 1 && index < parts.length - 1;
    return [{ type: 'text' as const, text: part, ...(closed && { style: { code: true } }) }];
  });
  return shown.length > 0 ? shown : [words('', 1)];
}

/** Our own text, kept with its spaces. */
export function ours(text: string, style?: { bold?: true; italic?: true }): Inline {
  return { type: 'text', text, ...(style && { style }) };
}

export function line(...elements: readonly Inline[]): types.RichTextSection {
  return { type: 'rich_text_section', elements: [...elements] };
}

export function bullets(lines: readonly types.RichTextSection[]): types.RichTextList {
  return { type: 'rich_text_list', style: 'bullet', elements: [...lines] };
}

/** A block of literal text to copy, newlines kept. */
export function preformatted(text: string, max: number): types.RichTextPreformatted {
  return { type: 'rich_text_preformatted', elements: [{ type: 'text', text: literal(text, max) || ' ' }] };
}
