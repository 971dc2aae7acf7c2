import type { types } from '@slack/bolt';
import type { Incident } from '../../domain/incident.ts';
import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import { context, section } from './blocks.ts';
import { incidentLine, type Links } from './duty.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { bullets, line, ours, richText, words } from './rich-text.ts';
import { clockTime, DAY_AND_TIME } from './times.ts';
import { answerInOneLine, spanInWords, targetInWords } from './wording.ts';

/** An investigation and where its thread can be opened, where Slack told us. */
export interface ListedRecord {
  readonly record: InvestigationRecord;
  readonly link?: string;
}

/** How one ended, on one line. */
export function outcomeOf(record: InvestigationRecord): string {
  if (record.status === 'running') return 'being looked into';
  if (record.status === 'answered' && record.answer) return answerInOneLine(record.answer).text;
  return record.status === 'stopped' ? 'stopped before an answer' : 'ended without an answer';
}

const EMOJI: Readonly<Record<InvestigationRecord['status'], string>> = {
  running: 'hourglass_flowing_sand',
  answered: 'dart',
  failed: 'x',
  stopped: 'octagonal_sign',
};

function emojiOf({ status, answer }: InvestigationRecord): string {
  if (status !== 'answered' || answer?.verdict === 'fault') return EMOJI[status];
  return answer?.verdict === 'healthy' || answer?.verdict === 'recovered' ? 'white_check_mark' : 'grey_question';
}

/** One investigation on one line of rich text: what came of it, what was asked, when, and the way there. */
export function recordLine({ record, link }: ListedRecord): types.RichTextSection {
  const { request } = record;
  const at = new Date(record.startedAt);
  const asked = request.question.trim() || targetInWords(request.target);
  return line(
    { type: 'emoji', name: emojiOf(record) },
    ours(' '),
    words(outcomeOf(record), 160, { bold: true }),
    ours('  ·  '),
    words(asked, 90),
    ours('  ·  '),
    ...(Number.isNaN(at.getTime())
      ? []
      : [
          {
            type: 'date' as const,
            timestamp: Math.floor(at.getTime() / 1_000),
            format: DAY_AND_TIME,
            fallback: clockTime(at),
          },
        ]),
    ...(link && /^https?:\/\//.test(link)
      ? [ours('  '), { type: 'link' as const, url: link.slice(0, 3_000), text: 'open the thread' }]
      : []),
  );
}

/** The incidents that are open in a channel, what is being looked into there, and what ended last. */
export function statusMessage(
  running: readonly ListedRecord[],
  recent: readonly ListedRecord[],
  incidents: { readonly open: readonly Incident[]; readonly links: Links } = { open: [], links: new Map() },
): SlackMessage {
  const count = running.length;
  const text =
    count === 0
      ? 'Nothing is being investigated in this channel.'
      : `${count} ${count === 1 ? 'investigation is' : 'investigations are'} running in this channel.`;
  const open = incidents.open.map(({ severity, title }) => `${severity}: ${title}`);
  const lines = incidents.open.map((one) => incidentLine(one, incidents.links));
  return compose([...open, text].join('. '), [
    { keep: true, blocks: lines.length > 0 ? [section(joined(lines, '\n'))] : [] },
    { keep: true, blocks: [section(mrkdwn`*${text}*`)] },
    { blocks: count > 0 ? [richText(bullets(running.map(recordLine)))] : [] },
    {
      blocks:
        recent.length > 0 ? [richText(line(ours('Ended last', { bold: true })), bullets(recent.map(recordLine)))] : [],
    },
    { blocks: count + recent.length === 0 ? [context(mrkdwn`Start one: \`/sre checkout is slow\``)] : [] },
  ]);
}

/** Earlier investigations of this channel, of one place or of all. */
export function historyMessage(place: string, records: readonly ListedRecord[]): SlackMessage {
  const none: Mrkdwn = mrkdwn`No earlier investigation of *${place}* in this channel.`;
  if (records.length === 0) {
    return compose(`No earlier investigation of ${place} in this channel.`, [
      { keep: true, blocks: [section(none)] },
      {
        keep: true,
        blocks: [context(mrkdwn`Searched: investigations asked for here, by what was asked and by the cause found.`)],
      },
    ]);
  }
  return compose(`${records.length} earlier ${records.length === 1 ? 'investigation' : 'investigations'} of ${place}`, [
    { keep: true, blocks: [section(mrkdwn`*Earlier investigations* of *${place}* in this channel, newest first`)] },
    { keep: true, blocks: [richText(bullets(records.map(recordLine)))] },
  ]);
}

/** `2 min` from the question to the end; empty while it runs. */
export function tookOf(record: InvestigationRecord): string {
  const took = Date.parse(record.endedAt ?? '') - Date.parse(record.startedAt);
  return Number.isFinite(took) ? spanInWords(Math.max(1, took / 1_000)) : '';
}
