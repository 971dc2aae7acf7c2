import type { CitedSentence, Explanation, ReasoningEnd } from '../../domain/explanation.ts';
import { type Block, context } from './blocks.ts';
import { evidenceLine } from './evidence-line.ts';
import { compose, type SlackMessage } from './message.ts';
import { mrkdwn } from './mrkdwn.ts';
import { bullets, line, ours, richText, wordsWithTimes } from './rich-text.ts';
import { tookInWords } from './wording.ts';

/** What a person reads where a model ended early. */
const ENDS: Readonly<Record<Exclude<ReasoningEnd, 'finished'>, string>> = {
  turns: 'The language model took more turns than it may',
  tokens: 'The language model used more text than it may',
  money: 'The language model cost more than one investigation may',
  'money-today': 'The money for the language model is used up for today',
  time: 'The language model took too long',
  throttled: 'The language model is asked too often just now',
  unavailable: 'The language model cannot be reached',
  refused: 'The language model refused',
  stopped: 'The language model was stopped',
};
const EVIDENCE_SHOWN = 6;

/** The sentences that have come and stood the check, while more may come. */
export function explanationSoFar(sentences: readonly CitedSentence[]): SlackMessage {
  return compose(spoken(sentences), [
    { keep: true, blocks: prose(sentences) },
    { keep: true, blocks: [context(mrkdwn`:hourglass_flowing_sand: The language model goes on …`)] },
  ]);
}

/** The whole explanation, what it cost, and why it ends where it does; without a sentence, that the rules' answer stands. */
export function explanationMessage(explanation: Explanation): SlackMessage {
  const { sentences, evidence, end } = explanation;
  const ended = end === 'finished' ? undefined : ENDS[end];
  if (sentences.length === 0) {
    const reason = ended ?? 'Nothing the language model said stood the check against the evidence';
    const text = `${reason}: the answer above, by rules, stands.`;
    return compose(text, [{ keep: true, blocks: [context(mrkdwn`:information_source: ${text}`), cost(explanation)] }]);
  }
  return compose(spoken(sentences), [
    { keep: true, blocks: prose(sentences) },
    {
      blocks:
        evidence.length > 0
          ? [
              richText(
                line(ours('Seen for this', { bold: true })),
                bullets(evidence.slice(0, EVIDENCE_SHOWN).map(evidenceLine)),
              ),
            ]
          : [],
    },
    { keep: true, blocks: [...(ended === undefined ? [] : [context(mrkdwn`:warning: ${ended}.`)]), cost(explanation)] },
  ]);
}

function spoken(sentences: readonly CitedSentence[]): string {
  return sentences.map(({ text }) => text).join(' ') || 'Explaining …';
}

/** Rich text is literal to Slack, so nothing a model writes becomes a mention or a link. */
function prose(sentences: readonly CitedSentence[]): Block[] {
  return [
    richText(
      line(ours('In words\n', { bold: true })),
      line(
        ...sentences.flatMap(({ text, cites }) => [
          ...wordsWithTimes(text, 600),
          ours(` [${cites.join(', ')}] `, { italic: true }),
        ]),
      ),
    ),
  ];
}

function cost({ usage, dropped, refusedCalls }: Explanation): Block {
  const { turns, toolCalls, inputTokens, outputTokens, microDollars, durationMs } = usage;
  const checked = dropped === 0 ? '' : `${dropped} ${dropped === 1 ? 'sentence' : 'sentences'} without proof left out.`;
  const refused = refusedCalls === 0 ? '' : `${refusedCalls} ${refusedCalls === 1 ? 'look' : 'looks'} refused.`;
  const dollars = (microDollars / 1_000_000).toFixed(3);
  return context(
    mrkdwn`By a language model, each sentence checked against its evidence. ${turns} turns, ${toolCalls} looks, ${inputTokens + outputTokens} tokens, ${dollars} USD, ${tookInWords(durationMs)}. ${checked} ${refused}`,
  );
}
