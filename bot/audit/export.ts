import type { ChainedEntry, ChainHead } from './chain.ts';
import { type AuditedPerson, pseudonymOf, unseal } from './pseudonyms.ts';

export interface ExportOptions {
  /** The end of the whole chain, of which what is exported may be a part. */
  readonly head: ChainHead;
  /** Keys to names: who has one is named, and what they said is readable. */
  readonly keys?: readonly (AuditedPerson & { readonly key: Uint8Array })[];
}

/**
 * Entries as lines of JSON, `{ seq, at, hash, fact, … }`, between a first line that says how it is hashed and a last one
 * with the heads: of what was exported, and of the chain. `verify` takes these with `--head`.
 */
export async function* exportedLines(
  entries: AsyncIterable<ChainedEntry> | Iterable<ChainedEntry>,
  { head, keys = [] }: ExportOptions,
): AsyncGenerator<string> {
  const known = new Map(keys.map((one) => [pseudonymOf(one.key, one), one]));
  yield JSON.stringify({
    format: 'audit-1',
    hash: 'SHA-256 of previous hash, seq, at, fact and body, joined by line feeds',
  });
  let last: ChainHead | undefined;
  let count = 0;
  for await (const { seq, at, fact, body, hash } of entries) {
    count += 1;
    last = { seq, hash };
    yield JSON.stringify({ seq, at, fact, hash, body, ...(known.size > 0 && revealed(body, known)) });
  }
  yield JSON.stringify({ entries: count, ...(last && { last }), head });
}

type Known = ReadonlyMap<string, AuditedPerson & { readonly key: Uint8Array }>;

/** Who it was, and what they said, as far as the keys exist. */
function revealed(body: string, known: Known): { readonly revealed?: Readonly<Record<string, unknown>> } {
  const { who, people, sealed } = readBody(body);
  const actor = known.get(who ?? '');
  const words = actor && sealed !== undefined ? unseal(actor.key, sealed) : undefined;
  const others = Object.entries(people ?? {}).flatMap(([role, name]) => {
    const person = known.get(name)?.person;
    return person === undefined ? [] : [[role, person] as const];
  });
  if (actor === undefined && others.length === 0) return {};
  return {
    revealed: {
      ...(actor && { who: actor.person }),
      ...(others.length > 0 && { people: Object.fromEntries(others) }),
      ...(words !== undefined && { words: named(words, known) }),
    },
  };
}

interface Body {
  readonly who?: string;
  readonly people?: Readonly<Record<string, string>>;
  readonly sealed?: string;
}

/** What somebody wrote into the table by hand need not be JSON; it is exported all the same. */
function readBody(body: string): Body {
  try {
    return (JSON.parse(body) ?? {}) as Body;
  } catch {
    return {};
  }
}

function named(words: string, known: Known): string {
  return words.replace(/person-[0-9a-f]{24}/g, (name) => known.get(name)?.person ?? name);
}
