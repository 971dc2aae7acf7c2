import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { graded } from '../../cluster/grading.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import type { ReadMetrics, ReadSeries } from '../../metric-reading/read-metrics.ts';
import { type Spells, spellsIn } from '../../metric-reading/spells.ts';
import { FORMAT, type Parameters } from '../../parameters.ts';
import { CACHES } from './call-parameters.ts';
import { figure } from './evidence-text.ts';
import { changeTold, ownChangeBefore } from './own-change.ts';

/** Who asks a cache, and what they ask where it does not know. */
interface Around {
  readonly callers: readonly Component[];
  readonly stores: readonly Component[];
}

/**
 * A cache that misses most of what it is asked for again and again at even distances, and finds it in between, without
 * throwing anything out: entries that were written together with one lifetime expire together, and each time whoever asks
 * makes all of them anew (AWS, "Database Caching Strategies Using Redis": add jitter to lifetimes). Undefined otherwise.
 */
export function missesInBursts(
  component: Component,
  { callers, stores }: Around,
  evidence: EvidenceSet,
  metrics: ReadMetrics,
  parameters: Parameters,
): Finding | undefined {
  const [burst] = metrics.of(component, 'cache-misses').flatMap((read) => burstsOf(read, evidence) ?? []);
  const thrownOut = metrics.of(component, 'evictions');
  if (burst === undefined || burst.spells.until !== undefined || thrownOut.some(throwsOut)) return undefined;
  const { spells, read } = burst;
  const store = stores.find((one) =>
    metrics.of(one, 'traffic').some((traffic) => isTogether(burstsOf(traffic, evidence)?.spells, spells)),
  );
  const name = nameOf(component).name;
  // Who warms the entries decides when they expire.
  const own = [component, ...callers].flatMap((one) => ownChangeBefore(nameOf(one).name, spells.first, evidence) ?? []);
  const every = Math.round(spells.everySeconds / (FORMAT.minute / FORMAT.millis));
  return {
    analyzer: 'cache-misses',
    component,
    cause: 'cache_stampede',
    statement: `${name} finds far less than usual every ${every} minutes and throws nothing out: its entries expire together, and ${store === undefined ? 'whoever asks must make them anew' : `${nameOf(store).name} makes up for it`}.`,
    ...graded('measured', parameters),
    evidence: [burstSeen(read, spells), ...own.slice(0, 1).map(changeTold)],
    onset: spells.first,
    lasts: true,
    explains: [...new Set([...(store === undefined ? [] : [store]), ...callers])],
  };
}

interface Burst {
  readonly read: ReadSeries;
  readonly spells: Spells;
}

function burstsOf(read: ReadSeries, { asOf }: EvidenceSet): Burst | undefined {
  const { median, sketch } = read.series;
  const least = Math.max(CACHES.missesFactor * median, CACHES.leastMisses / read.meaning.scale);
  const spells = spellsIn(sketch, (value) => value >= least, asOf);
  return spells === undefined || spells.standing ? undefined : { read, spells };
}

function throwsOut({ series, meaning }: ReadSeries): boolean {
  return (series.recent?.max ?? series.max) * meaning.scale >= CACHES.leastMisses;
}

/** Whether two come back as often, and the last of them at once. */
function isTogether(one: Spells | undefined, { everySeconds, last }: Spells): boolean {
  if (one === undefined) return false;
  const apart = Math.abs(Date.parse(one.last) - Date.parse(last)) / FORMAT.millis;
  return 2 * apart < everySeconds && 2 * Math.abs(one.everySeconds - everySeconds) < everySeconds;
}

function burstSeen(read: ReadSeries, { first, last, times, everySeconds }: Spells): EvidenceDraft {
  const { series, meaning, component } = read;
  const [usual, most] = [series.median, series.recent?.max ?? series.max].map((one) => figure(one, meaning));
  const every = Math.round(everySeconds / (FORMAT.minute / FORMAT.millis));
  return {
    source: 'metrics',
    tool: 'summarize_series',
    target: component,
    text: `${series.name} of ${component} is usually ${usual} and rises to ${most} every ${every} minutes, ${times} times from ${first} to ${last}.`,
    observedAt: last,
  };
}
