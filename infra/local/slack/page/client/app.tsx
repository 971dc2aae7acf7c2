import { useCallback, useEffect, useMemo, useState } from 'react';
import { CanvasPanel } from './canvas-panel.tsx';
import { ChannelPanel } from './channel-panel.tsx';
import { type Directory, DirectoryProvider, WorkspaceProvider } from './context.ts';
import { useWorkspace } from './live.ts';
import { hrefOf, type Location, locationNow } from './location.ts';
import { Modal } from './modal.tsx';
import { Sidebar } from './sidebar.tsx';
import { ThreadPanel } from './thread-panel.tsx';
import type { Workspace } from './types.ts';
import { useUnread } from './unread.ts';

const firstPerson = 'U0ADAOKA01';

export function App() {
  const [user, setUser] = useState(
    () => new URLSearchParams(window.location.search).get('as') ?? localStorage.getItem('as') ?? firstPerson,
  );
  const [location, setLocation] = useState<Location>(locationNow);
  const [notice, setNotice] = useState<string>();

  const { workspace, connected } = useWorkspace(user);

  const firstChannel = workspace?.channels[0]?.id;
  // At the list of channels a wide page shows the first one beside it.
  const wide = window.matchMedia('(min-width: 761px)').matches;
  const unread = useUnread(workspace, location.channel ?? (wide ? firstChannel : undefined));

  const team = workspace?.team.id;
  const go = useCallback(
    (to: Location) => {
      window.history.pushState(null, '', hrefOf(to, team));
      setLocation(to);
    },
    [team],
  );
  useEffect(() => {
    const back = () => setLocation(locationNow());
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, []);
  useEffect(() => {
    if (notice === undefined) return;
    const timer = setTimeout(() => setNotice(undefined), 6000);
    return () => clearTimeout(timer);
  }, [notice]);

  const openThread = useCallback((inChannel: string, thread: string) => go({ channel: inChannel, thread }), [go]);
  const openChannel = useCallback((inChannel: string) => go({ channel: inChannel }), [go]);
  const openCanvas = useCallback((canvas: string) => go({ channel: location.channel, canvas }), [go, location.channel]);
  const directory = useDirectoryOf(workspace, { notify: setNotice, openThread, openChannel, openCanvas });

  if (workspace === undefined || directory === undefined)
    return <p className="loading">{connected ? 'Opening the workspace…' : 'The workspace server is out of reach.'}</p>;
  const wanted = location.channel ?? firstChannel;
  const channel = workspace.channels.find((one) => one.id === wanted) ?? workspace.channels[0];
  const view = workspace.views.at(-1);
  const beside = location.thread !== undefined || location.canvas !== undefined;
  const shown = beside ? 'thread' : location.channel !== undefined ? 'channel' : 'sidebar';
  return (
    <DirectoryProvider value={directory}>
      <WorkspaceProvider value={workspace}>
        <div className={`workspace shows-${shown}`}>
          {!connected && (
            <div className="banner" role="alert">
              The workspace server is out of reach. Start it again with npm start; this page reconnects by itself.
            </div>
          )}
          {connected && workspace.bot.away && (
            <div className="banner" role="alert" data-testid="bot-away">
              @{workspace.bot.name} is away: the bot does not answer. Messages stay here; commands and buttons fail
              until it is back.
            </div>
          )}
          <Sidebar
            open={channel?.id ?? ''}
            unread={unread}
            onOpen={openChannel}
            onPerson={(person) => {
              localStorage.setItem('as', person);
              setUser(person);
            }}
          />
          {channel && <ChannelPanel channel={channel} onBack={() => go({})} />}
          {channel && location.thread !== undefined && (
            <ThreadPanel channel={channel} ts={location.thread} onClose={() => go({ channel: channel.id })} />
          )}
          {channel && location.canvas !== undefined && (
            <CanvasPanel id={location.canvas} onClose={() => go({ channel: channel.id })} />
          )}
          {view && <Modal key={`${view.id} ${view.hash}`} view={view} />}
          {notice !== undefined && (
            <div className="toast" role="alert" data-testid="toast">
              {notice}
            </div>
          )}
        </div>
      </WorkspaceProvider>
    </DirectoryProvider>
  );
}

type Acts = Pick<Directory, 'notify' | 'openThread' | 'openChannel' | 'openCanvas'>;

/** The same object until something in it changes. */
function useDirectoryOf(workspace: Workspace | undefined, acts: Acts): Directory | undefined {
  const { me, bot, people, userGroups, channels } = workspace ?? {};
  const { notify, openThread, openChannel, openCanvas } = acts;
  return useMemo(
    () =>
      me === undefined ||
      bot === undefined ||
      people === undefined ||
      userGroups === undefined ||
      channels === undefined
        ? undefined
        : { me, bot, people, userGroups, channels, notify, openThread, openChannel, openCanvas },
    [me, bot, people, userGroups, channels, notify, openThread, openChannel, openCanvas],
  );
}
