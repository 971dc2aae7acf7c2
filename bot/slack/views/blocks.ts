import type { types } from '@slack/bolt';
import type { ChartBlock } from './chart.ts';
import { LIMITS } from './limits.ts';
import type { Mrkdwn } from './mrkdwn.ts';
import { escaped, escapedLine } from './text.ts';

export type Block = types.KnownBlock | ChartBlock;

// Cutting mrkdwn that is ours plus escaped values may split an entity or a mention, so it is cut between words.
function fitMrkdwn(text: Mrkdwn, max: number): string {
  if (text.mrkdwn.length <= max) return text.mrkdwn || ' ';
  const head = text.mrkdwn.slice(0, max - 1).toWellFormed();
  const safe = head.replace(/<[^>]*$/, '').replace(/&[a-z]{0,4}$/, '');
  return `${safe.trimEnd()}…`;
}

export function section(text: Mrkdwn): types.SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: fitMrkdwn(text, LIMITS.sectionText), verbatim: true } };
}

export function context(...texts: readonly Mrkdwn[]): types.ContextBlock {
  return {
    type: 'context',
    elements: texts
      .slice(0, LIMITS.contextElements)
      .map((text) => ({ type: 'mrkdwn' as const, text: fitMrkdwn(text, LIMITS.contextText), verbatim: true })),
  };
}

export function header(text: string): types.HeaderBlock {
  return {
    type: 'header',
    text: { type: 'plain_text', text: escapedLine(text, LIMITS.headerText) || ' ', emoji: true },
  };
}

/** A picture that was uploaded to Slack, by its file's id. */
export function picture(fileId: string, altText: string): types.ImageBlock {
  return { type: 'image', slack_file: { id: fileId }, alt_text: escapedLine(altText, 1_000) || 'A chart' };
}

export const divider: types.DividerBlock = { type: 'divider' };

export function plain(text: string, max: number): types.PlainTextElement {
  return { type: 'plain_text', text: escaped(text, max) || ' ', emoji: true };
}

export interface ButtonOptions {
  readonly style?: 'primary' | 'danger';
  readonly label?: string;
  readonly confirm?: { readonly title: string; readonly text: string; readonly yes: string; readonly no: string };
}

/** A button; `value` must fit by construction (ids and names), a longer one is refused by throwing RangeError. */
export function button(text: string, actionId: string, value: string, options: ButtonOptions = {}): types.Button {
  if (value.length > LIMITS.buttonValue) throw new RangeError(`button value of ${value.length} characters`);
  return {
    type: 'button',
    text: plain(text, LIMITS.buttonText),
    action_id: actionId,
    value,
    ...(options.style && { style: options.style }),
    ...(options.label && { accessibility_label: escapedLine(options.label, LIMITS.accessibilityLabel) }),
    ...(options.confirm && {
      confirm: {
        title: plain(options.confirm.title, LIMITS.confirmTitle),
        text: plain(options.confirm.text, LIMITS.confirmText),
        confirm: plain(options.confirm.yes, LIMITS.confirmButton),
        deny: plain(options.confirm.no, LIMITS.confirmButton),
      },
    }),
  };
}

export function actions(...buttons: readonly types.Button[]): types.ActionsBlock {
  return { type: 'actions', elements: buttons.slice(0, LIMITS.actionsElements) };
}
