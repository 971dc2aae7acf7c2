import type { CanvasRecord, ChannelRecord } from '../state/records.ts';
import { team } from '../state/seed.ts';
import type { Core } from './core.ts';

/** Characters of a canvas's Markdown, as Slack states them. */
const MOST_CHARACTERS = 1_048_576;
const MOST_CELLS = 300;

/** The way to a canvas, as its people write and open it. */
function canvasLink(core: Core, id: string): string {
  return `${core.url()}/docs/${team.id}/${id}`;
}

/** What a canvas does not take, in words; nothing when it takes it. */
export function canvasProblem(markdown: string): string | undefined {
  if (markdown.length > MOST_CHARACTERS) return `markdown has more than ${MOST_CHARACTERS} characters`;
  let cells = 0;
  for (const line of markdown.split('\n')) {
    const isRow = /^\s*\|.*\|\s*$/.test(line);
    if (!isRow) cells = 0;
    else if (!/^[\s|:-]+$/.test(line)) cells += line.replaceAll('\\|', '').split('|').length - 2;
    if (cells > MOST_CELLS) return `a table has more than ${MOST_CELLS} cells`;
  }
  return undefined;
}

/** Whether a person may open a canvas: it is of a channel they see, or shared with them or with such a channel. */
export function opensCanvas(canvas: CanvasRecord, user: string, sees: (channel: string) => boolean): boolean {
  const channels = [...(canvas.channel === undefined ? [] : [canvas.channel]), ...(canvas.sharedWith ?? [])];
  return channels.some((one) => one === user || sees(one));
}

/** Whether the canvas's link stands in a message of the channel, which Slack asks for before access is given there. */
export function isLinkedIn(core: Core, canvas: CanvasRecord, channel: ChannelRecord): boolean {
  const link = canvasLink(core, canvas.id);
  return core.store
    .messagesIn(channel.id)
    .some(({ text, blocks }) => text.includes(link) || JSON.stringify(blocks ?? []).includes(link));
}
