import type { App } from '@slack/bolt';
import type { Line } from '../../ports/line.ts';
import { parseCommand } from '../commands/grammar.ts';
import type { SlackDeps } from '../deps.ts';
import type { Beside } from '../receiving/beside.ts';
import type { SlackMessage } from '../views/message.ts';
import { inLine } from '../views/notices.ts';
import { answerAsked, answerAtOnce } from './answer-asked.ts';
import { openAskForm } from './ask-form.ts';

/** `/sre …`: what can be answered at once rides on the acknowledgement, the rest starts right after it. */
export function register(app: App, deps: SlackDeps): void {
  app.command('/sre', async ({ command, ack, respond, client }) => {
    const asked = parseCommand(command.text ?? '');
    const atOnce = answerAtOnce(asked, deps);
    if (atOnce) return ack(privately(atOnce));
    let arrival: ReturnType<Line['coming']> | undefined;
    const placeInLine: Beside = () => {
      const before = deps.line?.before();
      arrival = deps.line?.coming();
      return before === undefined ? undefined : privately(inLine(before));
    };
    // Without words it opens a form, which stands in no line.
    const isBare = /^\s*investigate\s*$/i.test(command.text ?? '');
    const waits = deps.line !== undefined && asked.kind === 'investigate' && !isBare;
    await ack(waits ? (placeInLine as never) : undefined);
    const asker = {
      teamId: command.team_id,
      userId: command.user_id,
      channel: command.channel_id,
      deliveryId: command.trigger_id,
      words: `/sre ${command.text ?? ''}`.trim(),
    };
    const reply = async (message: SlackMessage) => {
      await respond(privately(message));
    };
    const answer = async (message: SlackMessage, plainer?: SlackMessage) => {
      if (plainer === undefined) return reply(message);
      await reply(message).catch((error: unknown) => {
        deps.log.warn({ err: error }, 'answer refused by Slack, trying a plainer one');
        return reply(plainer);
      });
    };
    const triggerId = command.trigger_id;
    try {
      if (isBare) {
        const opened = await openAskForm(deps, client, { ...asker, triggerId }, reply);
        if (opened) return;
      }
      await answerAsked(deps, asker, asked, { client, reply, answer, triggerId });
    } finally {
      arrival?.gone();
    }
  });
}

function privately(message: SlackMessage) {
  return { response_type: 'ephemeral' as const, text: message.text, blocks: [...message.blocks] };
}
