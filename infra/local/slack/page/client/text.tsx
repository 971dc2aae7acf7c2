import { Component, type ReactNode } from 'react';
import { type MessageProps, Message as SlackBlocks } from 'slack-blocks-to-jsx';
import { useDirectory } from './context.ts';
import { canvasOf } from './location.ts';
import { formattedDate } from './times.ts';
import type { Block } from './types.ts';

/** Draws blocks that need no interaction, by the library. */
export function DrawnBlocks({ blocks }: { blocks: readonly Block[] }) {
  const directory = useDirectory();
  const { openChannel, openCanvas } = directory;
  const data = {
    users: directory.people.map((person) => ({ id: person.id, name: person.name })),
    channels: directory.channels.map(({ id, name }) => ({ id, name })),
    user_groups: directory.userGroups.map(({ id, handle }) => ({ id, name: handle })),
  };
  const hooks: MessageProps['hooks'] = {
    user: ({ id, name }) => <span className={id === directory.me ? 'mention mine' : 'mention'}>@{name || id}</span>,
    channel: ({ id, name }) => (
      <button type="button" className="mention link" onClick={() => openChannel(id)}>
        #{name || id}
      </button>
    ),
    usergroup: ({ id, name }) => <span className="mention">@{name || id}</span>,
    // What stands between two colons and is no emoji is text: the minutes of a time, say.
    emoji: (data, parse) => emojiOrText(parse(data), data.name),
    date: ({ timestamp, format }) => <span className="slack_date">{formattedDate(Number(timestamp), format)}</span>,
    link: ({ href, children }) => {
      if (!/^(https?:|mailto:)/i.test(href)) return <span>{children}</span>;
      const canvas = canvasOf(href);
      const open = (event: React.MouseEvent) => {
        if (canvas === undefined || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        openCanvas(canvas);
      };
      return (
        <a href={href} target="_blank" rel="noopener noreferrer" onClick={open}>
          {children}
        </a>
      );
    },
  };
  return (
    <Fallback text={JSON.stringify(blocks)}>
      <SlackBlocks
        blocks={formatted(blocks) as unknown as MessageProps['blocks']}
        name=""
        logo=""
        theme="light"
        withoutWrapper
        data={data}
        hooks={hooks}
      />
    </Fallback>
  );
}

/** Between the digits of a clock, so that the library does not take `:00:` for an emoji, which Slack does not. */
const NO_EMOJI = '\u2060';

/**
 * The library draws `verbatim` text with its marks unread. Slack reads them all the same: verbatim only keeps it from
 * making links of bare addresses and names.
 */
function formatted(blocks: readonly Block[]): readonly Block[] {
  return JSON.parse(
    JSON.stringify(blocks, (name, value) => {
      if (name === 'verbatim') return undefined;
      return name === 'text' && typeof value === 'string' ? value.replace(/(\d:\d+)(?=:\d)/g, `$1${NO_EMOJI}`) : value;
    }),
  );
}

function emojiOrText(drawn: string, name: string): string {
  const bare = name.replace(/[:\u2060]/g, '');
  return drawn === '' || drawn.replace(/[:\u2060]/g, '') === bare ? `:${bare}:` : drawn;
}

/** Text with Slack's markup. */
export function Markup({ text }: { text: string }) {
  if (text === '') return null;
  return <DrawnBlocks blocks={[{ type: 'section', text: { type: 'mrkdwn', text } }]} />;
}

/** Standard Markdown. */
export function Markdown({ text }: { text: string }) {
  return <DrawnBlocks blocks={[{ type: 'markdown', text }]} />;
}

/** What the library cannot draw is shown as it was sent. */
class Fallback extends Component<{ text: string; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <pre className="undrawn">{this.props.text}</pre> : this.props.children;
  }
}
