import { initialOf } from './element-values.ts';
import type { ElementProps } from './elements.tsx';
import type { TextObject } from './types.ts';
import { useElements } from './use-elements.tsx';

const htmlTypes: Readonly<Record<string, string>> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
};

/** A typed input of a modal, a message or the Home tab. Enter tells the bot where the block asks for it. */
export function TextInput({ blockId, element }: ElementProps) {
  const { fill, values } = useElements();
  const held = (values[blockId]?.[element.action_id ?? ''] ?? initialOf(element)) as { value?: unknown };
  const shared = {
    className: 'text-input',
    'data-testid': `action-${element.action_id}`,
    placeholder: (element.placeholder as TextObject | undefined)?.text,
    maxLength: element.max_length as number | undefined,
    value: typeof held.value === 'string' ? held.value : '',
    onChange: (event: { target: { value: string } }) => fill(blockId, element, { value: event.target.value || null }),
  };
  if (element.multiline === true || element.type === 'rich_text_input') return <textarea rows={4} {...shared} />;
  return (
    <input
      type={htmlTypes[element.type] ?? 'text'}
      step={element.is_decimal_allowed === true ? 'any' : undefined}
      {...shared}
    />
  );
}
