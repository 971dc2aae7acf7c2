import { ACTIONS } from './action-ids.ts';
import { actions, button, section } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, mrkdwn, withPeople } from './mrkdwn.ts';

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

/** To the asker alone, when the channel does not let us speak. */
export function cannotPostMessage(channel: string): SlackMessage {
  const where = /^[CG][A-Z0-9]{1,40}$/.test(channel) ? { mrkdwn: `<#${channel}>` } : mrkdwn`that conversation`;
  return compose('I cannot post where you asked. Invite me there and ask again.', [
    {
      keep: true,
      blocks: [section(mrkdwn`:no_entry: I cannot post in ${where}. Invite me there with \`/invite\` and ask again.`)],
    },
  ]);
}

/** One sentence in a section; for what Slack would not take in its full form. */
export function plainMessage(text: string): SlackMessage {
  return compose(text, [{ keep: true, blocks: [section(mrkdwn`${text}`)] }]);
}
