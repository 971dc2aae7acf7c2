import type { Redacted } from '../domain/redacted.ts';
import type { Redaction, Redactor } from '../ports/redaction.ts';
import { findByOurRules, findBySecretlint } from './find-secrets.ts';
import { type Found, findPersonal, type RedactionPolicy } from './personal.ts';

/**
 * A value that was seen once as a secret is looked for everywhere when it is at least this long, and no mere word: who
 * sets `password: postgres` would else have the database's name hidden wherever it stands.
 */
const LEARNT_LENGTH = 8;
const A_WORD = /^[a-z]+(?:[-_. ][a-z]+)*$/i;
const KEPT_INVESTIGATIONS = 500;
/** Longer texts are cut before they are read: nothing that is shown or kept is longer. */
const LONGEST_TEXT = 200_000;

/** Redactors by investigation; the newest few hundred are kept, so that their placeholders stay the same for follow-ups. */
export function createRedaction(policy: RedactionPolicy): Redaction {
  const kept = new Map<string, Redactor>();
  return {
    of(investigation) {
      const redactor = kept.get(investigation) ?? createRedactor(policy);
      kept.delete(investigation);
      kept.set(investigation, redactor);
      for (const id of kept.keys()) if (kept.size > KEPT_INVESTIGATIONS) kept.delete(id);
      return redactor;
    },
  };
}

/** One numbering of secrets. */
export function createRedactor(policy: RedactionPolicy): Redactor {
  const placeholders = new Map<string, string>();
  const counts = new Map<string, number>();

  function placeholderOf(secret: string, kind: string): string {
    const known = placeholders.get(secret);
    if (known !== undefined) return known;
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    const placeholder = `[redacted ${kind} ${number}]`;
    placeholders.set(secret, placeholder);
    return placeholder;
  }

  /** All texts at once, because a secret known from one is to be hidden in the others. */
  async function redactTexts(texts: readonly string[]): Promise<string[]> {
    const joined = texts.join('\n');
    const fromLibrary = await findBySecretlint(joined).catch((): Found[] => []);
    let offset = 0;
    const cut = texts.map((text) => {
      const start = offset;
      offset += text.length + 1;
      const secrets = findByOurRules(text);
      // The end of a password and the host behind it read like an address of mail.
      const personal = findPersonal(text, policy).filter(
        (one) => !secrets.some(({ start, end }) => start < one.end && one.start < end),
      );
      const ours = [...secrets, ...personal];
      const library = fromLibrary.flatMap((found) => within(found, start, text.length));
      const spans = settle(text, ours, library);
      return replace(text, spans, placeholderOf);
    });
    const learnt = [...placeholders].filter(([secret]) => secret.length >= LEARNT_LENGTH && !A_WORD.test(secret));
    if (learnt.length === 0) return cut;
    // The longest first: one secret may be part of another.
    learnt.sort(([a], [b]) => b.length - a.length);
    return cut.map((text) =>
      learnt.reduce((rest, [secret, placeholder]) => rest.split(secret).join(placeholder), text),
    );
  }

  return {
    async redact<T>(value: T): Promise<Redacted<T>> {
      const texts = new Map<string, string>();
      walk(value, (text) => {
        texts.set(text, text);
        return text;
      });
      const originals = [...texts.keys()].filter((text) => text.length >= 4);
      const redacted = await redactTexts(originals.map((text) => text.slice(0, LONGEST_TEXT)));
      for (const [index, text] of originals.entries()) texts.set(text, redacted[index] ?? '[redacted]');
      return walk(value, (text) => texts.get(text) ?? text) as Redacted<T>;
    },
  };
}

function within({ kind, start, end }: Found, offset: number, length: number): Found[] {
  const from = Math.max(start - offset, 0);
  const to = Math.min(end - offset, length);
  return from < to ? [{ kind, start: from, end: to }] : [];
}

/** Spans without overlap, in order. The library marks a whole address; where ours know its password, that is enough. */
function settle(text: string, ours: readonly Found[], library: readonly Found[]): Found[] {
  const needed = library.filter(
    (whole) => whole.kind !== 'password' || !ours.some(({ start, end }) => start >= whole.start && end <= whole.end),
  );
  const settled: Found[] = [];
  // Of spans that overlap the first and longest gives its kind, and covers the end of all.
  for (const span of [...ours, ...needed].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = settled.at(-1);
    if (last === undefined || span.start >= last.end) settled.push(span);
    else if (span.end > last.end) settled[settled.length - 1] = { ...last, end: span.end };
  }
  return settled.filter(({ start, end }) => !text.slice(start, end).startsWith('[redacted '));
}

function replace(text: string, spans: readonly Found[], placeholderOf: (secret: string, kind: string) => string) {
  let result = '';
  let from = 0;
  for (const { kind, start, end } of spans) {
    result += text.slice(from, start) + placeholderOf(text.slice(start, end), kind);
    from = end;
  }
  return result + text.slice(from);
}

/** A copy with every text changed by `change`. */
function walk(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((inner) => walk(inner, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner, change)]));
}

/** A copy of a JSON-like value without the secrets that our rules know, at once and without numbers. Keys stay. */
export function withoutSecrets<T>(value: T): Redacted<T> {
  return walk(value, hideSecrets) as Redacted<T>;
}

/** A text without the secrets that our rules know, at once and without numbers: for log lines. */
function hideSecrets(text: string): string {
  return replace(text, settle(text, findByOurRules(text), []), () => '[redacted]');
}

/** One line of JSON, such as pino writes, in which no text holds a secret; unreadable lines are treated as text. */
export function hideSecretsInJsonLine(line: string): Redacted<string> {
  try {
    return `${JSON.stringify(walk(JSON.parse(line), hideSecrets))}\n` as Redacted<string>;
  } catch {
    return hideSecrets(line) as Redacted<string>;
  }
}
