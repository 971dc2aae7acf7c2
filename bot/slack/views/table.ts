import type { types } from '@slack/bolt';
import { charactersOf } from './limits.ts';
import { literalLine } from './text.ts';
import { clockTime, DAY_AND_TIME } from './times.ts';

/** One cell: text from outside, a number, a moment (RFC 3339), or nothing. */
export type Cell = string | number | { readonly at: string | undefined } | { readonly code: string };

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Long text breaks into lines instead of pushing the table wide. */
  readonly wrap?: boolean;
  /** Longest text of a cell. */
  readonly most?: number;
}

/** A message takes one table; beside it there must be room for what is said about it. */
const MOST_CHARACTERS = 9_000;
const MOST_ROWS = 100;
const LONGEST_CELL = 140;

/** A table block of as many rows as fit, and how many those are. Empty cells show a dash, as Slack takes none empty. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  most = MOST_ROWS - 1,
): { readonly block: types.TableBlock; readonly shown: number } {
  const drawn: types.TableBlock['rows'] = [columns.map(({ title }) => bold(title))];
  let room = MOST_CHARACTERS - charactersOf(drawn);
  for (const row of rows.slice(0, Math.min(most, MOST_ROWS - 1))) {
    const cells = columns.map((column, index) => cellOf(row[index] ?? '', column.most ?? LONGEST_CELL));
    room -= charactersOf(cells);
    if (room < 0) break;
    drawn.push(cells);
  }
  const block: types.TableBlock = {
    type: 'table',
    rows: drawn,
    column_settings: columns.map(({ align = 'left', wrap = false }) => ({ align, is_wrapped: wrap })),
  };
  return { block, shown: drawn.length - 1 };
}

function cellOf(cell: Cell, most: number): types.TableBlock['rows'][number][number] {
  if (typeof cell === 'string') return { type: 'raw_text', text: literalLine(cell, most) || '–' };
  if (typeof cell === 'number') return { type: 'raw_text', text: Number.isFinite(cell) ? String(cell) : '–' };
  if ('code' in cell) return inCell({ type: 'text', text: literalLine(cell.code, most) || '–', style: { code: true } });
  const at = new Date(cell.at ?? '');
  if (Number.isNaN(at.getTime())) return { type: 'raw_text', text: '–' };
  const timestamp = Math.floor(at.getTime() / 1_000);
  return inCell({ type: 'date', timestamp, format: DAY_AND_TIME, fallback: clockTime(at) });
}

function bold(text: string): types.RichTextBlock {
  return inCell({ type: 'text', text, style: { bold: true } });
}

function inCell(element: types.RichTextSection['elements'][number]): types.RichTextBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [element] }] };
}
