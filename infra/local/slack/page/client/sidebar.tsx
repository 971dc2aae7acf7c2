import { useState } from 'react';
import { act } from './act.ts';
import { useDirectory, useLiveWorkspace } from './context.ts';
import { Avatar, channelTitle, nameOf } from './people.tsx';
import type { Channel } from './types.ts';

/** Channels, direct messages, and who one is. */
export function Sidebar(props: {
  open: string;
  unread: Readonly<Record<string, number>>;
  onOpen: (channel: string) => void;
  onPerson: (user: string) => void;
}) {
  const workspace = useLiveWorkspace();
  const named = workspace.channels.filter((channel) => channel.name !== '');
  const direct = workspace.channels.filter((channel) => channel.name === '');
  const row = (channel: Channel) => {
    const unread = props.unread[channel.id] ?? 0;
    const other = channel.members.find((member) => member !== workspace.me) ?? workspace.me;
    const isDirect = channel.name === '';
    const away = isDirect && other === workspace.bot.user && workspace.bot.away;
    return (
      <li key={channel.id}>
        <button
          type="button"
          className={`${channel.id === props.open ? 'open' : ''} ${unread > 0 ? 'unread' : ''}`}
          data-testid={
            isDirect ? `dm-${workspace.people.find((one) => one.id === other)?.name}` : `channel-${channel.name}`
          }
          onClick={() => props.onOpen(channel.id)}
        >
          {isDirect ? <Avatar user={other} size={20} /> : <span className="hash">#</span>}
          <span className="label">{channelTitle(workspace, channel)}</span>
          {away && <span className="away">away</span>}
          {unread > 0 && <span className="badge">{unread}</span>}
        </button>
      </li>
    );
  };
  return (
    <nav className="sidebar" aria-label="Channels">
      <header>
        <strong>{workspace.team.name}</strong>
        <span className="faint">local workspace</span>
      </header>
      <div className="sidebar-lists">
        <h2>Channels</h2>
        <ul>{named.map(row)}</ul>
        <NewChannel onMade={props.onOpen} />
        <h2>Direct messages</h2>
        <ul>{direct.map(row)}</ul>
      </div>
      <label className="people-switcher">
        <span>You are</span>
        <span className="who">
          <Avatar user={workspace.me} size={28} />
          <select
            data-testid="people-switcher"
            value={workspace.me}
            onChange={(event) => props.onPerson(event.target.value)}
          >
            {workspace.people
              .filter((person) => !person.isBot)
              .map((person) => (
                <option key={person.id} value={person.id} disabled={person.deactivated}>
                  {nameOf(workspace, person.id)}
                  {person.deactivated ? ' (deactivated)' : ''}
                </option>
              ))}
          </select>
        </span>
        <span className="faint">{workspace.people.find((person) => person.id === workspace.me)?.title}</span>
      </label>
    </nav>
  );
}

function NewChannel({ onMade }: { onMade: (channel: string) => void }) {
  const workspace = useLiveWorkspace();
  const { notify } = useDirectory();
  const [name, setName] = useState<string>();
  if (name === undefined)
    return (
      <button type="button" className="add-channel" data-testid="add-channel" onClick={() => setName('')}>
        + Add channel
      </button>
    );
  return (
    <form
      className="add-channel"
      onSubmit={(event) => {
        event.preventDefault();
        act<{ id: string }>('channel', { user: workspace.me, name })
          .then(({ id }) => {
            setName(undefined);
            onMade(id);
          })
          .catch((error: Error) => notify(error.message));
      }}
    >
      <input
        ref={(input) => input?.focus()}
        value={name}
        placeholder="channel-name"
        aria-label="Name of the channel"
        onChange={(event) => setName(event.target.value.trim().toLowerCase())}
        onBlur={() => name === '' && setName(undefined)}
      />
    </form>
  );
}
