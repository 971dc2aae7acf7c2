/** Tables as kubectl prints them: a line of titles, and columns that begin where their titles do. */

/** One row, its cells by the title of their column. */
export interface PrintedRow {
  readonly cells: Readonly<Record<string, string>>;
  /** From 1, in the text it was read from. */
  readonly line: number;
}

/** Titles are apart by two spaces or more; one title may hold single spaces, as `LAST SEEN` does. */
const TITLE = /\S+(?: \S+)*/g;

/**
 * Reads rows below a line of titles. A row is cut where the titles begin, or, where its columns are not aligned with
 * them, at runs of two spaces or more; the last column takes the rest. Lines of dashes are left out.
 */
export function parsePrintedTable(lines: readonly string[], firstLine: number): PrintedRow[] {
  const [titles = '', ...rows] = lines;
  const columns = [...titles.matchAll(TITLE)].map((match) => ({ title: match[0], start: match.index }));
  return rows.flatMap((text, index) => {
    if (text.trim() === '' || /^[\s-]+$/.test(text)) return [];
    const aligned = columns.every(({ start }) => start === 0 || /\s/.test(text[start - 1] ?? ' '));
    const cells = aligned ? cutAt(text, columns) : cutAtGaps(text, columns);
    return [{ cells, line: firstLine + index + 1 }];
  });
}

interface Column {
  readonly title: string;
  readonly start: number;
}

function cutAt(text: string, columns: readonly Column[]): Record<string, string> {
  return Object.fromEntries(
    columns.map(({ title, start }, index) => [title, text.slice(start, columns[index + 1]?.start).trim()]),
  );
}

function cutAtGaps(text: string, columns: readonly Column[]): Record<string, string> {
  const parts = text.trim().split(/\s{2,}/);
  return Object.fromEntries(
    columns.map(({ title }, index) => [
      title,
      index === columns.length - 1 ? parts.slice(index).join('  ') : (parts[index] ?? ''),
    ]),
  );
}

const UNITS: Readonly<Record<string, number>> = { y: 31_536_000, d: 86_400, h: 3_600, m: 60, s: 1 };

/** Seconds of an age as kubectl prints it, `3m22s` or `2d`; undefined for `<unknown>` and what is none. */
export function parseAge(text: string): number | undefined {
  if (!/^(\d+[ydhms])+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)([ydhms])/g)) seconds += Number(amount) * UNITS[unit!]!;
  return seconds;
}
