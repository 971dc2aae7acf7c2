/**
 * The names nearest to `wanted`, best first, at most `count`: those that contain it or differ in few letters.
 * Empty when nothing is near.
 */
export function closeNames(wanted: string, names: Iterable<string>, count = 3): string[] {
  const target = wanted.toLowerCase();
  const allowed = Math.max(2, Math.floor(target.length / 3));
  return [...new Set(names)]
    .map((name) => ({ name, distance: nearness(target, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= allowed)
    .toSorted((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, count)
    .map(({ name }) => name);
}

function nearness(target: string, name: string): number {
  if (name.includes(target) || (name.length > 2 && target.includes(name))) return 1;
  return editDistance(target, name);
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
