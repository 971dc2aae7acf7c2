import { all, boolean, type Check, list, number, object, oneOf, rule, text } from './check.ts';
import {
  choice,
  confirm,
  conversationFilter,
  dispatchConfig,
  exactlyOne,
  option,
  optionGroup,
  overflowOption,
  plainText,
  slackFile,
  webUrl,
} from './composition.ts';
import { limits } from './limits.ts';
import { richTextBlock } from './rich-text.ts';

const actionId = { action_id: text(limits.actionId, 1) };
const common = { ...actionId, confirm, focus_on_load: boolean };
const placeholder = { placeholder: plainText(limits.select.placeholder) };
const maxSelected = { max_selected_items: number({ min: 1, integer: true }) };
const id = text(255, 1);
const date = pattern(/^\d{4}-\d{2}-\d{2}$/, 'must be a date in the format YYYY-MM-DD');
const time = pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time in the format HH:mm');

function pattern(expression: RegExp, message: string): Check {
  return (value, pointer, problems) => {
    if (typeof value !== 'string' || !expression.test(value)) problems.push({ message, pointer });
  };
}

const image = all(
  object({ alt_text: text(limits.image.altText, 1) }, { image_url: webUrl(limits.url), slack_file: slackFile }),
  exactlyOne('image_url', 'slack_file'),
);

const button = object(
  { text: plainText(limits.button.text) },
  {
    ...actionId,
    confirm,
    url: webUrl(limits.url),
    value: text(limits.button.value),
    style: oneOf('primary', 'danger'),
    accessibility_label: text(limits.button.accessibilityLabel),
  },
);

const staticOptions = {
  options: list(option, { min: 1, max: limits.select.options }),
  option_groups: list(optionGroup, { min: 1, max: limits.select.groups }),
};

const selects: Readonly<Record<string, Check>> = {
  static_select: all(
    object({}, { ...common, ...placeholder, ...staticOptions, initial_option: option }),
    exactlyOne('options', 'option_groups'),
  ),
  external_select: object(
    {},
    { ...common, ...placeholder, initial_option: option, min_query_length: number({ min: 0, integer: true }) },
  ),
  users_select: object({}, { ...common, ...placeholder, initial_user: id }),
  conversations_select: object(
    {},
    {
      ...common,
      ...placeholder,
      initial_conversation: id,
      default_to_current_conversation: boolean,
      response_url_enabled: boolean,
      filter: conversationFilter,
    },
  ),
  channels_select: object({}, { ...common, ...placeholder, initial_channel: id, response_url_enabled: boolean }),
  multi_static_select: all(
    object(
      {},
      {
        ...common,
        ...placeholder,
        ...staticOptions,
        ...maxSelected,
        initial_options: list(option, { min: 1, max: 100 }),
      },
    ),
    exactlyOne('options', 'option_groups'),
  ),
  multi_external_select: object(
    {},
    {
      ...common,
      ...placeholder,
      ...maxSelected,
      initial_options: list(option, { min: 1, max: 100 }),
      min_query_length: number({ min: 0, integer: true }),
    },
  ),
  multi_users_select: object({}, { ...common, ...placeholder, ...maxSelected, initial_users: list(id) }),
  multi_conversations_select: object(
    {},
    {
      ...common,
      ...placeholder,
      ...maxSelected,
      initial_conversations: list(id),
      default_to_current_conversation: boolean,
      filter: conversationFilter,
    },
  ),
  multi_channels_select: object({}, { ...common, ...placeholder, ...maxSelected, initial_channels: list(id) }),
};

const choices: Readonly<Record<string, Check>> = {
  checkboxes: object(
    { options: list(choice, { min: 1, max: limits.choices }) },
    { ...common, initial_options: list(choice, { min: 1, max: limits.choices }) },
  ),
  radio_buttons: object(
    { options: list(choice, { min: 1, max: limits.choices }) },
    { ...common, initial_option: choice },
  ),
};

const pickers: Readonly<Record<string, Check>> = {
  datepicker: object({}, { ...common, ...placeholder, initial_date: date }),
  timepicker: object({}, { ...common, ...placeholder, initial_time: time, timezone: text(100, 1) }),
  datetimepicker: object({}, { ...common, initial_date_time: number({ integer: true, min: 0 }) }),
};

const typed = { ...actionId, ...placeholder, focus_on_load: boolean, dispatch_action_config: dispatchConfig };
const richTextInput = object({}, { ...typed, initial_value: richTextBlock, min_lines: number(), max_lines: number() });

const inputs: Readonly<Record<string, Check>> = {
  plain_text_input: all(
    object(
      {},
      {
        ...typed,
        initial_value: text(limits.plainTextInput.value),
        multiline: boolean,
        min_length: number({ integer: true, min: 0, max: limits.plainTextInput.value }),
        max_length: number({ integer: true, min: 1, max: limits.plainTextInput.value }),
      },
    ),
    rule((input) =>
      Number(input.min_length ?? 0) > Number(input.max_length ?? Number.POSITIVE_INFINITY)
        ? '`min_length` must not be greater than `max_length`'
        : undefined,
    ),
  ),
  email_text_input: object({}, { ...typed, initial_value: text(3000) }),
  url_text_input: object({}, { ...typed, initial_value: text(3000) }),
  number_input: object(
    { is_decimal_allowed: boolean },
    { ...typed, initial_value: text(100), min_value: text(100), max_value: text(100) },
  ),
  file_input: object(
    {},
    {
      ...actionId,
      filetypes: list(text(50, 1)),
      max_files: number({ integer: true, min: 1, max: limits.fileInput.files }),
    },
  ),
  rich_text_input: richTextInput,
};

const overflow = object(
  { options: list(overflowOption, { min: 1, max: limits.overflow.options }) },
  { ...actionId, confirm },
);

const workflowButton = object(
  {
    text: plainText(limits.button.text),
    workflow: object({
      trigger: object(
        { url: webUrl(limits.url) },
        { customizable_input_parameters: list(object({ name: text(255), value: text(3000) })) },
      ),
    }),
  },
  { ...actionId, style: oneOf('primary', 'danger'), accessibility_label: text(limits.button.accessibilityLabel) },
);

const feedbackButton = object(
  { text: plainText(limits.button.text), value: text(limits.button.value) },
  { accessibility_label: text(limits.button.accessibilityLabel) },
);

const shared = { ...choices, ...selects, ...pickers, overflow, button, workflow_button: workflowButton };

/** Elements by where they may stand: what Slack refuses elsewhere as `unsupported type`. */
export const elements = {
  button,
  image,
  sectionAccessory: { ...shared, image },
  actions: { ...shared, rich_text_input: richTextInput },
  input: { ...choices, ...selects, ...pickers, ...inputs },
  contextActions: {
    feedback_buttons: object({ positive_button: feedbackButton, negative_button: feedbackButton }, actionId),
    icon_button: object(
      { icon: text(100, 1), text: plainText(limits.button.text) },
      {
        ...actionId,
        confirm,
        value: text(limits.button.value),
        accessibility_label: text(limits.button.accessibilityLabel),
        visible_to_user_ids: list(id, { max: limits.iconButton.visibleTo }),
      },
    ),
  },
} as const;
