import { expect } from '@jest/globals';
import type { SlackMessage } from '../../../../bot/slack/views/message.ts';
import { judgeMessageBlocks, judgeView } from '../../../../infra/local/slack/block-kit/validate.ts';

/** What only the bot itself may write between angle brackets; links lead to Slack's own threads. */
const OURS =
  /<!date\^\d+\^[^|<>]*\|[^<>]*>|<@(?!U0VICTIM00)[UW][A-Z0-9]+>|<#(?!C0VICTIM00)[CG][A-Z0-9]+>|<https:\/\/[a-z]+\.slack\.com\/[^|<>\s]*\|[^<>|]+>/g;
const HIDDEN = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}]/u;

/** Slack takes the message, its fallback text is there, and nothing in it can mention, link or hide. */
export function expectSafeMessage(message: SlackMessage): void {
  expect(judgeMessageBlocks(message.blocks)).not.toHaveProperty('problems');
  expect(message.blocks.length).toBeLessThanOrEqual(50);
  expect(message.blocks.length).toBeGreaterThan(0);
  expect(message.text.trim()).not.toBe('');
  expect(message.text.length).toBeLessThanOrEqual(4_000);
  expect(message.text).not.toMatch(/[<>]/);
  expectSafeTexts(message.blocks);
  expect(message.text).not.toMatch(HIDDEN);
}

export function expectSafeView(view: unknown): void {
  expect(judgeView(view)).not.toHaveProperty('problems');
  expectSafeTexts((view as { blocks: unknown }).blocks);
}

function expectSafeTexts(value: unknown): void {
  if (typeof value === 'string') {
    expect(value).not.toMatch(HIDDEN);
    expect(value.isWellFormed()).toBe(true);
  }
  if (typeof value !== 'object' || value === null) return;
  expectNoCall(value as { type?: string; url?: string });
  const { type, text, verbatim } = value as { type?: string; text?: unknown; verbatim?: boolean };
  if ((type === 'mrkdwn' || type === 'plain_text' || type === 'text') && typeof text === 'string') {
    expect(text).not.toMatch(HIDDEN);
    expect(text.isWellFormed()).toBe(true);
  }
  if ((type === 'mrkdwn' || type === 'plain_text') && typeof text === 'string') {
    const rest = type === 'mrkdwn' ? text.replace(OURS, '').replace(/^> /gm, '') : text;
    expect(rest).not.toMatch(/[<>]/);
    expect(rest.replace(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
  }
  // Otherwise Slack would make links of bare addresses and channels of names.
  if (type === 'mrkdwn') expect(verbatim).toBe(true);
  for (const [name, inner] of Object.entries(value)) {
    // What comes back to us and nobody sees.
    if (name === 'value' || name === 'private_metadata') expect(String(inner).isWellFormed()).toBe(true);
    else expectSafeTexts(inner);
  }
}

/** Slack takes the chunks of a stream, and nothing in them hides. Its longest texts are 256 characters. */
export function expectSafeChunks(chunks: readonly object[]): void {
  for (const chunk of chunks) {
    for (const text of Object.values(chunk)) {
      expect(typeof text).toBe('string');
      expect(text.length).toBeLessThanOrEqual(256);
      expect(text.length).toBeGreaterThan(0);
      expect(text).not.toMatch(HIDDEN);
      expect(text.isWellFormed()).toBe(true);
    }
  }
}

/** In rich text a mention is an element of its own, and a link may lead anywhere under any name. */
function expectNoCall({ type, url = '' }: { readonly type?: string; readonly url?: string }): void {
  expect(['user', 'usergroup', 'channel', 'broadcast', 'team']).not.toContain(type);
  if (type === 'link') expect(url).toMatch(/^https:\/\/(?:[a-z]+\.slack\.com|reports\.example)\//);
}
