import { componentOf } from '../../../domain/target.ts';
import type { Looked, LookupKind, LookupQuery, LookupRows } from '../../../ports/lookups.ts';
import { ACTIONS } from '../action-ids.ts';
import { actions, type Block, button, context, section } from '../blocks.ts';
import { compose, type SlackMessage } from '../message.ts';
import { joined, type Mrkdwn, mrkdwn } from '../mrkdwn.ts';
import { type Cell, table } from '../table.ts';
import { literalLine } from '../text.ts';
import { spanInWords, targetInWords } from '../wording.ts';
import { DRAWINGS, type Drawing } from './rows.ts';

const SHOWN = 10;
const WITHOUT_WINDOW: ReadonlySet<LookupKind> = new Set(['pods', 'runbook']);

/** What the button of a look carries, so that its details can be read again by whoever presses. */
export interface LookupRef {
  readonly kind: LookupKind;
  readonly target?: string;
  readonly since: number;
  readonly words?: string;
}

/** One look as a message: a table, what was searched, and the details behind a button. */
export function lookupMessage<Kind extends LookupKind>(
  kind: Kind,
  query: LookupQuery,
  looked: Looked<LookupRows[Kind]>,
): SlackMessage {
  const drawing = DRAWINGS[kind] as Drawing<LookupRows[Kind]>;
  const place = placeOf(kind, query);
  if (looked.status === 'unknown') {
    return compose(`${drawing.title}, ${place}: unknown. ${looked.reason}`, [
      {
        keep: true,
        blocks: [
          section(mrkdwn`:grey_question: *${drawing.title}*, ${place}: *unknown*. ${looked.reason}`),
          context(mrkdwn`This says nothing about whether it is healthy.`),
        ],
      },
    ]);
  }
  const cells = looked.rows.flatMap(drawing.cells);
  if (drawing.order) cells.sort(drawing.order);
  if (cells.length === 0) return nothing(drawing.title, place, looked.searched, kind);
  if (
    kind === 'yesterday' &&
    (looked.rows as readonly LookupRows['yesterday'][]).every(({ before }) => before === undefined)
  )
    return nothingKept(drawing.title, place, looked.searched);
  const { block, shown } = table(drawing.columns, cells, SHOWN);
  const more = cells.length - shown;
  const facts = [
    ...(more > 0 ? [mrkdwn`*${shown} of ${cells.length} rows*`] : []),
    mrkdwn`Searched: ${looked.searched}`,
    ...(looked.truncated ? [mrkdwn`read ${looked.truncated}`] : []),
  ];
  return compose(spoken(drawing.title, place, cells), [
    { keep: true, blocks: [section(mrkdwn`*${drawing.title}*, ${place}`)] },
    { keep: true, blocks: [block] },
    { keep: true, blocks: [context(joined(facts, '  ·  '))] },
    { keep: true, blocks: buttons(kind, query, drawing.noDetails === true && more <= 0) },
  ]);
}

/** The look without a table, for where a workspace takes none: each row on a line. */
export function plainLookupMessage<Kind extends LookupKind>(
  kind: Kind,
  query: LookupQuery,
  looked: Looked<LookupRows[Kind]>,
): SlackMessage {
  if (looked.status === 'unknown') return lookupMessage(kind, query, looked);
  const drawing = DRAWINGS[kind] as Drawing<LookupRows[Kind]>;
  const cells = looked.rows.flatMap(drawing.cells);
  if (drawing.order) cells.sort(drawing.order);
  const lines = cells.slice(0, SHOWN).map((row) => mrkdwn`• ${row.map(cellInWords).filter(Boolean).join('  ·  ')}`);
  const title = mrkdwn`*${drawing.title}*, ${placeOf(kind, query)}`;
  return compose(`${drawing.title}, ${placeOf(kind, query)}`, [
    { keep: true, blocks: [section(joined([title, ...lines], '\n'))] },
    { keep: true, blocks: buttons(kind, query, false) },
  ]);
}

function nothing(title: string, place: string, searched: string, kind: LookupKind): SlackMessage {
  const none: Mrkdwn = kind === 'metrics' || kind === 'yesterday' ? mrkdwn`No metric changed` : mrkdwn`Nothing found`;
  return compose(`${title}, ${place}: nothing found. Searched: ${searched}.`, [
    { keep: true, blocks: [section(joined([mrkdwn`*${title}*, ${place}`, none], ': '))] },
    { keep: true, blocks: [context(mrkdwn`Searched: ${searched}.`)] },
  ]);
}

/** A table of what is not there would only be read for nothing. */
function nothingKept(title: string, place: string, searched: string): SlackMessage {
  const why = 'nothing is kept from then, so there is nothing to compare';
  return compose(`${title}, ${place}: ${why}.`, [
    { keep: true, blocks: [section(mrkdwn`*${title}*, ${place}: ${why}.`)] },
    { keep: true, blocks: [context(mrkdwn`Searched: ${searched}.`)] },
  ]);
}

function buttons(kind: LookupKind, query: LookupQuery, noDetails: boolean): Block[] {
  if (noDetails) return [];
  return [actions(button('Show details', ACTIONS.lookupDetails, JSON.stringify(refOf(kind, query))))];
}

function refOf(kind: LookupKind, query: LookupQuery): LookupRef {
  return {
    kind,
    since: query.sinceSeconds,
    ...(query.target && { target: componentOf(query.target) }),
    ...(query.words && { words: literalLine(query.words, 300) }),
  };
}

/** `seats, last 1 h`. */
export function placeOf(kind: LookupKind, query: LookupQuery): string {
  if (kind === 'runbook') return `for "${literalLine(query.words ?? targetInWords(query.target), 100)}"`;
  const target = targetInWords(query.target);
  return WITHOUT_WINDOW.has(kind) ? target : `${target}, last ${spanInWords(query.sinceSeconds)}`;
}

function spoken(title: string, place: string, cells: readonly (readonly Cell[])[]): string {
  const first = (cells[0] ?? []).map(cellInWords).filter(Boolean).join(', ');
  return `${title}, ${place}: ${cells.length} ${cells.length === 1 ? 'row' : 'rows'}. First: ${literalLine(first, 300)}`;
}

function cellInWords(cell: Cell): string {
  if (typeof cell === 'object') return 'code' in cell ? cell.code : (cell.at ?? '');
  return String(cell);
}
