import { useState } from 'react';
import { usePage } from './context.ts';
import { choicesFor, fieldFor, initialOf, type Option } from './element-values.ts';
import { ExternalSelect } from './external-select.tsx';
import { Markup } from './text.tsx';
import { TextInput } from './text-input.tsx';
import type { TextObject } from './types.ts';
import { type ElementFields, useElements } from './use-elements.tsx';

/** One interactive element. In an input block it is only filled (`quiet`), elsewhere each use tells the bot. */
export function InteractiveElement({
  blockId,
  element,
  quiet,
}: {
  blockId: string;
  element: ElementFields;
  quiet?: boolean;
}) {
  switch (element.type) {
    case 'button':
    case 'workflow_button':
    case 'icon_button':
      return <ButtonElement blockId={blockId} element={element} />;
    case 'feedback_buttons':
      return <FeedbackButtons blockId={blockId} element={element} />;
    case 'overflow':
      return <Overflow blockId={blockId} element={element} />;
    case 'checkboxes':
    case 'radio_buttons':
      return <Choices blockId={blockId} element={element} quiet={quiet} />;
    case 'external_select':
    case 'multi_external_select':
      return <ExternalSelect blockId={blockId} element={element} quiet={quiet} />;
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <Picker blockId={blockId} element={element} quiet={quiet} />;
    case 'image':
      return (
        <img className="accessory-image" src={String(element.image_url ?? '')} alt={String(element.alt_text ?? '')} />
      );
    default:
      return element.type.endsWith('_select') ? (
        <Select blockId={blockId} element={element} quiet={quiet} />
      ) : (
        <TextInput blockId={blockId} element={element} />
      );
  }
}

export interface ElementProps {
  readonly blockId: string;
  readonly element: ElementFields;
  readonly quiet?: boolean;
}

const textOf = (value: unknown) => (value as TextObject | undefined)?.text ?? '';

function ButtonElement({ blockId, element }: ElementProps) {
  const { use, busy } = useElements();
  const waiting = busy === `${blockId}/${element.action_id}`;
  const style = element.style === 'primary' ? 'primary' : element.style === 'danger' ? 'danger' : '';
  return (
    <button
      type="button"
      className={`button ${style}`}
      data-testid={`action-${element.action_id}`}
      aria-label={element.accessibility_label as string | undefined}
      aria-busy={waiting}
      disabled={waiting}
      onClick={() => use(blockId, element)}
    >
      {textOf(element.text)}
    </button>
  );
}

function FeedbackButtons({ blockId, element }: ElementProps) {
  const { use, values } = useElements();
  const given = (values[blockId]?.[element.action_id ?? ''] as { value?: string } | undefined)?.value;
  const one = (name: 'positive_button' | 'negative_button', path: string) => {
    const button = element[name] as { text: TextObject; value: string; accessibility_label?: string };
    return (
      <button
        type="button"
        className={given === button.value ? 'icon feedback chosen' : 'icon feedback'}
        title={button.text.text}
        aria-label={button.accessibility_label ?? button.text.text}
        aria-pressed={given === button.value}
        data-testid={`action-${element.action_id}-${name === 'positive_button' ? 'positive' : 'negative'}`}
        onClick={() => use(blockId, element, { text: button.text, value: button.value })}
      >
        <svg
          width="18"
          height="18"
          viewBox="0 0 24 24"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinejoin="round"
          aria-hidden="true"
        >
          <path d={path} />
        </svg>
      </button>
    );
  };
  return (
    <span className="feedback-pair">
      {one(
        'positive_button',
        'M7 11v9H4v-9h3zm0 0 4-8c1.6 0 2.5 1 2.5 2.5V9h5a2 2 0 0 1 2 2.4l-1.4 7A2 2 0 0 1 17.100 20H7',
      )}
      {one(
        'negative_button',
        'M17 13V4h3v9h-3zm0 0-4 8c-1.600 0-2.500-1-2.500-2.500V15h-5a2 2 0 0 1-2-2.400l1.400-7A2 2 0 0 1 6.900 4H17',
      )}
    </span>
  );
}

function Overflow({ blockId, element }: ElementProps) {
  const { use } = useElements();
  const [open, setOpen] = useState(false);
  return (
    <span className="overflow">
      <button
        type="button"
        className="icon"
        aria-label="More actions"
        aria-expanded={open}
        data-testid={`action-${element.action_id}`}
        onClick={() => setOpen(!open)}
        onBlur={(event) => {
          if (!event.currentTarget.parentElement?.contains(event.relatedTarget)) setOpen(false);
        }}
      >
        ⋯
      </button>
      {open && (
        <span className="menu" role="menu">
          {(element.options as readonly Option[]).map((option) => (
            <button
              key={option.value}
              type="button"
              role="menuitem"
              data-testid={`option-${option.value}`}
              onClick={() => {
                setOpen(false);
                use(blockId, { ...element, url: option.url }, { selected_option: option });
              }}
            >
              {option.text.text}
            </button>
          ))}
        </span>
      )}
    </span>
  );
}

function Choices({ blockId, element, quiet }: ElementProps) {
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

function Select({ blockId, element, quiet }: ElementProps) {
  const { workspace } = usePage();
  const { use, fill, values } = useElements();
  const many = element.type.startsWith('multi_');
  const groups = choicesFor(element, workspace);
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

function Picker({ blockId, element, quiet }: ElementProps) {
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
