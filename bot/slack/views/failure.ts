import { ACTIONS } from './action-ids.ts';
import { actions, button, joined, mrkdwn, section, withPeople } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';

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
