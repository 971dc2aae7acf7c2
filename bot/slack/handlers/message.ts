import type { App } from '@slack/bolt';
import { DEFAULT_PREFERENCES } from '../../domain/preferences.ts';
import type { SlackDeps } from '../deps.ts';
import { answerMessage } from './mention.ts';

/**
 * Direct messages are addressed to the bot without a mention, and so are replies in the bot's own threads unless their
 * writer switched that off (a preference). Everything else is left alone, as is a reply that asks for nothing.
 */
export function register(app: App, deps: SlackDeps): void {
  app.message(async ({ event, body, client, context }) => {
    if (event.subtype !== undefined || event.bot_id !== undefined || !('user' in event)) return;
    const direct = event.channel_type === 'im';
    if (!direct && (event.thread_ts === undefined || event.user === undefined)) return;
    // A mention is delivered as an event of its own.
    if (!direct && (context.botUserId === undefined || event.text?.includes(`<@${context.botUserId}`))) return;
    if (!direct) {
      const person = { teamId: body.team_id, slackUserId: event.user };
      const { unaddressed } = await deps.preferences.read(person).catch(() => DEFAULT_PREFERENCES);
      if (!unaddressed) return;
    }
    const message = {
      teamId: body.team_id,
      eventId: body.event_id,
      user: event.user,
      text: event.text,
      channel: event.channel,
      ts: event.ts,
      threadTs: event.thread_ts,
    };
    await answerMessage(deps, client, context, message, direct);
  });
}
