import type { App } from '@slack/bolt';
import type { SlackDeps } from '../deps.ts';
import { answerMessage } from './mention.ts';

/** Direct messages are addressed to the bot without a mention. Everything else unaddressed is left alone. */
export function register(app: App, deps: SlackDeps): void {
  app.message(async ({ event, body, client, context }) => {
    if (event.channel_type !== 'im' || event.subtype !== undefined) return;
    if (event.bot_id !== undefined || !('user' in event)) return;
    await answerMessage(deps, client, context, {
      teamId: body.team_id,
      eventId: body.event_id,
      user: event.user,
      text: event.text,
      channel: event.channel,
      ts: event.ts,
      threadTs: event.thread_ts,
    });
  });
}
