/**
 * Rows in the order of their keys. Two who write the same rows at once, each in an order of its own, wait for each other's
 * until PostgreSQL ends one of them (manual, "Deadlocks"): so everybody writes them in this one. Rows of one key keep theirs.
 */
export function inOneOrder<T>(rows: readonly T[], keyOf: (row: T) => string): readonly T[] {
  return rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : Number(keyOf(a) > keyOf(b))));
}
