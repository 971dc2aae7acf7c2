import type { EvidenceDraft } from '../../domain/finding.ts';

/** How a piece about a series begins: with the metric's name, in which words are joined. */
const SERIES = /^[A-Za-z][\w:.]*[_:.][\w:.]*\w(?= )/;

/**
 * Pieces in the order in which they tell most: the first one, the first of each other source, then the rest, and of these
 * last what a series shows that another piece has shown already. Five figures of one matter hide the words, and one figure
 * in three wordings hides the next.
 */
export function telling(drafts: readonly EvidenceDraft[]): readonly EvidenceDraft[] {
  const first = [...Map.groupBy(drafts, ({ source }) => source).values()].map(([one]) => one!);
  const shown = new Set(first.flatMap((one) => seriesOf(one) ?? []));
  const others: EvidenceDraft[] = [];
  const again: EvidenceDraft[] = [];
  for (const one of drafts) {
    if (first.includes(one)) continue;
    const series = seriesOf(one);
    if (series !== undefined && shown.has(series)) again.push(one);
    else others.push(one);
    if (series !== undefined) shown.add(series);
  }
  return [...first, ...others, ...again];
}

/** The metric that a piece tells of, and of whom; undefined for what tells of none. */
function seriesOf({ source, target, text }: EvidenceDraft): string | undefined {
  const name = source === 'metrics' ? SERIES.exec(text)?.[0] : undefined;
  return name === undefined ? undefined : `${target} ${name}`;
}
