import { expect } from '@jest/globals';
import type { SlackMessage } from '../../../../bot/slack/views/message.ts';
import { judgeMessageBlocks, judgeView } from '../../../../infra/local/slack/block-kit/validate.ts';

/** What only the bot itself may write between angle brackets. */
const OURS = /<!date\^\d+\^[^|<>]*\|[^<>]*>|<@[UW][A-Z0-9]+>|<#[CG][A-Z0-9]+>/g;
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
  if (typeof value !== 'object' || value === null) return;
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
  Object.values(value).forEach(expectSafeTexts);
}
