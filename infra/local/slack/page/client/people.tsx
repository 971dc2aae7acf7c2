import { useDirectory } from './context.ts';
import type { Channel, Person, Workspace } from './types.ts';

type People = Pick<Workspace, 'people' | 'me'>;

export function personOf(workspace: People, id: string): Person | undefined {
  return workspace.people.find((person) => person.id === id);
}

export function nameOf(workspace: People, id: string): string {
  return personOf(workspace, id)?.realName ?? id;
}

/** `# name` of a channel, or the other people of a direct message. */
export function channelTitle(workspace: People, channel: Channel): string {
  if (channel.name !== '') return channel.name;
  const others = channel.members.filter((member) => member !== workspace.me);
  return others.map((member) => nameOf(workspace, member)).join(', ');
}

export function Avatar({ user, size = 36 }: { user: string; size?: number }) {
  const directory = useDirectory();
  const person = personOf(directory, user);
  const initials = (person?.realName ?? '?')
    .split(' ')
    .map((word) => word[0])
    .slice(0, 2)
    .join('');
  return (
    <span
      className="avatar"
      aria-hidden="true"
      style={{ width: size, height: size, fontSize: size * 0.4, background: `#${person?.color ?? '4a5568'}` }}
    >
      {person?.isBot && user !== 'USLACKBOT' ? <BotMark size={size * 0.62} /> : initials}
    </span>
  );
}

function BotMark({ size }: { size: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      aria-hidden="true"
    >
      <path d="M3 12h4l2-6 4 13 3-9 1.5 2H21" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
