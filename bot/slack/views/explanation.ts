import type { CitedSentence, Explanation, ReasoningEnd } from '../../domain/explanation.ts';
import type { Question } from '../../domain/question.ts';
import { ACTIONS } from './action-ids.ts';
import { actions, type Block, button, context, section } from './blocks.ts';
import { evidenceLine } from './evidence-line.ts';
import { compose, type Part, type SlackMessage } from './message.ts';
import { type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { bullets, line, ours, richText, words, wordsWithTimes } from './rich-text.ts';
import { whatCanBeSaid } from './ruling.ts';
import { literalLine } from './text.ts';
import { tookInWords } from './wording.ts';

/** What a person reads where a model ended early. */
const ENDS: Readonly<Record<Exclude<ReasoningEnd, 'finished'>, string>> = {
  turns: 'The language model took more turns than it may',
  tokens: 'The language model used more text than it may',
  money: 'The language model cost as much as one investigation may',
  'money-today': 'The money for the language model is used up for today',
  time: 'The language model took too long',
  throttled: 'The language model is asked too often just now',
  unavailable: 'The language model cannot be reached',
  refused: 'The language model refused',
  stopped: 'The language model was stopped',
};
const EVIDENCE_SHOWN = 6;
const QUESTION_SHOWN = 200;
/** Of what Slack takes in one message, so that the rest has its place. */
const LONGEST_PROSE = 6_000;

/** That a person's question is being looked into. */
export function answerAwaited(question: Question): SlackMessage {
  return compose('Looking into the question …', [
    { keep: true, blocks: asked(question) },
    { keep: true, blocks: goingOn(question, mrkdwn`:hourglass_flowing_sand: The language model reads the evidence …`) },
  ]);
}

/** The sentences that have come and stood the check, while more may come. */
export function explanationSoFar(question: Question, sentences: readonly CitedSentence[]): SlackMessage {
  return compose(spoken(sentences), [
    { keep: true, blocks: [...asked(question), ...prose(question, sentences)] },
    { keep: true, blocks: goingOn(question, mrkdwn`:hourglass_flowing_sand: The language model goes on …`) },
  ]);
}

/** The whole answer, what it cost, and why it ends where it does; without a sentence, that the rules' answer stands. */
export function explanationMessage(question: Question, explanation: Explanation): SlackMessage {
  const { sentences, evidence, end } = explanation;
  const ended = end === 'finished' ? undefined : ENDS[end];
  if (sentences.length === 0) return nothingSaid(question, explanation, ended);
  return compose(spoken(sentences), [
    { keep: true, blocks: [...asked(question), ...prose(question, sentences)] },
    {
      blocks:
        evidence.length > 0
          ? [
              richText(
                line(ours('Seen for this', { bold: true })),
                bullets(evidence.slice(0, EVIDENCE_SHOWN).map((evidence) => evidenceLine(evidence))),
              ),
            ]
          : [],
    },
    {
      keep: true,
      blocks: [
        ...(ended === undefined ? [] : [context(mrkdwn`:warning: ${ended}: this is what it had said until then.`)]),
        ...footing(explanation),
      ],
    },
  ]);
}

function nothingSaid(question: Question, explanation: Explanation, ended: string | undefined): SlackMessage {
  const silent = explanation.dropped === 0 ? 'The language model had nothing to say' : undefined;
  const reason = ended ?? silent ?? 'Nothing the language model said stood the check against the evidence';
  const text = `${reason}: the answer above, by rules, stands.`;
  // A person who asked something is told what can be asked without a model; nobody asked for an explanation.
  const examples: readonly Part[] =
    question.text === '' ? [] : [{ blocks: [section(whatCanBeSaid(mrkdwn`*In this thread you can also say:*`))] }];
  return compose(text, [
    { keep: true, blocks: [...asked(question), context(mrkdwn`:information_source: ${text}`)] },
    ...examples,
    { keep: true, blocks: footing(explanation) },
  ]);
}

function spoken(sentences: readonly CitedSentence[]): string {
  return sentences.map(({ text }) => text).join(' ') || 'Explaining …';
}

/** Whose words are answered, as others may have asked in between. */
function asked({ text }: Question): Block[] {
  return text === '' ? [] : [context(mrkdwn`:speech_balloon: “${literalLine(text, QUESTION_SHOWN)}”`)];
}

function goingOn({ investigation }: Question, words: Mrkdwn): Block[] {
  return [context(words), actions(button('Stop', ACTIONS.stop, investigation))];
}

/**
 * Each sentence as a line with what proves it; those in a row with the same proof as one. Rich text is literal to
 * Slack, so nothing a model writes becomes a mention or a link.
 */
function prose(question: Question, sentences: readonly CitedSentence[]): Block[] {
  const shown = sentences.filter((_one, index) => lengthOf(sentences.slice(0, index + 1)) <= LONGEST_PROSE);
  const lines = byProof(shown).map((group) =>
    line(
      ...group.flatMap(({ text }, index) => [...(index > 0 ? [ours(' ')] : []), ...wordsWithTimes(text, 600)]),
      ours(' '),
      words(`[${group[0]?.cites.join(', ')}]`, 200, { italic: true }),
    ),
  );
  const parts = [
    ...(question.text === '' ? [line(ours('In words, by a language model', { bold: true }))] : []),
    ...(lines.length > 0 ? [bullets(lines)] : []),
    ...(shown.length < sentences.length ? [line(ours('…'))] : []),
  ];
  return parts.length > 0 ? [richText(...parts)] : [];
}

function lengthOf(sentences: readonly CitedSentence[]): number {
  return sentences.reduce((sum, { text, cites }) => sum + text.length + cites.length * 8, 0);
}

function byProof(sentences: readonly CitedSentence[]): readonly (readonly CitedSentence[])[] {
  const groups: CitedSentence[][] = [];
  for (const sentence of sentences) {
    const last = groups.at(-1);
    if (last?.[0]?.cites.join() === sentence.cites.join()) last.push(sentence);
    else groups.push([sentence]);
  }
  return groups;
}

/** Who spoke, what was left out of it, and what it cost. */
function footing({ usage, dropped, refusedCalls, budget, model }: Explanation): Block[] {
  const { turns, toolCalls, inputTokens, outputTokens, microDollars, durationMs } = usage;
  const left = dropped === 0 ? '' : `${count(dropped, 'sentence')} without proof left out.`;
  const refused = refusedCalls === 0 ? '' : `${count(refusedCalls, 'look')} refused.`;
  const whole =
    budget === undefined
      ? ''
      : ` (${dollars(budget.spent)} of ${dollars(budget.limit)} for this investigation, ${dollars(budget.spentToday)} of ${dollars(budget.limitToday)} today)`;
  const cost = [
    count(turns, 'turn'),
    count(toolCalls, 'look'),
    `${(inputTokens + outputTokens).toLocaleString('en-US')} tokens`,
    `${dollars(microDollars)} USD${whole}`,
    tookInWords(durationMs),
  ].join(', ');
  const speaker = model === undefined ? mrkdwn`By a language model` : mrkdwn`By the language model \`${model}\``;
  return [
    context(
      mrkdwn`:robot_face: ${speaker}, each sentence checked against the evidence it cites. ${left} ${refused}`,
      mrkdwn`${cost}`,
    ),
  ];
}

function count(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? '' : 's'}`;
}

function dollars(microDollars: number): string {
  return (microDollars / 1_000_000).toFixed(3);
}
