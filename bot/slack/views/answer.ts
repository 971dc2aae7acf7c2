import type { ActionRequest } from '../../domain/action.ts';
import type { Answer, Hypothesis, NextStep } from '../../domain/answer.ts';
import { seenBefore } from '../../domain/seen-before.ts';
import type { RunbookMatch } from '../../domain/signals.ts';
import type { MemoryRecord } from '../../ports/memory.ts';
import { worthShowing } from '../../wording/worth-showing.ts';
import { ACTIONS } from './action-ids.ts';
import { actions, type Block, button, context, header, picture, section } from './blocks.ts';
import { causeLine, causeWithConfidence, confidenceInWords } from './cause-wording.ts';
import { chartBlock } from './chart.ts';
import { evidenceLine } from './evidence-line.ts';
import { feedback } from './feedback.ts';
import { compose, type Part, type SlackMessage } from './message.ts';
import { joined, moment, mrkdwn, told } from './mrkdwn.ts';
import { bullets, line, ours, preformatted, richText, words, wordsWithCode, wordsWithTimes } from './rich-text.ts';
import { literalLine } from './text.ts';
import { notSeen, unexplained, verdictWithoutFault } from './verdict.ts';
import { tookInWords } from './wording.ts';

export interface AnswerOptions {
  /** Without it there are no buttons, as on the command line. */
  readonly investigation?: string;
  /** What memory knew of the component. */
  readonly remembered?: readonly MemoryRecord[];
  /** For how long ago something was; this moment when absent. */
  readonly now?: Date;
  /** False where the workspace does not know `context_actions`. */
  readonly nativeFeedback?: boolean;
  /** False where the workspace does not know `data_visualization`: then `pictures` stand for the charts, if given. */
  readonly nativeCharts?: boolean;
  /** Uploaded pictures of the answer's charts, in their order. */
  readonly pictures?: readonly { readonly fileId: string; readonly altText: string }[];
  /** The remedy of the likeliest explanation, which policy allows to be proposed. */
  readonly remedy?: ActionRequest;
  /** The cause and what to do only; the rest is behind the button. */
  readonly brief?: boolean;
}

const EVIDENCE_SHOWN = 4;
const AGAINST_SHOWN = 2;
const STEPS_SHOWN = 4;
const AGAINST_LETTERS = 160;
const OTHERS_SHOWN = 3;

/** The last message of an investigation: the cause first, then why, then what to do; details are behind a button. */
export function answerBlocks(answer: Answer, options: AnswerOptions = {}): SlackMessage {
  const best = answer.hypotheses[0];
  if (!isOfCauses(answer) || best === undefined) return verdictWithoutFault(answer, ending(answer, options));
  return compose(`${causeWithConfidence(best)}. ${best.summary}`, [
    { keep: true, blocks: headline(best, answer) },
    { keep: true, blocks: why(best, answer) },
    { blocks: charts(answer, options) },
    { blocks: whatToDo(best) },
    { keep: true, blocks: proposal(options) },
    ...(options.brief
      ? []
      : [
          { blocks: runbook(answer) },
          { blocks: others(answer) },
          { blocks: remembered(options.remembered ?? [], options.now ?? new Date()) },
        ]),
    { blocks: ruledOut(answer) },
    { blocks: unexplained(answer) },
    { keep: true, blocks: notSeen(answer) },
    ...ending(answer, options),
  ]);
}

function isOfCauses(answer: Answer): boolean {
  return answer.verdict === 'fault' || answer.verdict === 'recovered';
}

function headline(best: Hypothesis, answer: Answer): Block[] {
  const second = answer.hypotheses[1];
  const facts = [
    mrkdwn`*${confidenceInWords(best.confidence)}*`,
    mrkdwn`\`${best.component}\``,
    ...(best.from && best.until ? [mrkdwn`from ${moment(best.from)} to ${moment(best.until)}`] : []),
    ...(best.onset && !best.until ? [mrkdwn`since ${moment(best.onset)}`] : []),
    ...(best.change ? [mrkdwn`change \`${best.change}\``] : []),
  ];
  return [
    header(answer.verdict === 'recovered' ? `✅ Over now: ${causeLine(best)}` : `🎯 ${causeLine(best)}`),
    section(best.onset === undefined ? mrkdwn`${best.summary}` : told(best.summary, best.onset)),
    context(joined(facts, '  ·  ')),
    ...(best.nearTie && second
      ? [context(mrkdwn`:warning: About as likely: *${causeLine(second)}*. Check both before you act.`)]
      : []),
  ];
}

function why(best: Hypothesis, answer: Answer): Block[] {
  const cited = (ids: readonly string[]) =>
    ids.flatMap((id) => answer.evidence.find((evidence) => evidence.id === id) ?? []);
  // What the first line says already is not said again.
  const support = cited(best.evidence).filter((evidence) => evidence.text.trim() !== best.summary.trim());
  const against = cited(best.contradicting);
  const reasons = support.length > 0 ? [] : best.reasons.filter((reason) => !reason.includes(best.summary.trim()));
  const lines = [
    ...support.slice(0, EVIDENCE_SHOWN).map((evidence) => evidenceLine(evidence, best.onset)),
    ...reasons.slice(0, EVIDENCE_SHOWN).map((reason) => line(...wordsWithTimes(reason, 300, best.onset))),
  ];
  if (lines.length === 0 && against.length === 0) return [];
  const more = support.length - EVIDENCE_SHOWN;
  const heading = more > 0 ? `Why (${EVIDENCE_SHOWN} of ${support.length} observations)` : 'Why';
  return [
    richText(
      ...(lines.length > 0 ? [line(ours(heading, { bold: true })), bullets(lines)] : []),
      ...(against.length > 0
        ? [
            line(ours('What speaks against it', { bold: true })),
            bullets(against.slice(0, AGAINST_SHOWN).map((evidence) => evidenceLine(evidence, best.onset))),
          ]
        : []),
    ),
  ];
}

/** Slack takes two charts a message, but a second one pushes what to do off the screen. */
const CHARTS_SHOWN = 1;

function charts(answer: Answer, { nativeCharts = true, pictures = [] }: AnswerOptions): Block[] {
  if (!nativeCharts) return pictures.slice(0, CHARTS_SHOWN).map(({ fileId, altText }) => picture(fileId, altText));
  return (answer.charts ?? []).slice(0, CHARTS_SHOWN).flatMap((chart) => chartBlock(chart) ?? []);
}

function ruledOut({ ruledOut: lines = [] }: Answer): Block[] {
  if (lines.length === 0) return [];
  return [context(mrkdwn`:no_entry_sign: Ruled out in this thread: ${lines.slice(0, 5).join('; ')}`)];
}

function whatToDo(best: Hypothesis): Block[] {
  const steps = best.nextSteps.slice(0, STEPS_SHOWN);
  if (steps.length === 0) return [];
  return [
    richText(
      ...steps.flatMap((step, index) => [
        // Sections of rich text follow each other without a break, so the heading and the first step are one.
        line(
          ...(index === 0 ? [ours('What to do\n', { bold: true })] : []),
          ...(index > 0 && !steps[index - 1]?.command ? [ours('\n')] : []),
          ours(`${index + 1}. ${stepVerb(step)}`),
          ...wordsWithCode(step.text, 300),
        ),
        ...(step.command ? [preformatted(step.command, 500)] : []),
      ]),
    ),
  ];
}

/** A press proposes, and does nothing yet: the dots say that something comes between. */
function proposal({ investigation, remedy }: AnswerOptions): Block[] {
  if (investigation === undefined || remedy === undefined) return [];
  const label = `Restart deployment/${remedy.name} …`;
  return [actions(button(label, ACTIONS.proposeRemedy, investigation))];
}

const stepVerb = (step: NextStep): string => (step.kind === 'check' ? 'Check: ' : 'Fix: ');

/** The best runbook, and the best passage of a Knowledge Base where that is another one. */
function runbook({ runbooks }: Answer): Block[] {
  const [first] = runbooks;
  const passage = runbooks.find(({ knowledgeBase }) => knowledgeBase);
  return [...(first ? quoted(first) : []), ...(passage && passage !== first ? quoted(passage) : [])];
}

function quoted(match: RunbookMatch): Block[] {
  const from = match.knowledgeBase ? ` (Knowledge Base, score ${match.score.toFixed(2)})` : '';
  return [
    richText(line(ours('Runbook: ', { bold: true }), words(match.title, 150), ...(from === '' ? [] : [ours(from)])), {
      type: 'rich_text_quote',
      elements: [...wordsWithCode((match.step ?? match.excerpt).replace(/`\.\s*$/, '`'), 400)],
    }),
  ];
}

function others(answer: Answer): Block[] {
  const rest = worthShowing(answer.hypotheses, OTHERS_SHOWN).slice(1);
  if (rest.length === 0) return [];
  const lines = rest.map((other) => {
    const against = answer.evidence.find(({ id }) => id === other.contradicting[0]);
    if (against === undefined) return mrkdwn`• ${causeWithConfidence(other)}`;
    return mrkdwn`• ${causeWithConfidence(other)}. Against it: ${literalLine(against.text, AGAINST_LETTERS)}`;
  });
  const more = answer.hypotheses.length - 1 - rest.length;
  const tail = more > 0 ? [mrkdwn`• and ${more} less likely`] : [];
  return [context(joined([mrkdwn`*Other explanations*`, ...lines, ...tail], '\n'))];
}

function remembered(records: readonly MemoryRecord[], now: Date): Block[] {
  const known = records.filter(({ kind }) => kind !== 'preference');
  const before = seenBefore(known, now);
  if (before !== undefined) return [context(mrkdwn`:brain: ${before}`)];
  const [record] = known;
  return record === undefined ? [] : [context(mrkdwn`:brain: Known since ${moment(record.createdAt)}: ${record.text}`)];
}

function ending(answer: Answer, options: AnswerOptions): Part[] {
  const { investigation } = options;
  const count = answer.evidence.length;
  const took = context(
    mrkdwn`${count} ${count === 1 ? 'observation' : 'observations'} in ${tookInWords(answer.durationMs)}. By rules, without a language model.`,
  );
  if (investigation === undefined) return [{ keep: true, blocks: [took] }];
  const evidenceButton = button('Show all evidence', ACTIONS.showEvidence, investigation);
  const declareButton = button('Declare an incident', ACTIONS.declareIncident, investigation);
  const againButton = button('Look again', ACTIONS.investigateAgain, investigation);
  return [
    {
      keep: true,
      blocks: [
        actions(...(count > 0 || answer.hypotheses.length > 0 ? [evidenceButton] : []), againButton, declareButton),
        feedback(investigation, options.nativeFeedback ?? true),
        took,
      ],
    },
  ];
}
