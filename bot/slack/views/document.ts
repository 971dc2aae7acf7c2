import { ACTIONS } from './action-ids.ts';
import { actions, button, context } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { mrkdwn } from './mrkdwn.ts';
import { line, ours, richText, words } from './rich-text.ts';
import { DAY_AND_TIME } from './times.ts';

const LONGEST_ADDRESS = 3_000;

/** A document of ours in the thread or channel that it is of. */
export interface ShownDocument {
  /** What it is, in a sentence. */
  readonly lead: string;
  /** The canvas's name, from outside. */
  readonly title: string;
  /** Opens the canvas. */
  readonly link: string;
  /** The kept report's name; absent where none was kept. */
  readonly kept?: string;
}

export function documentMessage({ lead, title, link, kept }: ShownDocument): SlackMessage {
  return compose(`${lead} ${title}`, [
    { keep: true, blocks: [richText(line(ours(lead)), line(...linked(link, title)))] },
    { keep: true, blocks: [context(mrkdwn`A canvas: everybody here can write in it.`)] },
    {
      keep: true,
      blocks: kept === undefined ? [] : [actions(button('Kept copy', ACTIONS.openReport, kept))],
    },
  ]);
}

/** A short private sentence with the way to what it speaks of, where there is one. */
export function documentNote(text: string, to?: { readonly link: string; readonly label: string }): SlackMessage {
  const way = to === undefined ? [] : [ours(' '), ...linked(to.link, to.label)];
  return compose(text, [{ keep: true, blocks: [richText(line(words(text, 600), ...way))] }]);
}

/** An address of a kept report, and until when it opens. */
export interface ReportLink {
  readonly link: string;
  readonly until: Date;
}

/** The way to a kept report as one line of rich text; undefined where Slack would not take the address. */
export function reportLine({ link, until }: ReportLink) {
  if (!/^https?:\/\//.test(link) || link.length > LONGEST_ADDRESS) return undefined;
  return line({ type: 'link', url: link, text: 'Open the kept report' }, ours(', until '), {
    type: 'date',
    timestamp: Math.floor(until.getTime() / 1_000),
    format: DAY_AND_TIME,
    fallback: until.toISOString(),
  });
}

/** The answer to a press of "Kept copy". */
export function reportMessage(found: ReportLink | undefined): SlackMessage {
  const shown = found && reportLine(found);
  const text =
    shown === undefined
      ? 'The kept copy cannot be opened just now.'
      : 'The kept copy. Whoever has this link can read it until it expires.';
  return compose(text, [{ keep: true, blocks: [richText(line(ours(text)), ...(shown === undefined ? [] : [shown]))] }]);
}

function linked(link: string, label: string) {
  if (!/^https?:\/\//.test(link) || link.length > LONGEST_ADDRESS) return [words(label, 150, { bold: true })];
  const { text } = words(label, 150) as { text: string };
  return [{ type: 'link' as const, url: link, text, style: { bold: true as const } }];
}
