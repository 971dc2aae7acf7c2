/** Characters that hide or reorder text, and control characters. */
const UNSEEN = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}]/gu;
/** Longer is not read at all. */
const READ = 8_000;

/**
 * Text from outside as one line of Markdown that is only text: it can be no heading, link, mention, image, code or HTML,
 * in a file and in a Slack canvas alike. Cut at `most`.
 */
export function outsideText(text: string, most = 1_000): string {
  const line = text
    .slice(0, READ)
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .replace(UNSEEN, '')
    .trim()
    .replace(/\.$/, '')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll('`', 'ˋ')
    .replaceAll('*', '∗')
    // `[text](address)` and `![](@U…)`, a canvas's way to mention, need these two side by side.
    .replace(/\]\s*(?=[([:])/g, '] ')
    .replace(/^(?=[#+=~|-]|\d+[.)])/, '\u200c');
  return line.length <= most ? line : `${line.slice(0, most - 1).toWellFormed()}…`;
}

/** As `outsideText`, for a cell of a table. */
export function outsideCell(text: string, most = 400): string {
  return outsideText(text, most).replaceAll('|', '\\|');
}
