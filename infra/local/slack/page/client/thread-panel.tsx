import { Composer } from './composer.tsx';
import { useLiveWorkspace } from './context.ts';
import { MessageList } from './message-list.tsx';
import { channelTitle } from './people.tsx';
import { PromptRow, StatusLine } from './status-line.tsx';
import type { Channel } from './types.ts';

/** A thread beside its channel. */
export function ThreadPanel({ channel, ts, onClose }: { channel: Channel; ts: string; onClose: () => void }) {
  const workspace = useLiveWorkspace();
  const within = [...workspace.messages, ...workspace.ephemerals]
    .filter((message) => message.channel === channel.id && (message.ts === ts || message.thread_ts === ts))
    .sort((one, other) => Number(one.ts) - Number(other.ts));
  const session = workspace.sessions.find((one) => one.channel === channel.id && one.threadTs === ts);
  return (
    <aside className="panel thread-panel" data-testid="thread-panel" aria-label="Thread">
      <header className="panel-head">
        <button
          type="button"
          className="icon back"
          aria-label="Back to the channel"
          data-testid="thread-back"
          onClick={onClose}
        >
          ←
        </button>
        <div className="panel-title">
          <h1>{session?.title || 'Thread'}</h1>
          <p className="faint topic">
            {channel.name !== '' && '#'}
            {channelTitle(workspace, channel)}
          </p>
        </div>
        <button
          type="button"
          className="icon close"
          aria-label="Close the thread"
          data-testid="close-thread"
          onClick={onClose}
        >
          ✕
        </button>
      </header>
      <MessageList key={ts} messages={within} inThread empty={null} />
      <StatusLine channel={channel.id} threadTs={ts} />
      <PromptRow channel={channel.id} threadTs={ts} />
      <Composer key={`${ts} composer`} channel={channel.id} threadTs={ts} label="Reply…" testId="thread-composer" />
    </aside>
  );
}
