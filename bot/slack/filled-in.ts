import { wellFormed } from '../domain/well-formed.ts';

/** The fields of a sent form, by block and element, as Slack gives them back. */
export type FilledIn = Readonly<Record<string, unknown>>;

/** What was written; at most `max` letters, and empty where nothing was. */
export function textIn(filled: FilledIn, block: string, element: string, max: number): string {
  const text = at(filled, block, element, 'value');
  return typeof text === 'string' ? wellFormed(text, max).trim() : '';
}

/** The value of the option that was chosen; undefined where none was. */
export function choiceIn(filled: FilledIn, block: string, element: string): string | undefined {
  const value = at(filled, block, element, 'selected_option', 'value');
  return typeof value === 'string' ? value : undefined;
}

/** The person who was chosen; undefined where nobody was. */
export function personIn(filled: FilledIn, block: string, element: string): string | undefined {
  const user = at(filled, block, element, 'selected_user');
  return typeof user === 'string' && user !== '' ? user : undefined;
}

/** True where at least one box was ticked. */
export function isTicked(filled: FilledIn, block: string, element: string): boolean {
  const options = at(filled, block, element, 'selected_options');
  return Array.isArray(options) && options.length > 0;
}

function at(filled: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    filled,
  );
}
