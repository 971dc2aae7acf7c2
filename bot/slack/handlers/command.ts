import type { App } from '@slack/bolt';
import { parseCommand } from '../commands/grammar.ts';
import type { SlackDeps } from '../deps.ts';
import type { SlackMessage } from '../views/message.ts';
import { answerAsked, answerAtOnce } from './answer-asked.ts';

/** `/sre …`: what can be answered at once rides on the acknowledgement, the rest starts right after it. */
export function register(app: App, deps: SlackDeps): void {
  app.command('/sre', async ({ command, ack, respond }) => {
    const asked = parseCommand(command.text ?? '');
    const atOnce = answerAtOnce(asked);
    if (atOnce) return ack(privately(atOnce));
    await ack();
    const asker = {
      teamId: command.team_id,
      userId: command.user_id,
      channel: command.channel_id,
      deliveryId: command.trigger_id,
    };
    await answerAsked(deps, asker, asked, async (message) => {
      await respond(privately(message));
    });
  });
}

function privately(message: SlackMessage) {
  return { response_type: 'ephemeral' as const, text: message.text, blocks: [...message.blocks] };
}
