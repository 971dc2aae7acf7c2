import { nearest } from '../../domain/nearest.ts';
import { typedText } from '../views/text.ts';
import { type Asked, question } from './asked.ts';
import { COMMANDS, commandRow } from './index.ts';

const LONGEST_QUESTION = 1_000;
const NAMES: readonly string[] = COMMANDS.map((command) => command.name);
/** Words that make a sentence of what would otherwise be a command and its arguments. */
const SENTENCE =
  /\b(?:is|are|was|were|has|have|had|not|no|cannot|can't|keeps?|down|slow|full|failing|fails?|broken|for|the|with|in|on|and|why|what)\b/i;

/** Reads the text after `/sre`, or after a mention. Never throws; whatever is no command is a question. */
export function parseCommand(typed: string): Asked {
  const text = typedText(typed).replace(/\s+/g, ' ').trim().slice(0, LONGEST_QUESTION);
  if (text === '' || text === '?') return { kind: 'help' };
  const [first = '', ...rest] = text.split(' ');
  const name = first.toLowerCase().replace(/[:,]$/, '');
  const after = rest.join(' ');
  if (NAMES.includes(name)) return readCommand(name, rest, after, text);
  const [meant] = nearest(name, NAMES);
  // A short slip before a sentence ("pages are slow") is more likely a word than a command.
  const worded = SENTENCE.test(after) && name.length < 7;
  if (meant !== undefined && meant !== 'help' && !worded && fits(meant, rest)) {
    return {
      kind: 'invalid',
      problem: `There is no command ${first}.`,
      tryThese: [`${meant}${after === '' ? '' : ` ${after}`}`],
    };
  }
  if (meant === 'help' && rest.length <= 1) return { kind: 'help' };
  return question(text, text, rest.length === 0);
}

function readCommand(name: string, words: readonly string[], after: string, whole: string): Asked {
  const own = commandRow(name)?.parse;
  if (own !== undefined) return own({ words, after, whole }, NAMES);
  if (fits(name, words)) return { kind: 'command', name, words };
  const { least, most } = commandRow(name)!.words;
  // A service may go by a command's name: "login slow".
  if (words.length >= Math.max(most === 0 ? 1 : 2, least) && SENTENCE.test(after)) return question(whole, whole, false);
  return invalidArguments(name);
}

/** What to type for a command whose arguments were wrong. */
function invalidArguments(name: string): Asked {
  const row = commandRow(name)!;
  const problem = row.arguments === '' ? `${name} takes nothing after it.` : `Write ${name} ${row.arguments}.`;
  return { kind: 'invalid', problem, tryThese: [row.example] };
}

function fits(name: string, words: readonly string[]): boolean {
  const row = commandRow(name);
  if (row === undefined) return false;
  if (words.length < row.words.least || words.length > row.words.most) return false;
  return row.words.most === Number.POSITIVE_INFINITY || !SENTENCE.test(words.join(' '));
}
