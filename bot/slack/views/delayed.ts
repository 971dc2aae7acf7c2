import { context } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { mrkdwn } from './mrkdwn.ts';

/** Says that an investigation was held up and goes on. */
export function delayedMessage(): SlackMessage {
  const text = 'This takes longer than usual. I am still at it, and the answer comes here.';
  return compose(text, [{ keep: true, blocks: [context(mrkdwn`:hourglass: ${text}`)] }]);
}
