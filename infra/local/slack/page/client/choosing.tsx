import { useDirectory } from './context.ts';
import { choicesFor, fieldFor, initialOf, type Option } from './element-values.ts';
import type { ElementProps } from './elements.tsx';
import { Markup } from './text.tsx';
import type { TextObject } from './types.ts';
import { useElements } from './use-elements.tsx';

const textOf = (value: unknown) => (value as TextObject | undefined)?.text ?? '';

export function Choices({ blockId, element, quiet }: ElementProps) {
  const { use, fill, values } = useElements();
  const many = element.type === 'checkboxes';
  const held = (values[blockId]?.[element.action_id ?? ''] ?? initialOf(element)) as {
    selected_options?: readonly Option[];
    selected_option?: Option | null;
  };
  const chosen = many ? (held.selected_options ?? []) : held.selected_option ? [held.selected_option] : [];
  const toggle = (option: Option) => {
    const on = chosen.some((one) => one.value === option.value);
    const value = many
      ? { selected_options: on ? chosen.filter((one) => one.value !== option.value) : [...chosen, option] }
      : { selected_option: option };
    (quiet ? fill : use)(blockId, element, value);
  };
  return (
    <fieldset className="choices" data-testid={`action-${element.action_id}`}>
      {(element.options as readonly Option[]).map((option) => (
        <label key={option.value}>
          <input
            type={many ? 'checkbox' : 'radio'}
            checked={chosen.some((one) => one.value === option.value)}
            onChange={() => toggle(option)}
          />
          <span>
            {option.text.type === 'mrkdwn' ? <Markup text={option.text.text} /> : option.text.text}
            {option.description && <small>{option.description.text}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export function Select({ blockId, element, quiet }: ElementProps) {
  const directory = useDirectory();
  const { use, fill, values } = useElements();
  const many = element.type.startsWith('multi_');
  const groups = choicesFor(element, directory);
  const field = fieldFor(element.type);
  const held = (values[blockId]?.[element.action_id ?? ''] ?? initialOf(element)) as Record<string, unknown>;
  const keys = ([held[field]].flat().filter(Boolean) as (string | Option)[]).map((one) =>
    typeof one === 'string' ? one : one.value,
  );
  const choose = (chosen: readonly string[]) => {
    const options = groups.flatMap((group) => group.options);
    const full = chosen.map((key) => (field.includes('option') ? options.find((one) => one.value === key) : key));
    (quiet ? fill : use)(blockId, element, { [field]: many ? full : (full[0] ?? null) });
  };
  return (
    <select
      className="select"
      multiple={many}
      size={many ? Math.min(6, groups.flatMap((group) => group.options).length || 1) : undefined}
      data-testid={`action-${element.action_id}`}
      aria-label={textOf(element.placeholder) || 'Choose'}
      value={many ? keys : (keys[0] ?? '')}
      onChange={(event) =>
        choose([...event.target.selectedOptions].map((one) => one.value).filter((one) => one !== ''))
      }
    >
      {!many && <option value="">{textOf(element.placeholder) || 'Choose…'}</option>}
      {groups.map((group) =>
        group.label === undefined ? (
          group.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text.text}
            </option>
          ))
        ) : (
          <optgroup key={group.label} label={group.label}>
            {group.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.text.text}
              </option>
            ))}
          </optgroup>
        ),
      )}
    </select>
  );
}

const pickers = { datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' } as const;

export function Picker({ blockId, element, quiet }: ElementProps) {
  const { use, fill, values } = useElements();
  const field = fieldFor(element.type);
  const held = (values[blockId]?.[element.action_id ?? ''] ?? initialOf(element)) as Record<string, unknown>;
  const shown =
    element.type === 'datetimepicker' && typeof held[field] === 'number'
      ? new Date(held[field] * 1000 - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
      : String(held[field] ?? '');
  return (
    <input
      className="select"
      type={pickers[element.type as keyof typeof pickers]}
      data-testid={`action-${element.action_id}`}
      value={shown}
      onChange={(event) => {
        const typed = event.target.value;
        const value =
          element.type === 'datetimepicker' && typed !== ''
            ? Math.floor(new Date(typed).getTime() / 1000)
            : typed || null;
        (quiet ? fill : use)(blockId, element, { [field]: value });
      }}
    />
  );
}
