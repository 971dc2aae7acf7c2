import { LITERALS } from './parameters.ts';

const { letters: PREFIX, bits: BITS } = LITERALS;
const MASK = (1 << BITS) - 1;
const PREFIXES = 1 << (PREFIX * BITS);

/** Finds, in one pass over a text in lower case, the values of all literals that it holds. */
export type LiteralIndex<Value> = (text: string) => ReadonlySet<Value>;

interface Entry<Value> {
  readonly literal: string;
  readonly values: Set<Value>;
}

/** Makes an index of literals, each of at least three letters and in lower case, with the values they stand for. */
export function createLiteralIndex<Value>(entries: Iterable<readonly [string, Value]>): LiteralIndex<Value> {
  const byPrefix: (Entry<Value>[] | undefined)[] = new Array(PREFIXES);
  // Which prefixes begin a literal, in so few bytes that a processor's cache holds them: most of a text begins none.
  const begins = new Uint8Array(PREFIXES);
  for (const [literal, value] of entries) {
    const key = prefixAt(literal, 0);
    const listed = byPrefix[key] ?? [];
    byPrefix[key] = listed;
    begins[key] = 1;
    const known = listed.find((entry) => entry.literal === literal);
    if (known === undefined) listed.push({ literal, values: new Set([value]) });
    else known.values.add(value);
  }
  return (text) => {
    const found = new Set<Value>();
    let prefix = prefixAt(text, -1);
    for (let at = 0; at + PREFIX <= text.length; at++) {
      prefix = ((prefix << BITS) | (text.charCodeAt(at + PREFIX - 1) & MASK)) & (PREFIXES - 1);
      if (begins[prefix] === 0) continue;
      for (const { literal, values } of byPrefix[prefix]!) {
        if (text.startsWith(literal, at)) for (const value of values) found.add(value);
      }
    }
    return found;
  };
}

/** Three letters as one small number. Different letters may share one, which the literal then tells apart. */
function prefixAt(text: string, at: number): number {
  return (
    ((text.charCodeAt(at) & MASK) << (2 * BITS)) |
    ((text.charCodeAt(at + 1) & MASK) << BITS) |
    (text.charCodeAt(at + 2) & MASK)
  );
}
