/** As many letters of a literal as are looked up at each place of a text. */
const PREFIX = 3;

/** Finds, in one pass over a text in lower case, the values of all literals that it holds. */
export type LiteralIndex<Value> = (text: string) => ReadonlySet<Value>;

/** Makes an index of literals, each of at least three letters and in lower case, with the values they stand for. */
export function createLiteralIndex<Value>(entries: Iterable<readonly [string, Value]>): LiteralIndex<Value> {
  const byPrefix = new Map<number, { readonly literal: string; readonly values: Set<Value> }[]>();
  for (const [literal, value] of entries) {
    const key = prefixAt(literal, 0);
    const listed = byPrefix.get(key) ?? [];
    byPrefix.set(key, listed);
    const known = listed.find((entry) => entry.literal === literal);
    if (known === undefined) listed.push({ literal, values: new Set([value]) });
    else known.values.add(value);
  }
  return (text) => {
    const found = new Set<Value>();
    for (let at = 0; at + PREFIX <= text.length; at++) {
      const listed = byPrefix.get(prefixAt(text, at));
      if (listed === undefined) continue;
      for (const { literal, values } of listed) {
        if (text.startsWith(literal, at)) for (const value of values) found.add(value);
      }
    }
    return found;
  };
}

/** Three letters as one number; different letters beyond the 1,024th may share one, which the literal then tells apart. */
function prefixAt(text: string, at: number): number {
  return (
    ((text.charCodeAt(at) & 1023) << 20) | ((text.charCodeAt(at + 1) & 1023) << 10) | (text.charCodeAt(at + 2) & 1023)
  );
}
