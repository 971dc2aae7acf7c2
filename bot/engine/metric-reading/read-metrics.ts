import { itemKeyOf } from '../../../schemas/item-key.ts';
import type { EvidenceSet, MetricSeries, SeriesChange } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { isOfDeadLetters } from './dead-letters.ts';
import type { KnownNames } from './entity.ts';
import { exchangedIn } from './exchanged.ts';
import { knownNames } from './known-names.ts';
import { type MetricSignal, meaningOf } from './meaning.ts';
import { createFindOwner, type FindOwner, isOfAnother } from './owners.ts';
import type { ReadSeries } from './read-series.ts';
import { metricsOfLevels, readServiceLevels } from './service-levels.ts';

export type { ReadSeries } from './read-series.ts';

export interface ReadMetrics {
  readonly known: KnownNames;
  readonly all: readonly ReadSeries[];
  /** The series of one component with one meaning; empty when there are none. */
  of(component: Component, signal: MetricSignal): readonly ReadSeries[];
  readonly components: readonly Component[];
  /** Whose any series is, be it among `all` or not. */
  readonly ownerOf: FindOwner;
  /** Changes that `all` leaves out: levels that two instances of one component only exchanged. */
  readonly exchanged: ReadonlySet<SeriesChange>;
  /** The database, cache or broker whose exporter tells of a component; undefined where none does. */
  engineOf(component: Component): string | undefined;
}

/** What indicators tell of requests, their raw series need not. */
export const REQUESTS: ReadonlySet<string> = new Set(['latency', 'errors', 'availability', 'traffic']);
/** What tells of work that waits for a consumer. */
const OF_QUEUES: ReadonlySet<string> = new Set([
  'queue',
  'queue-all',
  'queue-unacked',
  'queue-consumers',
  'message-age',
  'consumer-lag',
  'consumer-lag-time',
]);
const READ = new WeakMap<EvidenceSet, ReadMetrics>();

/** A series as people know it: by the key of its item where one metric holds all of them. */
export function withOwnName(series: MetricSeries): MetricSeries {
  const name = itemKeyOf(series.name, series.labels);
  return name === undefined ? series : { ...series, name };
}

/** Reads the metrics of an evidence set once; every analyzer shares the result. Unknown metrics read as none. */
export function readMetrics(evidence: EvidenceSet): ReadMetrics {
  const before = READ.get(evidence);
  if (before) return before;
  const known = knownNames(evidence);
  const levels = evidence.slis.status === 'observed' ? evidence.slis.value : { items: [], leftOut: [] };
  const counted = metricsOfLevels(levels);
  const ownerOf = createFindOwner(evidence, known);
  const all: ReadSeries[] = [...readServiceLevels(levels, known)];
  const index = new Map<Component, Map<MetricSignal, ReadSeries[]>>();
  for (const series of evidence.metrics.status === 'observed' ? evidence.metrics.value : []) {
    if (series.points === 0) continue;
    const meaning = meaningOf(series);
    if (!meaning || (REQUESTS.has(meaning.signal) && counted(series.name))) continue;
    if (OF_QUEUES.has(meaning.signal) && isOfDeadLetters(series.labels)) continue;
    const component = ownerOf(series.labels, series.name, meaning);
    if (!component) continue;
    all.push({ series: withOwnName(series), meaning, component });
  }
  const exchanged = exchangedIn(all);
  for (const [place, read] of all.entries()) {
    const changes = read.series.changes.filter((change) => !exchanged.has(change));
    if (changes.length < read.series.changes.length) all[place] = { ...read, series: { ...read.series, changes } };
  }
  const engines = new Map<Component, string>();
  for (const read of all) {
    // A broker's exporter tells of its consumers too, and a proxy's of what is behind it: these are none themselves.
    if (read.meaning.engine !== undefined && !isOfAnother(read.meaning))
      engines.set(read.component, read.meaning.engine);
    // A histogram's sum is no latency of its own.
    if (read.meaning.signal === 'latency' && /[._](?:sum|bucket)$/.test(read.series.name)) continue;
    const signals = index.get(read.component) ?? new Map<MetricSignal, ReadSeries[]>();
    index.set(read.component, signals);
    const list = signals.get(read.meaning.signal);
    if (list) list.push(read);
    else signals.set(read.meaning.signal, [read]);
  }
  const result: ReadMetrics = {
    known,
    all,
    ownerOf,
    exchanged,
    of: (component, signal) => index.get(component)?.get(signal) ?? [],
    components: [...index.keys()],
    engineOf: (component) => engines.get(component),
  };
  READ.set(evidence, result);
  return result;
}

/** The strongest change of a series in a direction that touches the time from `since` (RFC 3339) on; gaps do not count. */
export function strongestChange(
  series: MetricSeries,
  direction: 'up' | 'down' | undefined,
  since?: string,
): SeriesChange | undefined {
  let best: SeriesChange | undefined;
  for (const change of series.changes) {
    if (change.kind === 'gap' || (direction !== undefined && change.direction !== direction)) continue;
    if (since !== undefined && change.until !== undefined && change.until < since) continue;
    if (!best || change.score > best.score) best = change;
  }
  return best;
}
