import { useCallback, useEffect, useRef, useState } from 'react';
import { ChannelPanel } from './channel-panel.tsx';
import { Page } from './context.ts';
import { useWorkspace } from './live.ts';
import { hrefOf, type Location, locationNow } from './location.ts';
import { Modal } from './modal.tsx';
import { Sidebar } from './sidebar.tsx';
import { ThreadPanel } from './thread-panel.tsx';
import type { Message } from './types.ts';

const firstPerson = 'U0ADAOKA01';

export function App() {
  const [user, setUser] = useState(
    () => new URLSearchParams(window.location.search).get('as') ?? localStorage.getItem('as') ?? firstPerson,
  );
  const [location, setLocation] = useState<Location>(locationNow);
  const [unread, setUnread] = useState<Readonly<Record<string, number>>>({});
  const [notice, setNotice] = useState<string>();
  const seen = useRef(new Set<string>());

  const onMessage = useCallback(
    (message: Message) => {
      const key = `${message.channel}/${message.ts}`;
      if (seen.current.has(key) || message.user === user) return;
      seen.current.add(key);
      if (locationNow().channel !== message.channel)
        setUnread((before) => ({ ...before, [message.channel]: (before[message.channel] ?? 0) + 1 }));
    },
    [user],
  );
  const { workspace, connected } = useWorkspace(user, onMessage);

  const go = useCallback((to: Location) => {
    window.history.pushState(null, '', hrefOf(to));
    setLocation(to);
  }, []);
  useEffect(() => {
    const back = () => setLocation(locationNow());
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, []);
  useEffect(() => {
    for (const message of workspace?.messages ?? []) seen.current.add(`${message.channel}/${message.ts}`);
  }, [workspace?.messages]);
  useEffect(() => {
    if (location.channel !== undefined) setUnread(({ [location.channel!]: _read, ...others }) => others);
  }, [location.channel]);
  useEffect(() => {
    if (notice === undefined) return;
    const timer = setTimeout(() => setNotice(undefined), 6000);
    return () => clearTimeout(timer);
  }, [notice]);

  if (workspace === undefined)
    return <p className="loading">{connected ? 'Opening the workspace…' : 'The workspace server is out of reach.'}</p>;
  const wanted = location.channel ?? workspace.channels[0]?.id;
  const channel = workspace.channels.find((one) => one.id === wanted) ?? workspace.channels[0];
  const view = workspace.views.at(-1);
  const page = {
    workspace,
    notify: setNotice,
    openThread: (inChannel: string, thread: string) => go({ channel: inChannel, thread }),
    openChannel: (inChannel: string) => go({ channel: inChannel }),
  };
  const shown = location.thread !== undefined ? 'thread' : location.channel !== undefined ? 'channel' : 'sidebar';
  return (
    <Page.Provider value={page}>
      <div className={`workspace shows-${shown}`}>
        {!connected && (
          <div className="banner" role="alert">
            The workspace server is out of reach. Start it again with npm start; this page reconnects by itself.
          </div>
        )}
        {connected && workspace.bot.away && (
          <div className="banner" role="alert" data-testid="bot-away">
            @{workspace.bot.name} is away: the bot does not answer. Messages stay here; commands and buttons fail until
            it is back.
          </div>
        )}
        <Sidebar
          open={channel?.id ?? ''}
          unread={unread}
          onOpen={page.openChannel}
          onPerson={(person) => {
            localStorage.setItem('as', person);
            setUser(person);
          }}
        />
        {channel && <ChannelPanel channel={channel} onBack={() => go({})} />}
        {channel && location.thread !== undefined && (
          <ThreadPanel channel={channel} ts={location.thread} onClose={() => go({ channel: channel.id })} />
        )}
        {view && <Modal key={`${view.id} ${view.hash}`} view={view} />}
        {notice !== undefined && (
          <div className="toast" role="alert" data-testid="toast">
            {notice}
          </div>
        )}
      </div>
    </Page.Provider>
  );
}
