import type { SeriesChange } from '../../domain/signals.ts';
import type { ReadSeries } from './read-series.ts';
import { READING } from './reading-parameters.ts';

/** What tells who has which role: that it is exchanged is the very news. */
const ROLES: ReadonlySet<string> = new Set(['replica-role', 'up', 'restarts']);

/**
 * Changes in which two instances of one component exchanged their levels of one metric, as at a failover or a move: who had
 * the work has it no more, and who took it over is as busy as the other was. Nothing of it is more than before.
 */
export function exchangedIn(all: readonly ReadSeries[]): ReadonlySet<SeriesChange> {
  const exchanged = new Set<SeriesChange>();
  for (const group of Map.groupBy(all, ({ series, component }) => `${series.name} ${component}`).values()) {
    if (group.length < 2 || ROLES.has(group[0]!.meaning.signal)) continue;
    const moves = group.flatMap(({ series }) =>
      series.changes.filter(({ kind }) => kind !== 'gap').map((change) => ({ series, change })),
    );
    const ups = moves.filter(({ change }) => change.direction === 'up');
    const downs = moves.filter(({ change }) => change.direction === 'down');
    for (const up of ups)
      for (const down of downs) {
        if (up.series === down.series || !areExchanged(up.change, down.change)) continue;
        exchanged.add(up.change).add(down.change);
      }
  }
  return exchanged;
}

function areExchanged(up: SeriesChange, down: SeriesChange): boolean {
  const apart = Math.abs(Date.parse(up.onset) - Date.parse(down.onset));
  return apart <= READING.onsetsApartMs && isAlike(up.before, down.during) && isAlike(up.during, down.before);
}

function isAlike(one: number, other: number): boolean {
  return Math.abs(one - other) <= READING.handedAlike * Math.max(Math.abs(one), Math.abs(other));
}
