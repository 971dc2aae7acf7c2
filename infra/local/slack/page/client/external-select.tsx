import { useState } from 'react';
import { act } from './act.ts';
import { useDirectory } from './context.ts';
import { fieldFor, type Option } from './element-values.ts';
import type { ElementProps } from './elements.tsx';
import type { TextObject } from './types.ts';
import { useElements } from './use-elements.tsx';

/** A select whose options the bot gives while the person types. */
export function ExternalSelect({ blockId, element, quiet }: ElementProps) {
  const directory = useDirectory();
  const { use, fill, place, values } = useElements();
  const [options, setOptions] = useState<readonly Option[]>([]);
  const [typed, setTyped] = useState('');
  const field = fieldFor(element.type);
  const held = values[blockId]?.[element.action_id ?? ''] as Record<string, unknown> | undefined;
  const chosen = [held?.[field] ?? []].flat() as Option[];
  const least = typeof element.min_query_length === 'number' ? element.min_query_length : 3;

  const search = async (text: string) => {
    setTyped(text);
    if (text.length < least) return setOptions([]);
    const answer = await act<{
      options?: readonly Option[];
      option_groups?: readonly { options: readonly Option[] }[];
    }>('options', {
      user: directory.me,
      place,
      use: { blockId, actionId: element.action_id },
      typed: text,
    });
    setOptions(answer.options ?? answer.option_groups?.flatMap((group) => group.options) ?? []);
  };
  const choose = (option: Option) => {
    setOptions([]);
    setTyped('');
    (quiet ? fill : use)(blockId, element, {
      [field]: element.type.startsWith('multi_') ? [...chosen, option] : option,
    });
  };
  return (
    <span className="external-select">
      {chosen.map((option) => (
        <span key={option.value} className="chip">
          {option.text.text}
        </span>
      ))}
      <input
        className="text-input"
        data-testid={`action-${element.action_id}`}
        placeholder={(element.placeholder as TextObject | undefined)?.text ?? 'Type to search'}
        value={typed}
        onChange={(event) => void search(event.target.value)}
      />
      {options.length > 0 && (
        <span className="menu" role="menu">
          {options.map((option) => (
            <button key={option.value} type="button" role="menuitem" onClick={() => choose(option)}>
              {option.text.text}
            </button>
          ))}
        </span>
      )}
    </span>
  );
}
