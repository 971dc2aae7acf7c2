import type { RuledAnswer } from '../../domain/ruling.ts';
import { confidenceInWords as inWords } from '../../investigation/answer-text.ts';
import type { Moment } from '../../investigation/timeline.ts';
import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import { type Block, context, section } from './blocks.ts';
import { causeLine } from './cause-wording.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, moment, mrkdwn, person } from './mrkdwn.ts';
import { outcomeOf, tookOf } from './records.ts';
import { line, ours, preformatted, richText, wordsWithCode } from './rich-text.ts';
import { table } from './table.ts';
import { SOURCE_NAMES, spanInWords, targetInWords } from './wording.ts';

const MOMENTS = 25;

/** What happened when, as a table. */
export function timelineMessage(moments: readonly Moment[]): SlackMessage {
  if (moments.length === 0) {
    return compose('There is nothing on the timeline yet.', [
      { keep: true, blocks: [section(mrkdwn`There is nothing on the timeline yet.`)] },
    ]);
  }
  const columns = [{ title: 'When' }, { title: 'What', wrap: true, most: 140 }, { title: 'Seen in', most: 20 }];
  // A table's cell cannot name people; the thread itself shows who it was.
  const last = moments.slice(-MOMENTS).map((each) => ({ ...each, what: each.what.replace(/<@[UW][A-Z0-9]+> /g, '') }));
  const rows = last.map(({ at, what, from }) => [
    { at },
    what,
    SOURCE_NAMES[from as keyof typeof SOURCE_NAMES] ?? from,
  ]);
  const { block, shown } = table(columns, rows);
  const facts = [
    ...(shown < moments.length ? [mrkdwn`${shown} of ${moments.length}`] : []),
    mrkdwn`times in your own time zone; what the likeliest explanation cites, and what was done here`,
  ];
  return compose(`Timeline: ${moments.length} moments, the last: ${last.at(-1)?.what ?? ''}`, [
    { keep: true, blocks: [section(mrkdwn`*Timeline*`)] },
    { keep: true, blocks: [block] },
    { keep: true, blocks: [context(joined(facts, '  ·  '))] },
  ]);
}

/** Where things stand, for somebody who joins now. */
export function summaryMessage(
  record: InvestigationRecord,
  ruled: RuledAnswer | undefined,
  link?: string,
): SlackMessage {
  const { request } = record;
  const answer = ruled?.answer;
  const best = answer?.hypotheses[0];
  const facts = [
    mrkdwn`asked by ${person(request.askedBy.slackUserId)} ${moment(request.askedAt)}`,
    mrkdwn`about *${targetInWords(request.target)}*, last ${spanInWords(request.sinceSeconds)}`,
    ...(tookOf(record) === '' ? [mrkdwn`still running`] : [mrkdwn`took ${tookOf(record)}`]),
  ];
  const remedy = best?.nextSteps.find(({ kind }) => kind === 'remedy') ?? best?.nextSteps[0];
  const lines = [
    mrkdwn`*Where it stands*`,
    ...(request.question.trim() === '' ? [] : [mrkdwn`> ${request.question}`]),
    best ? mrkdwn`*${causeLine(best)}*, ${inWords(best.confidence)}` : mrkdwn`*${outcomeOf(record)}*`,
    ...(best ? [mrkdwn`${best.summary}`] : (answer?.reasons ?? []).slice(0, 2).map((reason) => mrkdwn`${reason}`)),
  ];
  const unseen = answer?.unknown ?? [];
  return compose(`Where it stands: ${best ? causeLine(best) : outcomeOf(record)}`, [
    { keep: true, blocks: [section(joined(lines, '\n'))] },
    { blocks: remedy ? next(remedy.text, remedy.command) : [] },
    { blocks: droppedBlocks(ruled) },
    { blocks: unseen.length > 0 ? [context(mrkdwn`:see_no_evil: Not seen: ${unseen.slice(0, 4).join('; ')}`)] : [] },
    { keep: true, blocks: [context(joined(facts, '  ·  '))] },
    { blocks: threadLink(link) },
  ]);
}

function next(text: string, command: string | undefined): Block[] {
  return [
    richText(
      line(ours('Next: ', { bold: true }), ...wordsWithCode(text, 300)),
      ...(command ? [preformatted(command, 500)] : []),
    ),
  ];
}

/** Who ruled what out, so that nobody wonders where it went. */
function droppedBlocks(ruled: RuledAnswer | undefined): Block[] {
  if (ruled === undefined || ruled.dropped.length === 0) return [];
  const lines = ruled.dropped
    .slice(0, 5)
    .map(({ hypothesis, ruling }) => mrkdwn`• ~${causeLine(hypothesis)}~, ruled out by ${person(ruling.by)}`);
  return [context(joined(lines, '\n'))];
}

function threadLink(link: string | undefined): Block[] {
  if (link === undefined || !/^https?:\/\//.test(link)) return [];
  return [richText(line({ type: 'link', url: link.slice(0, 3_000), text: 'Open the thread' }))];
}
