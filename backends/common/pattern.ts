import { RE2JS } from 're2js';
import { badParameter } from './backend-error.ts';

/** Tells whether a text contains a match; its time is linear in the text, whatever the pattern. */
export type TextMatcher = (text: string) => boolean;

const LITERALS = /^[^\\^$.|?*+()[\]{}]+(\|[^\\^$.|?*+()[\]{}]+)*$/;

/**
 * Compiles a caller's regular expression (RE2 syntax, case-insensitive unless told otherwise). RE2 never backtracks, so no pattern can stall
 * the process. Plain words and alternatives of plain words go to the built-in engine, which cannot backtrack on those
 * and is faster. A bad pattern is refused under `field` with RE2's reason.
 */
export function compilePattern(pattern: string, field: string, options: { caseSensitive?: boolean } = {}): TextMatcher {
  const caseSensitive = options.caseSensitive ?? false;
  if (LITERALS.test(pattern)) {
    const plain = new RegExp(pattern, caseSensitive ? '' : 'i');
    return (text) => plain.test(text);
  }
  try {
    const compiled = RE2JS.compile(pattern, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);
    return (text) => compiled.test(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw badParameter(field, `is not a regular expression in RE2 syntax: ${detail}`, error);
  }
}
