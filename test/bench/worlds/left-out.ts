/**
 * Numbers of the engine's tables that are no parameters, by the names of their tables and keys: none of them can change an
 * answer, or none of them could be another number.
 */
const LEFT_OUT: readonly (readonly [kind: LeftOut, path: RegExp])[] = [
  ['display', /#(CHARTS|FIGURES|QUOTE|QUOTED|SHOWN)\.|[.#](shown|\w+Shown|\w+_SHOWN)$/],
  [
    'bounds on the work',
    /#(?:WRITTEN\.|(?:MOST_OWNERS|ENTRY_LETTERS)$|CHANGE_WORDS\.(?:textLetters|symptomLetters|patterns)$)/,
  ],
  ['units and arithmetic', /#(FORMAT|NORMAL|NOTHING|LITERALS)\./],
];

export type LeftOut = 'bounds on the work' | 'display' | 'units and arithmetic';

/** What a number is that is no parameter; undefined for a parameter. */
export function leftOut(path: string): LeftOut | undefined {
  return LEFT_OUT.find(([, pattern]) => pattern.test(path))?.[0];
}
