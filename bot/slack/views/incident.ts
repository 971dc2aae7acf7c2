import type { RuledAnswer } from '../../domain/ruling.ts';
import type { Moment } from '../../investigation/timeline.ts';
import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import { context, section } from './blocks.ts';
import { causeWithConfidence } from './cause-wording.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, moment, mrkdwn, withPeople } from './mrkdwn.ts';
import { spanInWords, targetInWords } from './wording.ts';

const MOMENTS_SHOWN = 25;
const STEPS_SHOWN = 3;
const OTHERS_SHOWN = 3;

/** What happened when, oldest first; of more than fit the last ones. */
export function timelineMessage(moments: readonly Moment[]): SlackMessage {
  if (moments.length === 0) {
    const text = 'Nothing with a time was seen yet.';
    return compose(text, [{ keep: true, blocks: [section(mrkdwn`${text}`)] }]);
  }
  const shown = moments.slice(-MOMENTS_SHOWN);
  const left = moments.length - shown.length;
  const title = left > 0 ? `What happened, the last ${shown.length} of ${moments.length}` : 'What happened';
  return compose(`${title}: ${moments.length} entries`, [
    { keep: true, blocks: [section(mrkdwn`*${title}*`)] },
    ...shown.map(({ at, what, from }) => ({
      blocks: [context(joined([moment(at), withPeople(what), mrkdwn`_${from}_`], '  '))],
    })),
  ]);
}

/** Where an investigation stands: what was asked, the likeliest explanation, what was ruled out, and what comes next. */
export function summaryMessage(record: InvestigationRecord, ruled?: RuledAnswer, link?: string): SlackMessage {
  const { request, status, wording } = record;
  const answer = ruled?.answer;
  const best = answer?.hypotheses[0];
  const title =
    best !== undefined
      ? causeWithConfidence(best)
      : status === 'running'
        ? 'Still looking'
        : status !== 'answered'
          ? (wording ?? 'No answer')
          : answer?.verdict === 'healthy'
            ? 'Nothing wrong found'
            : 'Cannot tell, too little could be seen';
  const others = (answer?.hypotheses ?? [])
    .slice(1, 1 + OTHERS_SHOWN)
    .map((other) => mrkdwn`• ${causeWithConfidence(other)}`);
  const out = (ruled?.dropped ?? []).map(({ hypothesis, ruling }) =>
    joined([mrkdwn`• ruled out: ${causeWithConfidence(hypothesis)}, by`, withPeople(`<@${ruling.by}>`)], ' '),
  );
  const steps = (best?.nextSteps ?? []).slice(0, STEPS_SHOWN).map((step) => mrkdwn`• next: ${step.text}`);
  const unknown = (answer?.unknown ?? []).slice(0, OTHERS_SHOWN).map((what) => mrkdwn`• not seen: ${what}`);
  const lines = [...others, ...out, ...steps, ...unknown];
  const where = link !== undefined && /^https:\/\/[^\s<>|]{1,500}$/.test(link) ? [{ mrkdwn: `<${link}|thread>` }] : [];
  return compose(`${title}. ${targetInWords(request.target)}`, [
    { keep: true, blocks: [section(joined([mrkdwn`*${title}*`, ...(best ? [mrkdwn`${best.summary}`] : [])], '\n'))] },
    { blocks: lines.length > 0 ? [section(joined(lines, '\n'))] : [] },
    {
      keep: true,
      blocks: [
        context(
          joined(
            [
              mrkdwn`${targetInWords(request.target)}`,
              mrkdwn`last ${spanInWords(request.sinceSeconds)}`,
              withPeople(`asked by <@${request.askedBy.slackUserId}>`),
              moment(request.askedAt),
              ...where,
            ],
            '  ·  ',
          ),
        ),
      ],
    },
  ]);
}
