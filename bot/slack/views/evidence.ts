import type { types } from '@slack/bolt';
import type { Answer, Hypothesis } from '../../domain/answer.ts';
import type { Evidence } from '../../domain/finding.ts';
import { ACTIONS, VIEWS } from './action-ids.ts';
import { actions, type Block, button, context, divider, plain, section } from './blocks.ts';
import { causeLine, confidenceInWords } from './cause-wording.ts';
import { type ReportLink, reportLine } from './document.ts';
import { evidenceLine } from './evidence-line.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, moment, mrkdwn } from './mrkdwn.ts';
import { bullets, line, ours, richText, wordsWithTimes } from './rich-text.ts';
import { SOURCE_NAMES } from './wording.ts';

const PER_PAGE = 12;
const HYPOTHESES = 5;
const IN_THREAD = 20;

/** One page of all evidence, with how the explanations were ranked on the first. Pages count from 0. `report` is its copy. */
export function evidenceView(
  investigation: string,
  answer: Answer,
  page: number,
  report?: ReportLink,
): types.ModalView {
  const pages = Math.max(1, Math.ceil(answer.evidence.length / PER_PAGE));
  const shown = Math.min(Math.max(0, Math.trunc(page) || 0), pages - 1);
  const kept = report && reportLine(report);
  const rows = answer.evidence.slice(shown * PER_PAGE, (shown + 1) * PER_PAGE);
  const turn = (label: string, to: number, way: 'back' | 'on') =>
    button(label, `${ACTIONS.evidencePage}_${way}`, `${investigation} ${to}`);
  const turns = [
    ...(shown > 0 ? [turn('Back', shown - 1, 'back')] : []),
    ...(shown < pages - 1 ? [turn('Next', shown + 1, 'on')] : []),
  ];
  return modal([
    ...(shown === 0 ? answer.hypotheses.slice(0, HYPOTHESES).flatMap(ranked) : []),
    ...(shown === 0 && answer.hypotheses.length > 0 ? [divider] : []),
    ...rows.flatMap(evidenceBlocks),
    ...(rows.length === 0 ? [section(mrkdwn`Nothing was observed.`)] : []),
    context(mrkdwn`Page ${shown + 1} of ${pages}, ${answer.evidence.length} observations`),
    ...(turns.length > 0 ? [actions(...turns)] : []),
    ...(kept === undefined ? [] : [richText(kept)]),
  ]);
}

/** The modal when there is nothing to show; `wording` says why. */
export function noEvidenceView(wording: string): types.ModalView {
  return modal([section(mrkdwn`${wording}`)]);
}

/** The evidence as a message, for where a modal cannot be opened. */
export function evidenceMessage(answer: Answer): SlackMessage {
  const rows = answer.evidence.slice(0, IN_THREAD);
  const more = answer.evidence.length - rows.length;
  return compose(`The evidence: ${answer.evidence.length} observations`, [
    {
      keep: true,
      blocks: [
        richText(
          line(ours(`The evidence: ${answer.evidence.length} observations`, { bold: true })),
          ...(rows.length > 0 ? [bullets(rows.map((evidence) => evidenceLine(evidence)))] : []),
        ),
      ],
    },
    { blocks: more > 0 ? [context(mrkdwn`and ${more} more: press "Show all evidence" under the answer.`)] : [] },
  ]);
}

function modal(blocks: readonly Block[]): types.ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.evidence,
    title: plain('Evidence', 24),
    close: plain('Close', 24),
    blocks: [...blocks],
  };
}

function ranked(hypothesis: Hypothesis): Block[] {
  const own = hypothesis.reasons.filter((reason) => !reason.includes(hypothesis.summary.trim()));
  const reasons = own.slice(0, 4).map((reason) => line(...wordsWithTimes(reason, 300)));
  const cited = [
    ...(hypothesis.evidence.length > 0 ? [mrkdwn`for it: ${hypothesis.evidence.join(', ')}`] : []),
    ...(hypothesis.contradicting.length > 0 ? [mrkdwn`against it: ${hypothesis.contradicting.join(', ')}`] : []),
    ...(hypothesis.explains.length > 0 ? [mrkdwn`explains ${hypothesis.explains.join(', ')}`] : []),
    ...(hypothesis.unexplained.length > 0 ? [mrkdwn`does not explain ${hypothesis.unexplained.join(', ')}`] : []),
  ];
  return [
    section(
      mrkdwn`*${hypothesis.rank}. ${causeLine(hypothesis)}*  ·  ${confidenceInWords(hypothesis.confidence)}\n${hypothesis.summary}`,
    ),
    ...(reasons.length > 0 ? [richText(bullets(reasons))] : []),
    ...(cited.length > 0 ? [context(joined(cited, '  ·  '))] : []),
  ];
}

function evidenceBlocks(evidence: Evidence): Block[] {
  const facts = [
    mrkdwn`*${evidence.id}*`,
    mrkdwn`${SOURCE_NAMES[evidence.source]}`,
    mrkdwn`\`${evidence.tool}\``,
    mrkdwn`\`${evidence.target}\``,
    ...(evidence.observedAt ? [moment(evidence.observedAt)] : []),
  ];
  return [
    context(joined(facts, '  ·  ')),
    richText({ type: 'rich_text_quote', elements: [...wordsWithTimes(evidence.text, 700)] }),
  ];
}
