import { Fragment, useEffect, useLayoutEffect, useRef } from 'react';
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
  const height = useRef(0);
  const width = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new messages move the end
  useLayoutEffect(() => {
    const element = ref.current;
    if (element !== null && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [messages]);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    // A window of another size keeps the end in sight.
    const watch = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return (
    <div
      ref={ref}
      className="message-list"
      data-testid={inThread ? 'thread-messages' : 'messages'}
      onScroll={({ currentTarget: list }) => {
        // Only the reader moves away from the end, not a window that changes its size.
        if (list.clientHeight !== height.current || list.clientWidth !== width.current) {
          height.current = list.clientHeight;
          width.current = list.clientWidth;
          return;
        }
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
