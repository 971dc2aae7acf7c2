import type { EvidenceSet, SeriesChange } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import type { ReadMetrics, ReadSeries } from '../../metric-reading/read-metrics.ts';
import { READING } from '../../metric-reading/reading-parameters.ts';
import type { Parameters } from '../../parameters.ts';
import { readCalls } from '../../propagation/calls.ts';
import { SURGES } from '../../propagation/parameters.ts';
import { ratioOf, strongest } from './relevant-change.ts';

/** A series with the change that it shows. */
export interface Moved {
  readonly read: ReadSeries;
  readonly change: SeriesChange;
}

/**
 * What a cache misses more of since it finds less, at once: no more is asked of it, and what it used to answer goes on to those
 * behind it (Varnish, `varnish-counters(7)`: a lookup is a hit or a miss, and a miss is fetched from the backend). Undefined
 * where its hits did not fall, or by less than half of what it misses more: then others ask, or ask for more.
 */
export function lostHits(
  component: Component,
  evidence: EvidenceSet,
  metrics: ReadMetrics,
  { metrics: { movedScore } }: Parameters,
): Moved | undefined {
  const missed = strongest(evidence, metrics.of(component, 'cache-misses'), 'up');
  const found = strongest(evidence, metrics.of(component, 'cache-hits'), 'down');
  if (missed === undefined || found === undefined) return undefined;
  if (missed.change.score < movedScore || found.change.score < movedScore || !isTogether(missed, found))
    return undefined;
  return -2 * excessOf(found) >= excessOf(missed) ? missed : undefined;
}

/** Whether requests rose as a cache began to leave them to those behind it, and by no more than it misses more. */
export function isFedBy({ read, change }: Moved, missed: Moved): boolean {
  const rise = ratioOf(change) - 1;
  return (
    read.component !== missed.read.component &&
    rise > 0 &&
    isTogether({ read, change }, missed) &&
    (ratioOf(missed.change) - 1) / rise >= SURGES.passedOn
  );
}

/**
 * Whose requests rose with what a cache lost and about as many of them, the nearest in number first. Empty where it is known
 * whom the cache asks: they are looked up then.
 */
export function fedBy(missed: Moved, evidence: EvidenceSet, metrics: ReadMetrics): readonly Moved[] {
  const { known } = readCalls(evidence);
  const name = missed.read.component.slice('service/'.length);
  if ((known.get(name)?.size ?? 0) > 0 || [...known.values()].some((callees) => callees.has(name))) return [];
  const most = excessOf(missed);
  const apart = (one: Moved) => Math.abs(excessOf(one) - most);
  return metrics.components
    .flatMap((component) => strongest(evidence, metrics.of(component, 'traffic'), 'up') ?? [])
    .filter((one) => isFedBy(one, missed) && 2 * excessOf(one) >= most && excessOf(one) <= 2 * most)
    .sort((a, b) => apart(a) - apart(b));
}

function excessOf({ read, change }: Moved): number {
  return (change.during - change.before) * read.meaning.scale;
}

function isTogether(one: Moved, other: Moved): boolean {
  return Math.abs(Date.parse(one.change.onset) - Date.parse(other.change.onset)) <= READING.onsetsApartMs;
}
