import type { InvestigationRequest } from '../../domain/investigation.ts';
import { ACTIONS } from './action-ids.ts';
import { actions, button, context, section } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, mrkdwn, withPeople } from './mrkdwn.ts';
import { literalLine } from './text.ts';
import { targetInWords } from './wording.ts';

/** The visible end of what has no answer: it failed, or a person stopped it. `wording` is a sentence for a person. */
export function failureMessage(investigation: string, how: 'failed' | 'stopped', wording: string): SlackMessage {
  const title =
    how === 'failed' ? 'This investigation ended without an answer.' : 'Stopped before an answer was found.';
  const mark = { mrkdwn: how === 'failed' ? ':x:' : ':octagonal_sign:' };
  return compose(`${title} ${wording}`, [
    { keep: true, blocks: [section(joined([mrkdwn`${mark} *${title}*`, withPeople(wording)], ' '))] },
    { keep: true, blocks: [actions(button('Try again', ACTIONS.investigateAgain, investigation))] },
  ]);
}

/** Slack's words for why a place takes no message, in ours. */
const WHY: Readonly<Record<string, string>> = {
  thread_not_found: 'the thread is gone',
  message_not_found: 'the thread is gone',
  cannot_reply_to_message: 'that message takes no replies',
  is_archived: 'the channel is archived',
  not_in_channel: 'I am not in that channel',
  channel_not_found: 'I am not in that channel',
};

/** The end of an investigation that cannot be told where it was asked: what was asked, where, and why it comes here. */
export function endElsewhere(end: SlackMessage, request: InvestigationRequest, why: string): SlackMessage {
  const { channel } = request.thread;
  const where = /^[CG][A-Z0-9]{1,40}$/.test(channel) ? { mrkdwn: `<#${channel}>` } : mrkdwn`another conversation`;
  const reason = WHY[why] ?? 'I may not write there';
  const asked = request.question.trim() || targetInWords(request.target);
  const lead = context(
    mrkdwn`You asked in ${where} about _${literalLine(asked, 200)}_. This comes here because ${reason}.`,
  );
  return { text: end.text, blocks: [lead, ...end.blocks].slice(0, LIMITS.blocksPerMessage) };
}

/** One sentence in a section; for what Slack would not take in its full form. */
export function plainMessage(text: string): SlackMessage {
  return compose(text, [{ keep: true, blocks: [section(mrkdwn`${text}`)] }]);
}
