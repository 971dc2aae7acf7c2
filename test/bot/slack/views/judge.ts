import { expect } from '@jest/globals';
import type { SlackMessage } from '../../../../bot/slack/views/message.ts';
import { judgeMessageBlocks, judgeView } from '../../../../infra/local/slack/block-kit/validate.ts';

// Each text of each view is looked at: an `expect` of its own for every one of them would take longer than all the views.

/** What only the bot itself may write between angle brackets; links lead to Slack's own threads. */
const OURS =
  /<!date\^\d+\^[^|<>]*\|[^<>]*>|<@(?!U0VICTIM00)[UW][A-Z0-9]+>|<#(?!C0VICTIM00)[CG][A-Z0-9]+>|<https:\/\/[a-z]+\.slack\.com\/[^|<>\s]*\|[^<>|]+>/g;
const HIDDEN = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}]/u;
const CALLS: readonly unknown[] = ['user', 'usergroup', 'channel', 'broadcast', 'team'];
const OUR_LINK = /^https:\/\/(?:[a-z]+\.slack\.com|reports\.example)\//;

/** Slack takes the message, its fallback text is there, and nothing in it can mention, link or hide. */
export function expectSafeMessage(message: SlackMessage): void {
  expect(judgeMessageBlocks(message.blocks)).not.toHaveProperty('problems');
  expect(message.blocks.length).toBeLessThanOrEqual(50);
  expect(message.blocks.length).toBeGreaterThan(0);
  expect(message.text.trim()).not.toBe('');
  expect(message.text.length).toBeLessThanOrEqual(4_000);
  expect(message.text).not.toMatch(/[<>]/);
  expect(unsafeTexts(message.blocks)).toEqual([]);
  expect(message.text).not.toMatch(HIDDEN);
}

export function expectSafeView(view: unknown): void {
  expect(judgeView(view)).not.toHaveProperty('problems');
  expect(unsafeTexts((view as { blocks: unknown }).blocks)).toEqual([]);
}

/** Slack takes the chunks of a stream, and nothing in them hides. Its longest texts are 256 characters. */
export function expectSafeChunks(chunks: readonly object[]): void {
  for (const chunk of chunks) {
    for (const text of Object.values(chunk)) {
      expect(typeof text).toBe('string');
      expect(text.length).toBeLessThanOrEqual(256);
      expect(text.length).toBeGreaterThan(0);
      expect(hides(text)).toBe(false);
    }
  }
}

/** What is wrong in which of the texts within a value. */
function unsafeTexts(
  value: unknown,
  found: [why: string, where: unknown][] = [],
): readonly (readonly [string, unknown])[] {
  if (typeof value === 'string' && hides(value)) found.push(['hides', value]);
  if (typeof value !== 'object' || value === null) return found;
  const { type, text, verbatim, url } = value as { type?: string; text?: unknown; verbatim?: boolean; url?: string };
  if (callsOrLinks(type, url)) found.push(['calls or links', value]);
  if ((type === 'mrkdwn' || type === 'plain_text') && typeof text === 'string' && marks(type, text))
    found.push(['marks', value]);
  // Otherwise Slack would make links of bare addresses and channels of names.
  if (type === 'mrkdwn' && verbatim !== true) found.push(['is not verbatim', value]);
  for (const [name, inner] of Object.entries(value)) {
    // What comes back to us and nobody sees.
    if (name !== 'value' && name !== 'private_metadata') unsafeTexts(inner, found);
    else if (!String(inner).isWellFormed()) found.push(['is half a character', inner]);
  }
  return found;
}

const hides = (text: string) => HIDDEN.test(text) || !text.isWellFormed();

/** Whether something that is not the bot's own can be read as a mark of Slack's. */
function marks(type: string, text: string): boolean {
  const rest = type === 'mrkdwn' ? text.replace(OURS, '').replace(/^> /gm, '') : text;
  return /[<>]/.test(rest) || rest.replace(/&(?:amp|lt|gt);/g, '').includes('&');
}

/** In rich text a mention is an element of its own, and a link may lead anywhere under any name. */
const callsOrLinks = (type: unknown, url = '') => CALLS.includes(type) || (type === 'link' && !OUR_LINK.test(url));
