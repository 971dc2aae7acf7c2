import { LITERALS } from './parameters.ts';

/**
 * Letters, in lower case, of which any match of a pattern in RE2 syntax holds at least one: a text with none of them
 * cannot match. Undefined when the pattern has an alternative without such letters.
 */
export function requiredLiterals(pattern: string): readonly string[] | undefined {
  const literals = literalsOf(pattern);
  return shortest(literals) >= LITERALS.letters ? [...new Set(literals)] : undefined;
}

/** One run of letters for each alternative; an empty one where an alternative has none. */
function literalsOf(pattern: string): readonly string[] {
  return alternatives(pattern).flatMap(bestOf);
}

/** The parts between the bars that stand outside groups and classes. */
function alternatives(pattern: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] === '|') {
      parts.push(pattern.slice(start, at));
      start = at + 1;
    } else at = endOfItem(pattern, at);
  }
  return [...parts, pattern.slice(start)];
}

/** Of the runs of letters and the groups that follow each other in one alternative, those that dismiss the most. */
function bestOf(part: string): readonly string[] {
  let best: readonly string[] = [''];
  let run = '';
  const offer = (literals: readonly string[]): void => {
    if (shortest(literals) > shortest(best)) best = literals;
  };
  const end = (): void => {
    offer([run.toLowerCase()]);
    run = '';
  };
  for (let at = 0; at < part.length; at++) {
    const letter = part[at]!;
    const last = endOfItem(part, at);
    const optional = /[?*{]/.test(part[last + 1] ?? '');
    if (letter === '(') {
      end();
      if (!optional) offer(literalsOf(part.slice(at + 1, last).replace(/^\?(?:P?<\w+>|[a-z]*:)/, '')));
    } else if (letter === '\\' && /\W/.test(part[at + 1] ?? '')) run += optional ? '' : part[at + 1]!;
    else if (/[\\[.^$+?*]/.test(letter)) end();
    else if (!optional) run += letter;
    if (optional) end();
    at = optional && part[last + 1] === '{' ? part.indexOf('}', last) : last;
  }
  end();
  return best;
}

/** Where the escape, class or group that begins here ends; here, for a plain letter. */
function endOfItem(pattern: string, start: number): number {
  if (pattern[start] === '\\') return start + 1;
  if (pattern[start] === '[') {
    let at = start + (pattern[start + 1] === '^' ? 2 : 1);
    for (at += pattern[at] === ']' ? 1 : 0; at < pattern.length && pattern[at] !== ']'; at++) {
      if (pattern[at] === '\\') at++;
    }
    return at;
  }
  if (pattern[start] !== '(') return start;
  let at = start + 1;
  while (at < pattern.length && pattern[at] !== ')') at = endOfItem(pattern, at) + 1;
  return at;
}

function shortest(literals: readonly string[]): number {
  return Math.min(...literals.map((literal) => literal.length));
}
