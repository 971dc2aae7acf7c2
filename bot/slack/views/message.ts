import { type Block, context } from './blocks.ts';
import { charactersOf, LIMITS } from './limits.ts';
import { mrkdwn } from './mrkdwn.ts';
import { escaped, literal } from './text.ts';
import { clockTime, splitAtTimes } from './times.ts';

/** One Slack message: `text` is what notifications and screen readers get. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** Blocks that stand or fall together. Kept parts always stay; others give way when the message would not fit. */
export interface Part {
  readonly blocks: readonly Block[];
  readonly keep?: boolean;
}

const LEFT_OUT = context(mrkdwn`_Shortened to fit Slack._`);

/**
 * Puts a message together within Slack's limits: parts in order, leaving out optional ones that no longer fit (the
 * last line then says so). `text` is from outside and is escaped here.
 */
export function compose(text: string, parts: readonly Part[]): SlackMessage {
  const full = parts.filter((part) => part.blocks.length > 0);
  let blocks = LIMITS.blocksPerMessage - 1;
  let characters = LIMITS.charactersPerMessage - charactersOf(LEFT_OUT);
  for (const part of full) {
    if (!part.keep) continue;
    blocks -= part.blocks.length;
    characters -= charactersOf(part.blocks);
  }
  if (blocks < 0 || characters < 0) throw new RangeError('the parts to keep do not fit a Slack message');
  const chosen: Block[] = [];
  let leftOut = false;
  for (const part of full) {
    if (!part.keep) {
      const size = charactersOf(part.blocks);
      if (part.blocks.length > blocks || size > characters) {
        leftOut = true;
        continue;
      }
      blocks -= part.blocks.length;
      characters -= size;
    }
    chosen.push(...part.blocks);
  }
  if (leftOut) chosen.push(LEFT_OUT);
  const spoken = splitAtTimes(literal(text, LIMITS.messageText)).map((part) =>
    part.at ? clockTime(part.at) : part.text,
  );
  return { text: escaped(spoken.join(''), LIMITS.messageText) || '…', blocks: chosen };
}
