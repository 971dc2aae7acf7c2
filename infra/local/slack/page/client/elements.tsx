import { useState } from 'react';
import { Choices, Picker, Select } from './choosing.tsx';
import type { Option } from './element-values.ts';
import { ExternalSelect } from './external-select.tsx';
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
