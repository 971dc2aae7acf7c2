import type { BlockAction, ButtonAction, RespondFn } from '@slack/bolt';
import type { Asker } from '../request.ts';
import type { SlackMessage } from '../views/message.ts';
import type { Reply } from './answer-asked.ts';

/** Who pressed, and where; the thread is the pressed message's own. */
export function presserOf(body: BlockAction): Asker {
  const message = body.message as { ts?: string; thread_ts?: string } | undefined;
  return {
    teamId: body.team?.id ?? body.user.team_id ?? '',
    userId: body.user.id,
    channel: body.channel?.id ?? body.container?.channel_id ?? '',
    threadTs: message?.thread_ts ?? body.container?.thread_ts ?? message?.ts,
    deliveryId: body.trigger_id,
  };
}

/** The value of a pressed button; feedback buttons carry theirs in the same field. */
export function pressedValue(action: unknown): string {
  return (action as Partial<ButtonAction>).value ?? '';
}

/** Answers the presser alone, in the thread where the pressed message is a reply, and leaves that message as it is. */
export function replyBy(respond: RespondFn, body: BlockAction): Reply {
  const { ts, thread_ts: threadTs } = (body.message ?? {}) as { ts?: string; thread_ts?: string };
  const inThread = threadTs !== undefined && threadTs !== ts;
  return async (message: SlackMessage) => {
    await respond({
      response_type: 'ephemeral',
      replace_original: false,
      ...(inThread && { thread_ts: threadTs }),
      text: message.text,
      blocks: [...message.blocks],
    });
  };
}
