import { LITERALS } from './parameters.ts';

const { letters: PREFIX, bits: BITS } = LITERALS;
const MASK = (1 << BITS) - 1;

/** Finds, in one pass over a text in lower case, the values of all literals that it holds. */
export type LiteralIndex<Value> = (text: string) => ReadonlySet<Value>;

interface Entry<Value> {
  readonly literal: string;
  readonly values: Set<Value>;
}

/** Makes an index of literals, each of at least three letters and in lower case, with the values they stand for. */
export function createLiteralIndex<Value>(entries: Iterable<readonly [string, Value]>): LiteralIndex<Value> {
  const byPrefix: (Entry<Value>[] | undefined)[] = new Array(1 << (PREFIX * BITS));
  for (const [literal, value] of entries) {
    const key = prefixAt(literal, 0);
    const listed = byPrefix[key] ?? [];
    byPrefix[key] = listed;
    const known = listed.find((entry) => entry.literal === literal);
    if (known === undefined) listed.push({ literal, values: new Set([value]) });
    else known.values.add(value);
  }
  return (text) => {
    const found = new Set<Value>();
    for (let at = 0; at + PREFIX <= text.length; at++) {
      const listed = byPrefix[prefixAt(text, at)];
      if (listed === undefined) continue;
      for (const { literal, values } of listed) {
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
