import type { types } from '@slack/bolt';
import { literal, literalLine } from './text.ts';
import { clockTime, splitAtTimes } from './times.ts';

// Rich text is taken literally by Slack: no marks, no mentions, so text from outside needs no escaping here.

type RichText = types.RichTextBlock;
type RichTextPart = RichText['elements'][number];
type Inline = types.RichTextSection['elements'][number];

export function richText(...elements: readonly RichTextPart[]): RichText {
  return { type: 'rich_text', elements: [...elements] };
}

/** Literal text on one line, at most `max`. */
export function words(text: string, max: number, style?: { bold?: true; italic?: true; code?: true }): Inline {
  return { type: 'text', text: literalLine(text, max) || ' ', ...(style && { style }) };
}

/** As `words`, with the times in it shown in the reader's time zone; those of the same day as `near` (RFC 3339) without the day. */
export function wordsWithTimes(text: string, max: number, near = ''): readonly Inline[] {
  const parts = splitAtTimes(literalLine(text, max), near.slice(0, 10));
  if (parts.length === 0) return [words('', 1)];
  return parts.map(({ text: part, at, format }) =>
    at === undefined
      ? ours(part)
      : {
          type: 'date',
          timestamp: Math.floor(at.getTime() / 1_000),
          format,
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
