import type { Core } from '../core/core.ts';
import { replace } from '../core/messages.ts';
import { bot } from '../state/seed.ts';

/**
 * A person presses Stop in a thread whose agent session is processing: the app's streams there end, and the bot hears
 * `agent_session_stopped`. The session's status is the bot's to change.
 */
export function stopSession(core: Core, user: string, channel: string, threadTs: string): void {
  const streaming = core.store
    .messagesIn(channel)
    .filter(
      (message) =>
        message.user === bot.user &&
        message.stream?.state === 'in_progress' &&
        (message.threadTs === threadTs || message.ts === threadTs),
    );
  for (const message of streaming)
    replace(core, { ...message, stream: { ...message.stream!, state: 'completed' } }, false);
  core.events.send({
    type: 'agent_session_stopped',
    channel,
    user,
    thread_ts: threadTs,
    streaming_message_ts: streaming.map((message) => message.ts),
    event_ts: core.store.nextTs(),
  });
}
