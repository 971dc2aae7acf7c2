import { all, boolean, byType, list, object, oneOf, rule, text } from './check.ts';
import { limits } from './limits.ts';

export const plainText = (max: number, min = 1) =>
  byType({ plain_text: object({ text: text(max, min) }, { emoji: boolean }) });

export const markdownText = (max: number, min = 1) =>
  byType({ mrkdwn: object({ text: text(max, min) }, { verbatim: boolean }) });

export const anyText = (max: number, min = 1) =>
  byType({
    plain_text: object({ text: text(max, min) }, { emoji: boolean }),
    mrkdwn: object({ text: text(max, min) }, { verbatim: boolean }),
  });

export const confirm = object(
  {
    title: plainText(limits.confirm.title),
    text: anyText(limits.confirm.text),
  },
  {
    confirm: plainText(limits.confirm.confirm),
    deny: plainText(limits.confirm.deny),
    style: oneOf('primary', 'danger'),
  },
);

const optionOf = (label: typeof plainText | typeof anyText, extra = {}) =>
  object(
    { text: label(limits.option.text), value: text(limits.option.value) },
    { description: label(limits.option.description), ...extra },
  );

/** An option of a select menu. */
export const option = optionOf(plainText);
/** An option of radio buttons or checkboxes: its text may be mrkdwn. */
export const choice = optionOf(anyText);
/** An option of an overflow menu: it may open a link. */
export const overflowOption = optionOf(plainText, { url: text(limits.url) });

export const optionGroup = object({
  label: plainText(limits.optionGroup.label),
  options: list(option, { min: 1, max: limits.optionGroup.options }),
});

export const slackFile = all(
  object({}, { id: text(255, 1), url: text(limits.url, 1) }),
  rule((file) => (file.id === undefined && file.url === undefined ? 'must define either `id` or `url`' : undefined)),
);

export const dispatchConfig = object(
  {},
  { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), { min: 1 }) },
);

export const conversationFilter = object(
  {},
  {
    include: list(oneOf('im', 'mpim', 'private', 'public'), { min: 1 }),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
);

export const webUrl = (max: number) =>
  all(text(max, 1), (value, pointer, problems) => {
    if (typeof value === 'string' && !URL.canParse(value)) problems.push({ message: 'invalid url', pointer });
  });

/** Exactly one of the named fields must be there. */
export const exactlyOne = (...names: readonly string[]) =>
  rule((value) => {
    const there = names.filter((name) => value[name] !== undefined);
    const listed = names.map((name) => `\`${name}\``).join(' or ');
    if (there.length === 0) return `must define either ${listed}`;
    return there.length > 1 ? `must define only one of ${listed}` : undefined;
  });
