/** Signs in metrics that a database or a connection pool is the trouble, each a small rule over one component's series. */
import type { CauseCode } from '../../../domain/cause.ts';
import type { EvidenceSet, SeriesChange } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import type { MetricSignal } from '../../metric-reading/meaning.ts';
import type { ReadMetrics, ReadSeries } from '../../metric-reading/read-metrics.ts';
import { isDatabase } from './database-name.ts';
import { changeSeen, figure, levelSeen } from './evidence-text.ts';
import { isShare, type Pressure, processorOf } from './pressure.ts';
import { ratioOf, relevantChange, strongest } from './relevant-change.ts';

/** Every cause that these signs can name. */
export const DATABASE_CAUSES: readonly CauseCode[] = [
  'database_connection_exhausted',
  'connection_pool_exhausted',
  'database_cpu_saturation',
  'database_storage_full',
  'database_failover',
  'replication_lag',
  'checkpoint_storm',
  'lock_contention',
  'slow_query',
  'upstream_rate_limited',
];

/** Everything that speaks against a component as database or as user of a pool; the strongest first. */
export function databaseSigns(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): readonly Pressure[] {
  const context = {
    component,
    evidence,
    metrics,
    name: nameOf(component).name,
    database: isDatabase(component, metrics),
  };
  if (nameOf(component).kind !== 'service') return [];
  return [
    pool(context),
    ...(context.database ? [connections(context), processor(context), storage(context)] : []),
    failover(context),
    ...RISES.map((rise) => risen(rise, context)),
  ]
    .filter((sign) => sign !== undefined)
    .sort((a, b) => b.strength - a.strength);
}

interface Context {
  readonly component: Component;
  readonly evidence: EvidenceSet;
  readonly metrics: ReadMetrics;
  readonly name: string;
  readonly database: boolean;
}

/** The sum over series of one metric (states, databases), each by its last or highest recent value. */
function total(reads: readonly ReadSeries[], value: (read: ReadSeries) => number): number {
  return reads.reduce((sum, read) => sum + value(read), 0);
}

/** The highest value near the end: what was full a moment ago and was shed still tells. */
function recentHigh({ series }: ReadSeries): number {
  return Math.max(series.last, ...series.sketch.slice(-12).map(([, value]) => value));
}

function connections({ component, evidence, metrics, name }: Context): Pressure | undefined {
  const reads = metrics.of(component, 'connections');
  const limit = Math.max(0, ...metrics.of(component, 'connection-limit').map(({ series }) => series.last));
  const change = strongest(evidence, reads, 'up');
  const used = total(reads, recentHigh);
  const evidenceOf = change ? [changeSeen(change.read, change.change)] : [];
  if (limit > 0 && used >= 0.9 * limit) {
    const text = `${name} holds ${figure(used, reads[0]!.meaning)} of ${limit} connections.`;
    return {
      cause: 'database_connection_exhausted',
      strength: change && change.change.score >= 4 ? 0.85 : 0.55,
      statement: text,
      ...(change ? { onset: change.change.onset } : {}),
      evidence: [levelSeen(reads[0]!, text), ...evidenceOf],
    };
  }
  if (limit > 0 || !change || change.change.score < 8 || ratioOf(change.change) < 2) return undefined;
  return {
    cause: 'database_connection_exhausted',
    strength: 0.5,
    statement: `Connections to ${name} rose from ${figure(change.change.before, change.read.meaning)} to ${figure(change.change.during, change.read.meaning)}; its limit is not known.`,
    onset: change.change.onset,
    evidence: evidenceOf,
  };
}

function pool({ component, evidence, metrics, name }: Context): Pressure | undefined {
  const waiting = strongest(evidence, metrics.of(component, 'pool-waiting'), 'up');
  const limit = Math.max(0, ...metrics.of(component, 'pool-limit').map(({ series }) => series.last));
  const use = metrics.of(component, 'pool-use');
  const full = limit > 0 && use.length > 0 && Math.max(...use.map(recentHigh)) >= 0.97 * limit;
  const waits = waiting !== undefined && waiting.change.score >= 5 && waiting.change.during > 0;
  if (!waits && !full) return undefined;
  const grew = strongest(evidence, use, 'up');
  const change = waits ? waiting : grew;
  return {
    cause: 'connection_pool_exhausted',
    strength: waits && full ? 0.85 : waits ? 0.75 : grew ? 0.7 : 0.4,
    statement: `${name} ${full ? `uses all ${limit} connections of its pool` : 'waits for connections of its pool'}.`,
    ...(change ? { onset: change.change.onset } : {}),
    evidence: [
      ...(change ? [changeSeen(change.read, change.change)] : []),
      ...(full ? [levelSeen(use[0]!, `The pool of ${component} is fully used: ${limit} of ${limit}.`)] : []),
    ],
  };
}

function processor({ component, evidence, metrics, name }: Context): Pressure | undefined {
  const use = strongest(evidence, processorOf(component, metrics), 'up');
  if (!use || use.change.score < 5) return undefined;
  const share = use.change.during * use.read.meaning.scale;
  const ofOne = isShare(use.read);
  if (ofOne ? share < 0.8 : ratioOf(use.change) < 3) return undefined;
  return {
    cause: 'database_cpu_saturation',
    strength: ofOne ? 0.8 : 0.6,
    statement: ofOne
      ? `The processor of ${name} is ${Math.round(share * 100)} % busy, ${Math.round(use.change.before * use.read.meaning.scale * 100)} % before.`
      : `${name} uses ${figure(use.change.during, use.read.meaning)} of processor, ${figure(use.change.before, use.read.meaning)} before.`,
    onset: use.change.onset,
    evidence: [changeSeen(use.read, use.change)],
  };
}

function storage({ component, evidence, metrics, name }: Context): Pressure | undefined {
  for (const read of metrics.of(component, 'disk-free')) {
    const size = Math.max(
      read.series.max,
      ...metrics
        .of(component, 'disk-limit')
        .filter(({ series }) => series.labels.mountpoint === read.series.labels.mountpoint)
        .map(({ series }) => series.last),
    );
    if (size <= 0 || read.series.last > 0.05 * size) continue;
    return storageFull(
      read,
      relevantChange(evidence, read, 'down'),
      `${figure(read.series.last, read.meaning)} of storage left`,
      name,
    );
  }
  for (const read of metrics.of(component, 'disk')) {
    const share = read.series.last * read.meaning.scale;
    if (share > 1.01 || share < 0.95 || !/ratio|percent|util|full/i.test(read.series.name)) continue;
    return storageFull(
      read,
      relevantChange(evidence, read, 'up'),
      `its storage ${Math.round(share * 100)} % full`,
      name,
    );
  }
  return undefined;
}

function storageFull(read: ReadSeries, change: SeriesChange | undefined, words: string, name: string): Pressure {
  const text = `${name} has ${words}.`;
  return {
    cause: 'database_storage_full',
    strength: change || read.series.last === 0 ? 0.85 : 0.6,
    statement: text,
    ...(change ? { onset: change.onset } : {}),
    evidence: [levelSeen(read, text), ...(change ? [changeSeen(read, change)] : [])],
  };
}

function failover({ component, evidence, metrics, name }: Context): Pressure | undefined {
  for (const read of metrics.of(component, 'replica-role')) {
    const change = relevantChange(evidence, read, 'up') ?? relevantChange(evidence, read, 'down');
    if (!change || Math.abs(change.during - change.before) < 0.5) continue;
    return {
      cause: 'database_failover',
      strength: 0.75,
      statement: `${name} changed its role: ${read.series.name} went from ${change.before} to ${change.during} at ${change.onset}.`,
      onset: change.onset,
      evidence: [changeSeen(read, change)],
    };
  }
  return undefined;
}

interface Rise {
  readonly signal: MetricSignal;
  readonly cause: CauseCode;
  readonly strength: number;
  readonly score: number;
  readonly ratio: number;
  /** The level below which a rise harms nobody, in the signal's scaled unit. */
  readonly least: number;
  readonly words: string;
}

const RISES: readonly Rise[] = [
  {
    signal: 'replication-lag',
    cause: 'replication_lag',
    strength: 0.65,
    score: 5,
    ratio: 3,
    least: 2,
    words: 'falls behind in replication',
  },
  {
    signal: 'lock-waits',
    cause: 'lock_contention',
    strength: 0.7,
    score: 5,
    ratio: 2,
    least: 0,
    words: 'has sessions waiting for locks',
  },
  {
    signal: 'slow-queries',
    cause: 'slow_query',
    strength: 0.65,
    score: 5,
    ratio: 2,
    least: 0,
    words: 'runs slow queries',
  },
  {
    signal: 'checkpoints',
    cause: 'checkpoint_storm',
    strength: 0.6,
    score: 5,
    ratio: 2,
    least: 0,
    words: 'writes many checkpoints',
  },
  {
    signal: 'throttled-requests',
    cause: 'upstream_rate_limited',
    strength: 0.7,
    score: 5,
    ratio: 3,
    least: 0,
    words: 'refuses requests over its rate',
  },
];

function risen(rise: Rise, { component, evidence, metrics, name }: Context): Pressure | undefined {
  const found = strongest(evidence, metrics.of(component, rise.signal), 'up');
  if (!found || found.change.score < rise.score || ratioOf(found.change) < rise.ratio) return undefined;
  if (found.change.during * found.read.meaning.scale <= rise.least) return undefined;
  return {
    cause: rise.cause,
    strength: rise.strength,
    statement: `${name} ${rise.words}: ${found.read.series.name} went from ${figure(found.change.before, found.read.meaning)} to ${figure(found.change.during, found.read.meaning)}.`,
    onset: found.change.onset,
    evidence: [changeSeen(found.read, found.change)],
  };
}
