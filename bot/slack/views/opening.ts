import type { InvestigationRequest } from '../../domain/investigation.ts';
import { actions, context, section } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, mrkdwn, person } from './mrkdwn.ts';
import { stopButton } from './progress.ts';
import { line, richText } from './rich-text.ts';
import { type Outcome, spanInWords, targetInWords } from './wording.ts';

/** The first message: what is looked into, who asked, how far back, and Stop. With an outcome, that stands there instead. */
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
    { blocks: outcome ? [] : [actions(stopButton(request.id))] },
  ]);
}

/** To the asker alone: their investigation has ended, and where. */
export function endedMessage(request: InvestigationRequest, outcome: Outcome, link: string | undefined): SlackMessage {
  const target = targetInWords(request.target);
  const isLink = link !== undefined && /^https?:\/\//.test(link);
  return compose(`${outcome.text}. You asked about ${target}.`, [
    {
      keep: true,
      blocks: [section(mrkdwn`${{ mrkdwn: outcome.mark }} *${outcome.text}*\nYou asked about *${target}*.`)],
    },
    { blocks: isLink ? [richText(line({ type: 'link', url: link.slice(0, 3_000), text: 'Open the thread' }))] : [] },
  ]);
}
