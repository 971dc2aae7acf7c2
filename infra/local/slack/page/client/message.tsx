import { memo, useState } from 'react';
import { act } from './act.ts';
import { Attachments } from './attachments.tsx';
import { Blocks } from './blocks.tsx';
import { useDirectory } from './context.ts';
import { Files } from './files.tsx';
import { Avatar, personOf } from './people.tsx';
import { emojiOf, ReactionPicker } from './reactions.tsx';
import { Markup } from './text.tsx';
import { fullTimeOf, timeOf } from './times.ts';
import type { Message } from './types.ts';
import { ElementsOf } from './use-elements.tsx';

/** One message. `follows` leaves the author out: it comes right after another of theirs. */
export const MessageRow = memo(function MessageRow(props: { message: Message; follows: boolean; inThread: boolean }) {
  const { message, follows, inThread } = props;
  const directory = useDirectory();
  const { openThread, notify } = directory;
  const [picking, setPicking] = useState(false);
  const author = personOf(directory, message.user);
  const root = message.thread_ts ?? message.ts;
  const react = (name: string) => {
    setPicking(false);
    act('react', { user: directory.me, channel: message.channel, ts: message.ts, name }).catch((error: Error) =>
      notify(error.message),
    );
  };
  return (
    <article
      className={`message${follows ? ' follows' : ''}${message.ephemeral ? ' ephemeral' : ''}`}
      data-testid={message.ephemeral ? 'ephemeral' : 'message'}
      data-ts={message.ts}
      data-user={message.user}
    >
      <div className="gutter">
        {follows ? <time className="faint">{timeOf(message.ts)}</time> : <Avatar user={message.user} />}
      </div>
      <div className="content">
        {message.ephemeral && <p className="only-you">Only visible to you</p>}
        {message.pinned_to && <p className="only-you">Pinned</p>}
        {!follows && (
          <header>
            <strong>{message.username ?? author?.realName ?? message.user}</strong>
            {author?.isBot && <span className="app-tag">App</span>}
            <time title={fullTimeOf(message.ts)}>{timeOf(message.ts)}</time>
          </header>
        )}
        {message.subtype === 'thread_broadcast' && !inThread && (
          <button type="button" className="link small" onClick={() => openThread(message.channel, root)}>
            replied to a thread
          </button>
        )}
        <Body message={message} />
        {message.edited && <span className="faint edited">(edited)</span>}
        <Reactions message={message} onReact={react} />
        {!inThread && (message.reply_count ?? 0) > 0 && <ThreadLink message={message} />}
      </div>
      {message.ephemeral ? (
        <button
          type="button"
          className="icon dismiss"
          aria-label="Dismiss message"
          onClick={() => void act('dismiss', { user: directory.me, channel: message.channel, ts: message.ts })}
        >
          ✕
        </button>
      ) : (
        <div className="message-tools">
          <button
            type="button"
            className="icon"
            title="Add reaction"
            aria-label="Add reaction"
            data-testid="add-reaction"
            onClick={() => setPicking(!picking)}
          >
            ☺
          </button>
          {!inThread && (
            <button
              type="button"
              className="icon"
              title="Reply in thread"
              aria-label="Reply in thread"
              data-testid="reply-in-thread"
              onClick={() => openThread(message.channel, root)}
            >
              ↩
            </button>
          )}
          {picking && <ReactionPicker onPick={react} />}
        </div>
      )}
    </article>
  );
});

function Body({ message }: { message: Message }) {
  const blocks = message.blocks ?? [];
  return (
    <ElementsOf place={{ kind: 'message', channel: message.channel, ts: message.ts }}>
      {blocks.length > 0 ? <Blocks blocks={blocks} /> : <Markup text={message.text} />}
      <Attachments attachments={message.attachments ?? []} />
      <Files files={message.files ?? []} />
      {message.streaming_state === 'in_progress' && (
        <span className="streaming" role="status" aria-label="still writing" />
      )}
    </ElementsOf>
  );
}

function Reactions({ message, onReact }: { message: Message; onReact: (name: string) => void }) {
  const directory = useDirectory();
  if (message.reactions === undefined) return null;
  return (
    <div className="reactions">
      {message.reactions.map(({ name, users }) => (
        <button
          key={name}
          type="button"
          className={users.includes(directory.me) ? 'reaction mine' : 'reaction'}
          title={`${users.map((user) => personOf(directory, user)?.realName ?? user).join(', ')} reacted with :${name}:`}
          data-testid={`reaction-${name}`}
          onClick={() => onReact(name)}
        >
          {emojiOf(name)} <span>{users.length}</span>
        </button>
      ))}
    </div>
  );
}

function ThreadLink({ message }: { message: Message }) {
  const { openThread } = useDirectory();
  const count = message.reply_count ?? 0;
  return (
    <button
      type="button"
      className="thread-link"
      data-testid="thread-link"
      onClick={() => openThread(message.channel, message.ts)}
    >
      {message.reply_users?.slice(0, 3).map((user) => (
        <Avatar key={user} user={user} size={22} />
      ))}
      <span className="count">{count === 1 ? '1 reply' : `${count} replies`}</span>
      <span className="faint">Last reply {timeOf(message.latest_reply ?? message.ts)}</span>
    </button>
  );
}
