import type { types } from '@slack/bolt';
import type { Looked, LookupKind, LookupQuery, LookupRows } from '../../../ports/lookups.ts';
import { VIEWS } from '../action-ids.ts';
import { type Block, context, plain, section } from '../blocks.ts';
import { charactersOf, LIMITS } from '../limits.ts';
import { joined, type Mrkdwn, moment, mrkdwn } from '../mrkdwn.ts';
import { changeInWords, measured, unitOf } from '../numbers.ts';
import { preformatted, richText } from '../rich-text.ts';
import { placeOf } from './message.ts';
import { DRAWINGS, seriesOf } from './rows.ts';

/** A view of Slack's takes 250 kB; far less is read. */
const MOST_CHARACTERS = 60_000;

/** The modal while its contents are read. */
export function readingView(kind: LookupKind, query: LookupQuery): types.ModalView {
  return modal(kind, [
    section(mrkdwn`:hourglass_flowing_sand: Reading ${DRAWINGS[kind].title}, ${placeOf(kind, query)}`),
  ]);
}

/** What stands behind the table: whole log entries, diffs, messages, steps. */
export function detailsView<Kind extends LookupKind>(
  kind: Kind,
  query: LookupQuery,
  looked: Looked<LookupRows[Kind]>,
): types.ModalView {
  const heading = section(mrkdwn`*${DRAWINGS[kind].title}*, ${placeOf(kind, query)}`);
  if (looked.status === 'unknown') return modal(kind, [heading, section(mrkdwn`Unknown: ${looked.reason}`)]);
  const draw = DETAILS[kind] as (row: LookupRows[Kind]) => readonly Block[];
  const blocks: Block[] = [heading];
  let room = MOST_CHARACTERS;
  let shown = 0;
  for (const row of looked.rows) {
    const drawn = draw(row);
    room -= charactersOf(drawn);
    if (room < 0 || blocks.length + drawn.length > LIMITS.blocksPerView - 1) break;
    blocks.push(...drawn);
    shown += 1;
  }
  if (looked.rows.length === 0) blocks.push(section(mrkdwn`Nothing found. Searched: ${looked.searched}.`));
  const more = looked.rows.length - shown;
  if (more > 0) blocks.push(context(mrkdwn`and ${more} more. Name a service or a shorter time to see them.`));
  return modal(kind, blocks);
}

function modal(kind: LookupKind, blocks: readonly Block[]): types.ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.lookup,
    title: plain(DRAWINGS[kind].title, LIMITS.viewTitle),
    close: plain('Close', LIMITS.viewButton),
    blocks: [...blocks],
  };
}

const line = (...facts: readonly Mrkdwn[]): Block => context(joined(facts, '  ·  '));
const PATTERNS = 6;

const DETAILS: { readonly [Kind in LookupKind]: (row: LookupRows[Kind]) => readonly Block[] } = {
  logs: (logs) =>
    logs.patterns
      .slice(0, PATTERNS)
      .flatMap((pattern) => [
        line(
          mrkdwn`*${logs.service}*`,
          mrkdwn`${pattern.level}, ${pattern.count} ${pattern.count === 1 ? 'line' : 'lines'}`,
          ...(pattern.lastSeen ? [moment(pattern.lastSeen)] : []),
        ),
        richText(preformatted(pattern.samples[0]?.text ?? pattern.template, 1_200)),
      ]),
  metrics: (series) => [
    line(
      mrkdwn`*${series.name}*`,
      mrkdwn`${seriesOf(series)}`,
      ...series.changes
        .slice(0, 3)
        .map(
          ({ kind, before, during, onset }) =>
            mrkdwn`${kind} ${measured(before, unitOf(series))} → ${measured(during, unitOf(series))} (${changeInWords(before, during)}) from ${moment(onset)}`,
        ),
    ),
  ],
  pods: (pod) => [
    line(
      mrkdwn`*${pod.name}*`,
      mrkdwn`${pod.ready}/${pod.containers} ready`,
      mrkdwn`${pod.reason ?? pod.phase}`,
      mrkdwn`${pod.restarts} restarts`,
      mrkdwn`${pod.node ?? 'no node'}`,
    ),
  ],
  events: (event) => [
    line(
      mrkdwn`*${event.object}*`,
      mrkdwn`${event.type} ${event.reason}, ${event.count} times`,
      ...(event.lastSeen ? [moment(event.lastSeen)] : []),
    ),
    richText(preformatted(event.message, 1_000)),
  ],
  changes: (change) => [
    line(
      mrkdwn`*${change.summary}*`,
      mrkdwn`${change.kind} \`${change.id}\``,
      mrkdwn`${change.service ?? ''} ${change.author ? `by ${change.author}` : ''}`,
      moment(change.timestamp),
    ),
    ...(change.files && change.files.length > 0 ? [context(mrkdwn`${change.files.slice(0, 8).join(', ')}`)] : []),
    ...(change.diff ? [richText(preformatted(change.diff, 1_500))] : []),
  ],
  runbook: (match) => [
    section(
      match.knowledgeBase
        ? mrkdwn`*${match.title}* (Knowledge Base, score ${match.score.toFixed(2)})`
        : mrkdwn`*${match.title}*`,
    ),
    richText(preformatted([match.step, match.excerpt].filter(Boolean).join('\n\n'), 2_000)),
  ],
  yesterday: (row) => [
    line(mrkdwn`*${row.name}*`, mrkdwn`${seriesOf(row)}`, mrkdwn`${measured(row.now, unitOf(row))}`),
  ],
};
