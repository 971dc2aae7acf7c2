import { Fragment, useLayoutEffect, useRef } from 'react';
import { MessageRow } from './message.tsx';
import { dayOf } from './times.ts';
import type { Message } from './types.ts';

const togetherWithin = 300;

/** Messages in order, with the days between them; it stays at the end while the reader is there. */
export function MessageList({
  messages,
  inThread,
  empty,
}: {
  messages: readonly Message[];
  inThread: boolean;
  empty: React.ReactNode;
}) {
  const ref = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new messages move the end
  useLayoutEffect(() => {
    const element = ref.current;
    if (element !== null && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [messages]);
  return (
    <div
      ref={ref}
      className="message-list"
      data-testid={inThread ? 'thread-messages' : 'messages'}
      onScroll={({ currentTarget: list }) => {
        atEnd.current = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
      }}
    >
      <div className="message-list-start">{empty}</div>
      {messages.map((message, index) => {
        const before = messages[index - 1];
        const newDay = before === undefined || dayOf(before.ts) !== dayOf(message.ts);
        const follows =
          !newDay &&
          before.user === message.user &&
          before.username === message.username &&
          !before.ephemeral &&
          !message.ephemeral &&
          !(inThread && index === 1) &&
          Number(message.ts) - Number(before.ts) < togetherWithin;
        return (
          <Fragment key={`${message.ts}${message.ephemeral ? 'e' : ''}`}>
            {newDay && !inThread && (
              <div className="day">
                <span>{dayOf(message.ts)}</span>
              </div>
            )}
            {inThread && index === 1 && (
              <div className="replies-rule">
                <span>{messages.length === 2 ? '1 reply' : `${messages.length - 1} replies`}</span>
              </div>
            )}
            <MessageRow message={message} follows={follows} inThread={inThread} />
          </Fragment>
        );
      })}
    </div>
  );
}
