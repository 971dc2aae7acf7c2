import { useEffect, useState } from 'react';
import { act } from './act.ts';
import { Composer } from './composer.tsx';
import { useLiveWorkspace } from './context.ts';
import { HomeTab } from './home-tab.tsx';
import { MessageList } from './message-list.tsx';
import { channelTitle } from './people.tsx';
import { PromptRow, StatusLine } from './status-line.tsx';
import { Markdown } from './text.tsx';
import type { Channel } from './types.ts';

type Tab = 'messages' | 'home' | 'canvas';

/** One channel or direct message, with the bot's Home tab where that is the other side. */
export function ChannelPanel({ channel, onBack }: { channel: Channel; onBack: () => void }) {
  const workspace = useLiveWorkspace();
  const [tab, setTab] = useState<Tab>('messages');
  const withBot = channel.kind === 'im' && channel.members.includes(workspace.bot.user);
  const title = channelTitle(workspace, channel);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another channel begins with its messages
  useEffect(() => setTab('messages'), [channel.id]);
  useEffect(() => {
    if (withBot && tab !== 'canvas') void act('home', { user: workspace.me, tab });
  }, [withBot, tab, workspace.me]);

  const shown = [
    ...workspace.messages.filter(
      (message) =>
        message.channel === channel.id &&
        (message.thread_ts === undefined || message.thread_ts === message.ts || message.subtype === 'thread_broadcast'),
    ),
    ...workspace.ephemerals.filter((message) => message.channel === channel.id && message.thread_ts === undefined),
  ].sort((one, other) => Number(one.ts) - Number(other.ts));

  return (
    <main className="panel channel-panel">
      <header className="panel-head">
        <button
          type="button"
          className="icon back"
          aria-label="Back to the channels"
          data-testid="back"
          onClick={onBack}
        >
          ←
        </button>
        <div className="panel-title">
          <h1>
            {channel.name !== '' && <span className="hash">#</span>}
            {title}
          </h1>
          {channel.topic !== '' && <p className="faint topic">{channel.topic}</p>}
        </div>
        {channel.kind !== 'im' && <span className="faint members">{channel.members.length} members</span>}
      </header>
      {(withBot || channel.canvas !== null || channel.bookmarks.length > 0) && (
        <div className="tabs">
          {withBot && <TabButton tab="home" now={tab} onOpen={setTab} label="Home" />}
          <TabButton tab="messages" now={tab} onOpen={setTab} label="Messages" />
          {channel.canvas && <TabButton tab="canvas" now={tab} onOpen={setTab} label={channel.canvas.title} />}
          {channel.bookmarks.map((bookmark) => (
            <a key={bookmark.id} href={bookmark.link} target="_blank" rel="noopener noreferrer">
              {bookmark.title}
            </a>
          ))}
        </div>
      )}
      {tab === 'home' && <HomeTab />}
      {tab === 'canvas' && channel.canvas && (
        <div className="canvas">
          <Markdown text={channel.canvas.markdown} />
        </div>
      )}
      {tab === 'messages' && (
        <>
          <MessageList
            key={channel.id}
            messages={shown}
            inThread={false}
            empty={<Beginning title={title} direct={channel.name === ''} />}
          />
          <StatusLine channel={channel.id} />
          <PromptRow channel={channel.id} />
          <Composer
            key={`${channel.id} composer`}
            channel={channel.id}
            label={`Message ${channel.name === '' ? '' : '#'}${title}`}
            testId="composer"
          />
        </>
      )}
    </main>
  );
}

function TabButton(props: { tab: Tab; now: Tab; label: string; onOpen: (tab: Tab) => void }) {
  return (
    <button
      type="button"
      className={props.tab === props.now ? 'open' : ''}
      data-testid={`tab-${props.tab}`}
      onClick={() => props.onOpen(props.tab)}
    >
      {props.label}
    </button>
  );
}

function Beginning({ title, direct }: { title: string; direct: boolean }) {
  return (
    <div className="beginning">
      <h2>{direct ? title : `#${title}`}</h2>
      <p>
        {direct ? `This is the start of your messages with ${title}.` : `This is the start of #${title}.`} Type{' '}
        <code>/sre</code> and what is wrong, as in <code>/sre checkout is slow</code>
        {direct ? '.' : ', or mention @sre.'}
      </p>
    </div>
  );
}
