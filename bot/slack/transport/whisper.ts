import type { webApi } from '@slack/bolt';
import type { SlackMessage } from '../views/message.ts';
import { callSlack, slackCode } from './call.ts';
import { postInTurn } from './poster.ts';

/** Shows a message to one person: in the channel, or directly when the bot is not in the channel. Throws SreError. */
export async function whisper(
  client: webApi.WebClient,
  to: { readonly user: string; readonly channel: string; readonly threadTs?: string },
  message: SlackMessage,
): Promise<void> {
  const content = { text: message.text, blocks: [...message.blocks] };
  try {
    await callSlack(
      () =>
        client.chat.postEphemeral({
          channel: to.channel,
          user: to.user,
          ...(to.threadTs && { thread_ts: to.threadTs }),
          ...content,
        }),
      { repeatable: false },
    );
  } catch (error) {
    const code = slackCode(error);
    if (code !== 'not_in_channel' && code !== 'channel_not_found' && code !== 'user_not_in_channel') throw error;
    const unfurl = { unfurl_links: false, unfurl_media: false };
    await postInTurn(client, { channel: to.user, ...content, ...unfurl });
  }
}
