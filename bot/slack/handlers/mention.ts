import type { App, Context, webApi } from '@slack/bolt';
import { parseFollowUp } from '../commands/follow-up.ts';
import { parseCommand } from '../commands/grammar.ts';
import type { SlackDeps } from '../deps.ts';
import type { Asker } from '../request.ts';
import { whisper } from '../transport/whisper.ts';
import { answerAsked, type Reply } from './answer-asked.ts';
import { answerFollowUp, inThread } from './follow-up.ts';
import { learnSaid } from './learn.ts';

/** What Slack delivers of a message that is addressed to the bot. */
export interface AddressedMessage {
  readonly teamId: string;
  readonly eventId: string;
  readonly user?: string;
  readonly text?: string;
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
}

/** `@bot …` in a channel starts an investigation in that message's thread; in a thread of ours it goes on with it. */
export function register(app: App, deps: SlackDeps): void {
  app.event('app_mention', async ({ event, body, client, context }) => {
    if (event.bot_id !== undefined) return;
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

/**
 * Answers one message to the bot; its delivery may come several times and does its work once. With `addressed` false
 * it is a reply that did not name the bot: only what is clearly a request of a thread of ours is answered.
 */
export async function answerMessage(
  deps: SlackDeps,
  client: webApi.WebClient,
  context: Context,
  message: AddressedMessage,
  addressed = true,
): Promise<void> {
  if (message.user === undefined) return;
  const asker: Asker = {
    teamId: message.teamId,
    userId: message.user,
    channel: message.channel,
    threadTs: message.threadTs ?? message.ts,
    deliveryId: message.eventId,
    words: withoutMention(message.text ?? '', context.botUserId),
  };
  const reply = replyOnce(deps, client, message, asker);
  const text = asker.words ?? '';
  const thread = { teamId: asker.teamId, channel: asker.channel, threadTs: asker.threadTs };
  const records = message.threadTs === undefined ? [] : await deps.store.inThread(thread).catch(() => []);
  const [latest] = records;
  if (latest === undefined) {
    if (!addressed) return;
    const answer = inThread(deps, asker);
    return answerAsked(deps, asker, parseCommand(text), { client, reply, answer });
  }
  if (await learnSaid(deps, asker, reply, text, latest)) return;
  const subject = { target: latest.request.target, sinceSeconds: latest.request.sinceSeconds };
  const answered = records.find(({ answer }) => answer !== undefined);
  const replying = { client, reply, latest, ...(answered && { answered }), addressed };
  await answerFollowUp(deps, asker, parseFollowUp(text, subject), replying);
}

/** A private reply beside the message, once for each delivery. */
function replyOnce(deps: SlackDeps, client: webApi.WebClient, message: AddressedMessage, asker: Asker): Reply {
  return async (content) => {
    await deps.deliveries.once(`reply:${asker.teamId}:${message.eventId}`, () =>
      whisper(client, { user: asker.userId, channel: asker.channel, threadTs: message.threadTs }, content),
    );
  };
}

function withoutMention(text: string, botUserId: string | undefined): string {
  if (botUserId === undefined) return text.replace(/^\s*<@[UW][A-Z0-9]+(?:\|[^>]*)?>/, '').trim();
  return text.replace(new RegExp(`<@${botUserId}(?:\\|[^>]*)?>`, 'g'), ' ').trim();
}
