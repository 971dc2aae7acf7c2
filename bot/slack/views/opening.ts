import type { InvestigationRequest } from '../../domain/investigation.ts';
import { context, section } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, mrkdwn, person } from './mrkdwn.ts';
import { type Outcome, spanInWords, targetInWords } from './wording.ts';

/** The first message: what is looked into, who asked, how far back. With an outcome, that stands beside it. */
export function openingMessage(request: InvestigationRequest, outcome?: Outcome): SlackMessage {
  const target = targetInWords(request.target);
  const window = spanInWords(request.sinceSeconds);
  const asked = request.question.trim();
  const facts = [
    ...(outcome ? [mrkdwn`looked into *${target}*`] : []),
    mrkdwn`asked by ${person(request.askedBy.slackUserId)}`,
    mrkdwn`last ${window}`,
    ...(outcome ? [] : [mrkdwn`the answer comes in this thread`]),
  ];
  const title = outcome
    ? mrkdwn`${{ mrkdwn: outcome.mark }} *${outcome.text}*`
    : mrkdwn`:mag: Looking into *${target}*`;
  return compose(outcome ? `${outcome.text}. Looked into ${target}.` : `Looking into ${target}, the last ${window}`, [
    { keep: true, blocks: [section(asked === '' ? title : joined([title, mrkdwn`> ${asked}`], '\n'))] },
    { keep: true, blocks: [context(joined(facts, '  ·  '))] },
  ]);
}
