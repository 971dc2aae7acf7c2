/**
 * Makes text from outside fit to stand in a Slack message: harmless, whole characters, and no longer than allowed.
 * Whatever a user, a log or a tool wrote passes through one of these before it is put into a block.
 */

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Control and format characters (those that hide or reorder text among them), but tab, newline and the joiners that
 * emoji and several scripts need.
 */
const UNSEEN = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}]/gu;

/** Code units of one character beyond which the rest of its combining marks is cut. */
const LONGEST_CHARACTER = 32;

/** How much of a long text is read at all, so that a line of a megabyte costs no more than a short one. */
const readAtMost = (max: number): number => max * 4 + 256;

/**
 * Cleans and cuts to `max` UTF-16 units, ending in `…` when cut. Not escaped: for `rich_text` elements, whose text
 * Slack takes literally.
 */
export function literal(text: string, max: number): string {
  return cut(clean(text, max), max, (character) => character);
}

/** As `literal`, on one line. */
export function literalLine(text: string, max: number): string {
  return cut(oneLine(clean(text, max)), max, (character) => character);
}

/** Cleans, escapes `& < >` and cuts so that the escaped text is at most `max` UTF-16 units. For mrkdwn and plain text. */
export function escaped(text: string, max: number): string {
  return cut(clean(text, max), max, escapeCharacters);
}

/** As `escaped`, on one line and without the marks that would end a bold or code span it is put into. */
export function escapedLine(text: string, max: number): string {
  const line = oneLine(clean(text, max)).replaceAll('*', '\u2217').replaceAll('`', '\u02cb');
  return cut(line, max, escapeCharacters);
}

/** Undoes Slack's escaping of what a person typed. Links and mentions become their label, or the plain address. */
export function typedText(text: string): string {
  return text
    .replace(/<([@#!])([^>|]*)(?:\|([^>]*))?>/g, (_all, mark: string, id: string, label?: string) =>
      label === undefined || label === '' ? `${mark}${id}` : mark === '!' ? label : `${mark}${label}`,
    )
    .replace(/<((?:https?:|mailto:)[^>|]*)(?:\|([^>]*))?>/g, (_all, url: string, label?: string) => label ?? url)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function clean(text: string, max: number): string {
  return text
    .slice(0, readAtMost(max))
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(UNSEEN, '')
    .trim();
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function escapeCharacters(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function cut(text: string, max: number, encode: (character: string) => string): string {
  if (max <= 0) return '';
  const whole = text.length <= max ? encode(text) : undefined;
  if (whole !== undefined && whole.length <= max) return whole;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    const character = encode(
      segment.length > LONGEST_CHARACTER ? segment.slice(0, LONGEST_CHARACTER).toWellFormed() : segment,
    );
    if (kept.length + character.length > max - 1) return `${kept.trimEnd()}…`;
    kept += character;
  }
  return kept;
}
