import { typedText } from '../views/text.ts';
import { nearest } from './nearest.ts';
import { COMMANDS, type CommandName, commandRow } from './table.ts';
import { DEFAULT_SINCE_SECONDS, findWindow, LONGEST_SINCE_SECONDS, readLength } from './window.ts';

/** What a person asked of `/sre` or of the bot by mention, before names are looked up. */
export type Asked =
  | { readonly kind: 'help'; readonly topic?: CommandName }
  | {
      readonly kind: 'investigate';
      /** What was typed, for the thread and the ranking. Empty when only a command was given. */
      readonly question: string;
      /** The words in which a target may stand. */
      readonly about: string;
      /** True when `about` is nothing but a target's name. */
      readonly explicit: boolean;
      readonly sinceSeconds: number;
    }
  | {
      readonly kind: 'command';
      readonly name: Exclude<CommandName, 'help' | 'investigate'>;
      readonly words: readonly string[];
    }
  /** Not understood: `problem` is a sentence, `tryThese` are whole commands without the slash. */
  | { readonly kind: 'invalid'; readonly problem: string; readonly tryThese: readonly string[] };

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
  if (NAMES.includes(name)) return readCommand(name as CommandName, rest, after, text);
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

function readCommand(name: CommandName, words: readonly string[], after: string, whole: string): Asked {
  if (name === 'help') {
    const written = words[0]?.toLowerCase() ?? '';
    const topic = commandRow(written) ?? commandRow(nearest(written, NAMES)[0] ?? '');
    if (words.length > 1) return question(whole, whole, false);
    return { kind: 'help', ...(topic && { topic: topic.name as CommandName }) };
  }
  if (name === 'investigate') return investigate(words, after);
  if (fits(name, words)) return { kind: 'command', name, words };
  const { least, most } = commandRow(name)!.words;
  // A service may go by a command's name: "login slow".
  if (words.length >= Math.max(most === 0 ? 1 : 2, least) && SENTENCE.test(after)) return question(whole, whole, false);
  return invalidArguments(name);
}

/** What to type for a command whose arguments were wrong. */
function invalidArguments(name: CommandName): Asked {
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

function investigate(words: readonly string[], after: string): Asked {
  const since = words.findIndex((word) => word.toLowerCase() === 'since');
  const head = since < 0 ? words : words.slice(0, since);
  const tail = since < 0 ? [] : words.slice(since + 1);
  const alone = readLength(after);
  if (alone !== undefined) return windowed('', '', false, alone, 'investigate');
  if (since < 0 && words.length === 2) {
    const length = readLength(words[1]!);
    if (length !== undefined) return windowed('', words[0]!, true, length, `investigate ${words[0]}`);
    if (/^\d/.test(words[1]!)) return badLength(words[1]!, words[0]!);
  }
  if (since >= 0 && head.length <= 1) {
    const written = tail.join(' ');
    const length = readLength(written) ?? findWindow(`since ${written}`)?.seconds;
    if (length === undefined) return badLength(written, head[0] ?? '');
    return windowed('', head[0] ?? '', head.length === 1, length, `investigate ${head[0] ?? ''}`.trim());
  }
  if (words.length <= 1) return question('', after, words.length === 1);
  return question(after, after, false);
}

function badLength(written: string, target: string): Asked {
  const command = `investigate ${target}`.trim();
  return {
    kind: 'invalid',
    problem:
      written === ''
        ? 'since needs a length of time.'
        : `${written} is not a length of time I can read; write 30m, 2h or 1d.`,
    tryThese: [`${command} 2h`],
  };
}

function question(asked: string, about: string, explicit: boolean): Asked {
  const window = findWindow(about);
  const rest = window?.rest ?? about;
  return windowed(
    asked,
    rest,
    explicit || (window !== undefined && rest !== '' && !rest.includes(' ')),
    window?.seconds ?? DEFAULT_SINCE_SECONDS,
    'investigate',
  );
}

function windowed(asked: string, about: string, explicit: boolean, seconds: number, command: string): Asked {
  if (seconds > LONGEST_SINCE_SECONDS) {
    return { kind: 'invalid', problem: 'I look back seven days at most.', tryThese: [`${command} 7d`] };
  }
  return { kind: 'investigate', question: asked, about, explicit, sinceSeconds: seconds };
}
