/** Words of complaints, too common to be taken for a misspelt name. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  'about after again alert alerts been before being broken call calls check could down error errors every fail failed failing fails fast from full getting have high into keep keeps latency many more much network node nodes only page pages please problem problems requests response responses service services slow slower some spike still system team than that them then there these they this time timeout timeouts today traffic users very wait what when where which while will with work works wrong yesterday your'.split(
    ' ',
  ),
);

/**
 * How many single-letter slips (one added, lost, replaced, or two swapped) lie between two words; `most + 1` when
 * more than `most`.
 */
export function slipsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
    }
    if (Math.min(...row) > most) return most + 1;
    beforeLast = last;
    last = row;
  }
  return Math.min(last[b.length]!, most + 1);
}

/** Slips that a word of this length may have and still be taken for another. */
export function slipsForgiven(word: string): number {
  if (word.length < 4) return 0;
  return word.length < 7 ? 1 : 2;
}

/** Candidates within the slips forgiven, nearest first, then in the order given; empty when none is near. */
export function nearest(word: string, candidates: readonly string[]): readonly string[] {
  const forgiven = slipsForgiven(word);
  if (forgiven === 0) return [];
  return candidates
    .map((candidate) => ({ candidate, slips: slipsBetween(word, candidate, forgiven) }))
    .filter(({ slips }) => slips <= forgiven)
    .sort((a, b) => a.slips - b.slips)
    .map(({ candidate }) => candidate);
}
