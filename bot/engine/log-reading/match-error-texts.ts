import { RE2JS } from 're2js';
import type { ErrorText } from '../knowledge/error-texts/error-text.ts';
import { ERROR_TEXTS } from '../knowledge/error-texts/index.ts';
import { withoutClientText } from './client-text.ts';
import { createLiteralIndex } from './literal-index.ts';
import { ENTRY_LETTERS } from './parameters.ts';
import { requiredLiterals } from './required-literals.ts';

/** A row of the tables that an entry matches. */
export interface ErrorTextMatch {
  readonly row: ErrorText;
  /** What the row's named groups hold; empty ones are left out. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Which line of the entry it is that says so, from 0, and about where in it. */
  readonly line: number;
  readonly column: number;
}

interface Matcher {
  readonly row: ErrorText;
  readonly literals: readonly string[];
  readonly pattern: RE2JS;
  readonly context: RE2JS | undefined;
  readonly unless: RE2JS | undefined;
}

/** Finds the rows that entries match, the one that names the cause best first. */
type ErrorTextReader = (text: string) => readonly ErrorTextMatch[];

/**
 * Makes a reader of the rows. Of several rows that match, those that say what is wrong come before hints; then that
 * whose text ends last, since programs put the cause behind what it brought about; then the earlier row.
 */
function createErrorTextReader(rows: readonly ErrorText[]): ErrorTextReader {
  const matchers = rows.map(compile);
  const index = createLiteralIndex(
    matchers.flatMap((matcher, order) => matcher.literals.map((literal) => [literal, order] as const)),
  );
  return (text) => {
    // Entries within entries have their quotes escaped, at times more than once.
    const head = text.slice(0, ENTRY_LETTERS).replace(/\\{1,7}"/g, '"');
    const likely = [...index(head.toLowerCase())].filter((order) => matchers[order]!.pattern.test(head));
    if (likely.length === 0) return [];
    // What a client put there states nothing.
    const own = withoutClientText(head);
    const found = likely.flatMap((order) => {
      const matcher = matchers[order]!;
      const match = matcher.pattern.matcher(own);
      if (!match.find() || matcher.unless?.test(own) === true || matcher.context?.test(own) === false) return [];
      return [{ matcher, order, start: match.start(), end: match.end() }];
    });
    // Rows of one cause stand where the last of them ends, so that the particular one comes before the general one.
    const ends = new Map<string, number>();
    for (const { matcher, end } of found) {
      ends.set(matcher.row.cause, Math.max(ends.get(matcher.row.cause) ?? 0, end));
    }
    return found
      .sort(
        (a, b) =>
          Number(a.matcher.row.hint ?? false) - Number(b.matcher.row.hint ?? false) ||
          ends.get(b.matcher.row.cause)! - ends.get(a.matcher.row.cause)! ||
          a.order - b.order,
      )
      .map(({ matcher, start }) => {
        const before = own.slice(0, start).split('\n');
        const place = { line: before.length - 1, column: before.at(-1)!.length };
        return { row: matcher.row, parameters: parametersOf(matcher.pattern, head), ...place };
      });
  };
}

/** Reads an entry with all rows: those that it matches, the one that names the cause best first. */
export const matchErrorTexts: ErrorTextReader = createErrorTextReader(ERROR_TEXTS);

function compile(row: ErrorText): Matcher {
  const literals = requiredLiterals(row.pattern);
  if (literals === undefined) throw new Error(`the pattern of ${row.id} has an alternative without letters`);
  const optional = (source: string | undefined) =>
    source === undefined ? undefined : RE2JS.compile(source, RE2JS.CASE_INSENSITIVE | RE2JS.MULTILINE);
  return {
    row,
    literals,
    pattern: RE2JS.compile(row.pattern, RE2JS.CASE_INSENSITIVE | RE2JS.MULTILINE),
    context: optional(row.context),
    unless: optional(row.unless),
  };
}

function parametersOf(pattern: RE2JS, text: string): Readonly<Record<string, string>> {
  const names = Object.keys(pattern.namedGroups());
  if (names.length === 0) return {};
  const match = pattern.matcher(text);
  if (!match.find()) return {};
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = match.group(name);
      return value === null || value === '' ? [] : [[name, value]];
    }),
  );
}
