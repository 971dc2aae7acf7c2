import type { Answer, Hypothesis, NextStep } from '../../domain/answer.ts';
import type { AboutTheAnswer } from '../commands/about-the-answer.ts';
import { context, section } from './blocks.ts';
import { causeLine, causeWithConfidence } from './cause-wording.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, type Mrkdwn, moment, mrkdwn } from './mrkdwn.ts';
import { literalLine } from './text.ts';

const LISTED = 4;
const QUOTED = 200;

/**
 * Answers a question about the standing answer with what that answer holds, citing its evidence; no model, nothing new
 * is read. Where the answer holds nothing on it, that is said.
 */
export function fromAnswer(asked: AboutTheAnswer, answer: Answer, asOf: string): SlackMessage {
  const [best, ...others] = answer.hypotheses;
  const lines = best === undefined ? [noCause(answer)] : SAYS[asked](best, others, answer);
  return compose(best === undefined ? 'From the answer' : `From the answer: ${causeLine(best)}`, [
    { keep: true, blocks: [section(joined(lines, '\n'))] },
    { keep: true, blocks: [context(mrkdwn`From the answer of ${moment(asOf)}; nothing new was read.`)] },
  ]);
}

type Says = (best: Hypothesis, others: readonly Hypothesis[], answer: Answer) => readonly Mrkdwn[];

const SAYS: Readonly<Record<AboutTheAnswer, Says>> = {
  onset: (best) => [
    best.onset === undefined
      ? mrkdwn`When ${causeLine(best)} began was not seen.`
      : mrkdwn`${causeLine(best)}, since ${moment(best.onset)}.`,
  ],
  certainty: (best, _others, answer) => [
    mrkdwn`${causeWithConfidence(best)}, ${Math.round(best.confidence * 100)} %.`,
    ...best.reasons.slice(0, LISTED).map((reason) => mrkdwn`• ${literalLine(reason, QUOTED)}`),
    ...against(best, answer),
    ...notSeen(answer),
  ],
  against: (best, _others, answer) => {
    const found = [...against(best, answer), ...notExplained(answer)];
    return [
      ...(found.length > 0 ? found : [mrkdwn`Nothing that was read speaks against ${causeLine(best)}.`]),
      ...notSeen(answer),
    ];
  },
  others: (_best, others) =>
    others.length === 0
      ? [mrkdwn`No other explanation was found.`]
      : [mrkdwn`Less likely:`, ...others.slice(0, LISTED).map((each) => mrkdwn`• ${causeWithConfidence(each)}`)],
  'next-step': (best) =>
    best.nextSteps.length === 0 ? [mrkdwn`I know no remedy for ${causeLine(best)}.`] : best.nextSteps.map(stepLine),
  change: (best, _others, answer) => {
    if (best.change === undefined) return [mrkdwn`No change is blamed for ${causeLine(best)}.`];
    const { change } = best;
    const told = answer.evidence.filter(({ text }) => text.includes(change));
    return [
      mrkdwn`The change is \`${literalLine(change, 80)}\`.`,
      ...told.slice(0, LISTED).map(({ id, text }) => mrkdwn`• ${id}: ${literalLine(text, QUOTED)}`),
    ];
  },
  impact: (best, _others, answer) => {
    const hit = best.explains.map((component) => component.replace(/^service\//, ''));
    const figures = (answer.measured ?? []).map(({ text }) => mrkdwn`• ${literalLine(text, QUOTED)}`);
    return [
      hit.length === 0
        ? mrkdwn`No other service is seen to suffer from ${causeLine(best)}.`
        : mrkdwn`${causeLine(best)} reaches ${hit.slice(0, 8).join(', ')}${hit.length > 8 ? ` and ${hit.length - 8} more` : ''}.`,
      ...figures.slice(0, LISTED),
      mrkdwn`How many people that is cannot be told from these sources.`,
    ];
  },
};

function noCause({ verdict }: Answer): Mrkdwn {
  return verdict === 'healthy'
    ? mrkdwn`Nothing wrong was found, so there is nothing to say on that.`
    : mrkdwn`No cause was found, so I cannot say.`;
}

function against(best: Hypothesis, answer: Answer): readonly Mrkdwn[] {
  const quoted = answer.evidence.filter(({ id }) => best.contradicting.includes(id));
  if (quoted.length === 0) return [];
  return [
    mrkdwn`Against it:`,
    ...quoted.slice(0, LISTED).map(({ id, text }) => mrkdwn`• ${id}: ${literalLine(text, QUOTED)}`),
  ];
}

/** What is out of order and no explanation covers: it may be another matter, or the explanation is wrong. */
function notExplained({ residue = [] }: Answer): readonly Mrkdwn[] {
  const left = residue.filter((one) => one.class === 'relevant');
  if (left.length === 0) return [];
  return [
    mrkdwn`It does not explain:`,
    ...left.slice(0, LISTED).map(({ component, text }) => mrkdwn`• ${component}: ${literalLine(text, QUOTED)}`),
  ];
}

function notSeen({ unknown }: Answer): readonly Mrkdwn[] {
  if (unknown.length === 0) return [];
  return [mrkdwn`Not seen: ${literalLine(unknown.slice(0, LISTED).join('; '), QUOTED)}.`];
}

function stepLine({ kind, text, command }: NextStep): Mrkdwn {
  const lead = kind === 'check' ? 'First check' : 'Then';
  return command === undefined
    ? mrkdwn`*${lead}:* ${literalLine(text, QUOTED)}`
    : mrkdwn`*${lead}:* ${literalLine(text, QUOTED)}\n\`${literalLine(command, QUOTED)}\``;
}
