import type { Hypothesis } from '../../domain/answer.ts';
import type { RuledAnswer, Ruling } from '../../domain/ruling.ts';
import { ACTIONS } from './action-ids.ts';
import { actions, type Block, button, context, section } from './blocks.ts';
import { causeLine, causeWithConfidence } from './cause-wording.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, type Mrkdwn, mrkdwn, person } from './mrkdwn.ts';

const SHOWN = 4;

/** What became of the ranking: who ruled what, what stands first now and why. */
export function ruledMessage(
  ruling: Ruling,
  before: RuledAnswer,
  after: RuledAnswer,
  investigation: string,
): SlackMessage {
  const what = inWords(ruling.subject);
  const touched = before.answer.hypotheses.length !== after.answer.hypotheses.length;
  const verb = ruling.out ? 'ruled out' : 'is possible again';
  const title = ruling.out
    ? mrkdwn`*Ruled out: ${what}*, says ${person(ruling.by)}`
    : mrkdwn`*Back in: ${what}*, says ${person(ruling.by)}`;
  const [best] = after.answer.hypotheses;
  return compose(`${what} ${verb}. ${best ? `Now first: ${causeLine(best)}` : 'No explanation is left'}`, [
    { keep: true, blocks: [section(joined([title, why(ruling, touched, before, after)], '\n'))] },
    { keep: true, blocks: ranking(after) },
    {
      keep: true,
      blocks: [
        context(
          mrkdwn`Kept for this thread; later looks in it heed it. To take it back: "${ruling.out ? `rule ${what} back in` : `rule out ${what}`}".`,
        ),
        actions(
          button('Look again', ACTIONS.investigateAgain, investigation),
          button('Show all evidence', ACTIONS.showEvidence, investigation),
        ),
      ],
    },
  ]);
}

function why(ruling: Ruling, touched: boolean, before: RuledAnswer, after: RuledAnswer) {
  if (!touched) {
    return ruling.out
      ? mrkdwn`It was not among my explanations, so their order stays. I will leave it out of later looks in this thread.`
      : mrkdwn`The order stays as it was.`;
  }
  if (!ruling.out) return mrkdwn`It stands again at the place that its evidence gives it.`;
  const gone = before.answer.hypotheses.filter(
    (one) => !after.answer.hypotheses.some((kept) => kept.component === one.component && kept.cause === one.cause),
  );
  const left = after.answer.hypotheses.length;
  const lead = mrkdwn`Dropped: ${gone.map(causeLine).slice(0, 3).join('; ')}.`;
  if (left === 0) return joined([lead, mrkdwn`Nothing else explains what was seen, so the cause is unknown now.`], ' ');
  return joined(
    [
      lead,
      mrkdwn`What is left moves up; half of the belief in what was dropped goes to it, as one of these is now likelier.`,
    ],
    ' ',
  );
}

function ranking({ answer }: RuledAnswer): Block[] {
  const lines = answer.hypotheses
    .slice(0, SHOWN)
    .map(
      (hypothesis) =>
        mrkdwn`${hypothesis.rank}. ${hypothesis.rank === 1 ? { mrkdwn: '*' } : { mrkdwn: '' }}${causeWithConfidence(hypothesis)}${hypothesis.rank === 1 ? { mrkdwn: '*' } : { mrkdwn: '' }}`,
    );
  return lines.length === 0 ? [] : [section(joined(lines, '\n'))];
}

/** When what was ruled out is nothing that I know. */
export function notAnExplanation(written: string, standing: readonly Hypothesis[]): SlackMessage {
  const names = standing.slice(0, SHOWN).map(causeLine);
  const known = names.length > 0 ? `My explanations are: ${names.join('; ')}.` : 'There is no explanation to rule out.';
  const text = written === '' ? known : `I do not know which explanation "${written}" is. ${known}`;
  return compose(text, [
    {
      keep: true,
      blocks: [
        section(mrkdwn`${text}`),
        context(mrkdwn`Say for example "rule out payments", "it's not the database", "rule it back in".`),
      ],
    },
  ]);
}

/** What can be said in a thread of ours, for when a reply is not understood. */
export function notClear(): SlackMessage {
  return compose('I did not understand that. In this thread I understand, for example: show me the logs', [
    {
      keep: true,
      blocks: [section(whatCanBeSaid(mrkdwn`*I did not understand that.* In this thread you can say:`))],
    },
  ]);
}

/** Examples of what the bot understands by itself in a thread, under a heading. */
export function whatCanBeSaid(heading: Mrkdwn): Mrkdwn {
  const lines = [
    mrkdwn`"show me the logs", "pods of payments", "what changed?", "compare with yesterday"`,
    mrkdwn`"it's not the database", "rule out payments", "rule it back in"`,
    mrkdwn`"check payments instead", "last 6h", "look again", "who is on call?", "stop"`,
  ];
  return joined([heading, ...lines.map((each) => mrkdwn`• ${each}`)], '\n');
}

function inWords(subject: string): string {
  return subject.replace(/^service\//, '').replaceAll('_', ' ');
}
