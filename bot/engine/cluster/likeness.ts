import { LETTERS, LIKENESS } from './parameters.ts';

/** How alike two names are, 0 to 1: one minus the edit distance over the longer length, hyphens and case aside. */
export function likeness(left: string, right: string): number {
  const a = plain(left);
  const b = plain(right);
  const longer = Math.max(a.length, b.length);
  if (longer === 0) return 0;
  const contained =
    a.length >= LETTERS.telling && b.length >= LETTERS.telling && (a.startsWith(b) || b.startsWith(a))
      ? LIKENESS.beginning
      : 0;
  return Math.max(contained, 1 - distance(a, b) / longer);
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]/g, '');
}

/** Damerau-Levenshtein distance (optimal string alignment), with two rows and the one before. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2]! + 1);
      row.push(best);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}
