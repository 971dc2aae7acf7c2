import type { Found } from './personal.ts';

/**
 * Characters that are written otherwise in addresses, in JSON, in JSON within JSON and in markup: `%22`, `\u0022`, `\"`,
 * `&quot;`, `&#34;`.
 */
const WRITTEN = /\\{1,15}"|%[2-7][0-9A-F]|\\u00[2-7][0-9A-F]|&(?:quot|apos|amp|lt|gt);|&#(?:\d{2,3}|x[2-7][0-9A-F]);/gi;
const ENTITIES: Readonly<Record<string, string>> = { quot: '"', apos: "'", amp: '&', lt: '<', gt: '>' };

/**
 * What `find` finds in a text as it reads once such characters are written plainly, at its places in the text as it is.
 * None where nothing is written otherwise.
 */
export function findWrittenOtherwise(text: string, find: (plain: string) => readonly Found[]): Found[] {
  if (text.search(WRITTEN) < 0) return [];
  let plain = '';
  let from = 0;
  /** For each character of the plain text where it begins in the other; one more for the end. */
  const places: number[] = [];
  const take = (piece: string, at: number, isOne = false) => {
    for (let index = 0; index < piece.length; index += 1) places.push(isOne ? at : at + index);
    plain += piece;
  };
  for (const match of text.matchAll(WRITTEN)) {
    take(text.slice(from, match.index), from);
    take(characterOf(match[0]), match.index, true);
    from = match.index + match[0].length;
  }
  take(text.slice(from), from);
  places.push(text.length);
  return find(plain).map(({ kind, start, end }) => ({
    kind,
    start: places[start] ?? text.length,
    end: places[end] ?? text.length,
  }));
}

function characterOf(written: string): string {
  if (written.endsWith('"')) return '"';
  const name = ENTITIES[written.slice(1, -1).toLowerCase()];
  if (name !== undefined) return name;
  const code = written.startsWith('&#')
    ? Number(`${written[2]?.toLowerCase() === 'x' ? '0' : ''}${written.slice(2, -1)}`)
    : Number.parseInt(written.slice(-2), 16);
  return String.fromCharCode(code);
}
