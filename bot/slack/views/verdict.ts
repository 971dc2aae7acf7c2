import type { Answer } from '../../domain/answer.ts';
import { notReadInWords } from '../../wording/not-read.ts';
import { recordingInWords } from '../../wording/recording.ts';
import { type Block, context, section } from './blocks.ts';
import { compose, type Part, type SlackMessage } from './message.ts';
import { joined, mrkdwn } from './mrkdwn.ts';
import { bullets, line, ours, richText, wordsWithTimes } from './rich-text.ts';

const REASONS_SHOWN = 6;
const UNKNOWN_SHOWN = 8;

/** The answer when nothing is wrong, or when too little could be seen to say. */
export function verdictWithoutFault(answer: Answer, ending: readonly Part[]): SlackMessage {
  const healthy = answer.verdict === 'healthy';
  const partly = healthy && answer.unknown.length > 0;
  const text = healthy
    ? partly
      ? 'Nothing wrong found in what I could see.'
      : 'Nothing wrong found.'
    : 'I cannot tell: too little could be seen.';
  const reasons = answer.reasons.slice(0, REASONS_SHOWN).map((reason) => line(...wordsWithTimes(reason, 300)));
  return compose(text, [
    {
      keep: true,
      blocks: [section(mrkdwn`${{ mrkdwn: healthy ? ':white_check_mark:' : ':grey_question:' }} *${text}*`)],
    },
    { keep: true, blocks: measured(answer) },
    { blocks: reasons.length > 0 ? [richText(bullets(reasons))] : [] },
    { blocks: unexplained(answer) },
    { keep: true, blocks: notSeen(answer) },
    ...(healthy
      ? []
      : [
          {
            keep: true,
            blocks: [
              context(
                mrkdwn`Name a service and a time, such as \`/sre investigate checkout 6h\`, or look again in a minute.`,
              ),
            ],
          },
        ]),
    ...ending,
  ]);
}

const MEASURED_SHOWN = 4;
const RESIDUE_SHOWN = 4;

/** The readings that answer the complaint. */
function measured(answer: Answer): Block[] {
  const lines = (answer.measured ?? []).slice(0, MEASURED_SHOWN).map(({ text }) => line(...wordsWithTimes(text, 300)));
  return lines.length > 0 ? [richText(bullets(lines))] : [];
}

/** What is out of order and nothing explains. */
export function unexplained(answer: Answer): Block[] {
  const residue = answer.residue ?? [];
  if (residue.length === 0) return [];
  const lines = residue
    .slice(0, RESIDUE_SHOWN)
    .map(({ component, text }) => line(...wordsWithTimes(`${component}: ${text}`, 300)));
  const more = residue.length - lines.length;
  const heading = more > 0 ? `Not explained (${RESIDUE_SHOWN} of ${residue.length})` : 'Not explained';
  return [richText(line(ours(heading, { bold: true })), bullets(lines))];
}

/** Says what could not be seen or read, so that silence is not read as health, and whose times these are. */
export function notSeen(answer: Answer): Block[] {
  const notRead = notReadInWords(answer);
  return [
    ...unseen(answer),
    ...(notRead === undefined ? [] : [context(mrkdwn`:page_facing_up: ${notRead}`)]),
    ...(answer.recording === undefined ? [] : [context(mrkdwn`:vhs: ${recordingInWords(answer.recording)}`)]),
  ];
}

function unseen(answer: Answer): Block[] {
  if (answer.unknown.length === 0) return [];
  const lines = answer.unknown.slice(0, UNKNOWN_SHOWN).map((unknown) => mrkdwn`• ${unknown}`);
  const more = answer.unknown.length - lines.length;
  const tail = [
    ...(more > 0 ? [mrkdwn`• and ${more} more`] : []),
    ...(answer.away === undefined ? [] : [mrkdwn`_I look again by myself when it is back, within ten minutes._`]),
  ];
  return [context(joined([mrkdwn`:see_no_evil: *Not seen, so not ruled out*`, ...lines, ...tail], '\n'))];
}
