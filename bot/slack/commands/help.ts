import { nearest } from '../../domain/nearest.ts';
import { type Asked, question } from './asked.ts';
import type { Command, Typed } from './command.ts';

export const help: Command<'help'> = {
  name: 'help',
  arguments: '[command]',
  does: 'This list',
  example: 'help investigate',
  role: 'viewer',
  words: { least: 0, most: 1 },
  heading: 'You and me',
  parse,
};

/** `[command]`, also where it is misspelt. */
function parse({ words, whole }: Typed, names: readonly string[]): Asked {
  if (words.length > 1) return question(whole, whole, false);
  const written = words[0]?.toLowerCase() ?? '';
  const topic = names.includes(written) ? written : nearest(written, names)[0];
  return { kind: 'help', ...(topic !== undefined && { topic }) };
}
