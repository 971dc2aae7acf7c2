/**
 * Those of `items` that change something when moved alone, found by moving groups: a group that changes nothing is done
 * with, one that does is halved. Where the first half changes nothing, the second must, unless it took both; so a single
 * item is always tried by itself before it counts. Items that cancel one another out in a group are missed.
 */
export function soleMovers<T>(
  items: readonly T[],
  changes: (group: readonly T[]) => boolean,
  groupSize: number,
): readonly T[] {
  const found: T[] = [];
  const halve = (group: readonly T[]): void => {
    if (group.length === 1) {
      if (changes(group)) found.push(group[0]!);
      return;
    }
    const middle = Math.ceil(group.length / 2);
    const [first, second] = [group.slice(0, middle), group.slice(middle)];
    const before = found.length;
    const firstChanges = first.length === 1 ? false : changes(first);
    if (first.length === 1 || firstChanges) halve(first);
    if ((!firstChanges && found.length === before) || changes(second)) halve(second);
  };
  for (let from = 0; from < items.length; from += groupSize) {
    const group = items.slice(from, from + groupSize);
    if (group.length === 1 || changes(group)) halve(group);
  }
  return found;
}
