import { boolean, byType, type Check, list, number, object, oneOf, text } from './check.ts';
import { limits } from './limits.ts';

const style = object(
  {},
  {
    bold: boolean,
    italic: boolean,
    strike: boolean,
    underline: boolean,
    code: boolean,
    highlight: boolean,
    client_highlight: boolean,
    unlink: boolean,
  },
);
const styled = { style };

const inline: Readonly<Record<string, Check>> = {
  text: object({ text: text(40_000, 1) }, styled),
  link: object({ url: text(limits.url, 1) }, { ...styled, text: text(40_000), unsafe: boolean }),
  emoji: object({ name: text(100, 1) }, { ...styled, unicode: text(100), url: text(limits.url), skin_tone: number() }),
  user: object({ user_id: text(30, 1) }, styled),
  usergroup: object({ usergroup_id: text(30, 1) }, styled),
  channel: object({ channel_id: text(30, 1) }, styled),
  team: object({ team_id: text(30, 1) }, styled),
  broadcast: object({ range: oneOf('here', 'channel', 'everyone') }, styled),
  color: object({ value: text(20, 1) }, styled),
  date: object(
    { timestamp: number({ integer: true }), format: text(500, 1) },
    { ...styled, url: text(limits.url), fallback: text(1000) },
  ),
};

const inlines = list(byType(inline));
const section = object({ elements: inlines });
const border = { border: oneOf(0, 1) };

const parts = list(
  byType({
    rich_text_section: section,
    rich_text_list: object(
      { style: oneOf('bullet', 'ordered'), elements: list(byType({ rich_text_section: section })) },
      { ...border, indent: number({ integer: true, min: 0, max: 8 }), offset: number({ integer: true, min: 0 }) },
    ),
    rich_text_quote: object({ elements: inlines }, border),
    rich_text_preformatted: object(
      { elements: list(byType({ text: inline.text!, link: inline.link! })) },
      { ...border, language: text(50) },
    ),
  }),
);

/** A `rich_text` block's fields, for where the block stands inside another. */
export const richText = object({ elements: parts }, { block_id: text(limits.blockId, 1) });
export const richTextBlock = byType({ rich_text: richText });
