import { type Asked, question, windowed } from './asked.ts';
import type { Command, Typed } from './command.ts';
import { findWindow, readLength } from './window.ts';

export const investigate: Command<'investigate'> = {
  name: 'investigate',
  arguments: '[target] [since]',
  does: 'Find the cause, with evidence',
  example: 'investigate checkout 2h',
  role: 'viewer',
  words: { least: 0, most: Number.POSITIVE_INFINITY },
  heading: 'Find the cause',
  parse,
};

/** `[target] [since]`, or a sentence. */
function parse({ words, after }: Typed): Asked {
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
