import { section } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { withPeople } from './mrkdwn.ts';

/** A sentence of ours in a thread, in which people may be named as `<@U…>`. */
export function noteMessage(text: string): SlackMessage {
  return compose(text.replace(/<@[A-Z0-9]+>/g, 'somebody'), [{ keep: true, blocks: [section(withPeople(text))] }]);
}
