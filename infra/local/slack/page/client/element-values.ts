import { channelTitle } from './people.tsx';
import type { TextObject, Workspace } from './types.ts';
import type { ElementFields } from './use-elements.tsx';

export interface Option {
  readonly text: TextObject;
  readonly value: string;
  readonly description?: TextObject;
  readonly url?: string;
}

export interface OptionGroup {
  /** Absent for options without a group. */
  readonly label?: string;
  readonly options: readonly Option[];
}

const fields: Readonly<Record<string, string>> = {
  static_select: 'selected_option',
  external_select: 'selected_option',
  radio_buttons: 'selected_option',
  checkboxes: 'selected_options',
  multi_static_select: 'selected_options',
  multi_external_select: 'selected_options',
  users_select: 'selected_user',
  multi_users_select: 'selected_users',
  conversations_select: 'selected_conversation',
  multi_conversations_select: 'selected_conversations',
  channels_select: 'selected_channel',
  multi_channels_select: 'selected_channels',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
};

/** The field of a state value that holds what was chosen: `value` for typed inputs. */
export function fieldFor(type: string): string {
  return fields[type] ?? 'value';
}

/** What an element holds before anybody touched it, as a state value without `type`. */
export function initialOf(element: ElementFields): Record<string, unknown> {
  const field = fieldFor(element.type);
  const initial = element[field === 'value' ? 'initial_value' : field.replace('selected_', 'initial_')];
  return { [field]: initial ?? (field.endsWith('s') ? [] : null) };
}

/** What a select offers: its own options, or the workspace's people or channels. */
export function choicesFor(
  element: ElementFields,
  workspace: Pick<Workspace, 'people' | 'channels' | 'me'>,
): readonly OptionGroup[] {
  const plain = (value: string, text: string): Option => ({ value, text: { type: 'plain_text', text } });
  if (element.type.endsWith('users_select'))
    return [{ options: workspace.people.filter((one) => !one.deactivated).map((one) => plain(one.id, one.realName)) }];
  if (element.type.endsWith('channels_select'))
    return [
      {
        options: workspace.channels.filter((one) => one.kind === 'public').map((one) => plain(one.id, `#${one.name}`)),
      },
    ];
  if (element.type.endsWith('conversations_select'))
    return [{ options: workspace.channels.map((one) => plain(one.id, channelTitle(workspace, one))) }];
  const groups = element.option_groups as readonly { label: TextObject; options: readonly Option[] }[] | undefined;
  if (groups !== undefined) return groups.map((group) => ({ label: group.label.text, options: group.options }));
  return [{ options: (element.options as readonly Option[] | undefined) ?? [] }];
}
