import type { Observation } from '../../domain/observation.ts';
import type { EvidenceSet, MetricSeries, SeriesChange } from '../../domain/signals.ts';
import { type MetricMeaning, meaningOf } from '../metric-reading/meaning.ts';
import { readMetrics, withOwnName } from '../metric-reading/read-metrics.ts';
import type { Parameters } from '../parameters.ts';
import { digits } from './digits.ts';
import { endOfChange } from './ends.ts';
import { isJustNow, isOld } from './time.ts';

/** What every fault moves, or what analyzers weigh by floors of their own: a change of it is not left over. */
const COMMON: ReadonlySet<string> = new Set([
  'latency',
  'errors',
  'availability',
  'traffic',
  'up',
  'restarts',
  'cpu',
  'cpu-limit',
  'memory',
  'memory-free',
  'memory-limit',
  'network-bytes',
  'replicas',
  'ready',
  'replicas-wanted',
  'replicas-limit',
  // What a cache found is as much as it was asked for: where it finds less, its misses tell (Redis, "INFO": keyspace_hits).
  'cache-hits',
  // The role that a server took at a failover is no level that harms: it keeps it.
  'replica-role',
]);

/** Signals that tell how much there may be of something. */
const LIMIT = /-limit$/;
const OTHER_WAY = { up: 'down', down: 'up' } as const;

/**
 * A figure of a component, other than its requests, that left its level for good inside the window: one observation for
 * each component and metric, the largest. A cause that only restates the trouble does not explain it.
 */
export function observeSeries(evidence: EvidenceSet, parameters: Parameters): readonly Observation[] {
  if (evidence.metrics.status !== 'observed') return [];
  const { ownerOf, exchanged } = readMetrics(evidence);
  const largest = new Map<string, { series: MetricSeries; change: SeriesChange }>();
  for (const given of evidence.metrics.value) {
    const series = withOwnName(given);
    const change = lastingChange(series, evidence, parameters);
    if (change === undefined || exchanged.has(change) || isOld(change.onset, evidence, parameters)) continue;
    // A figure whose meaning is not known tells nobody which way is bad, and buckets are read as quantiles.
    const meaning = meaningOf(series);
    if (meaning === undefined || COMMON.has(meaning.signal) || isLittle(change, meaning, parameters)) continue;
    // What falls back to where it harms nobody, and a limit that somebody raises, is no trouble.
    const mends = meaning.bad === undefined ? LIMIT.test(meaning.signal) && 'up' : OTHER_WAY[meaning.bad];
    if (change.direction === mends) continue;
    const component = ownerOf(series.labels, given.name, meaning);
    if (component === undefined) continue;
    const key = `${component} ${series.name}`;
    if ((largest.get(key)?.change.score ?? 0) < change.score) largest.set(key, { series, change });
  }
  return [...largest].map(([key, { series, change }]): Observation => {
    const component = key.slice(0, key.indexOf(' ')) as Observation['component'];
    const text = `${series.name} of ${component} went from ${digits(change.before)} to ${digits(change.during)} at ${change.onset} and stays.`;
    return {
      kind: 'limit',
      name: series.name,
      component,
      from: change.onset,
      size: { absolute: change.during, unit: series.unit ?? '', relative: change.during / (change.before || 1) },
      evidence: [{ source: 'metrics', tool: 'summarize_series', target: component, text, observedAt: change.onset }],
      class: 'relevant',
    };
  });
}

/** Whether a figure moved to less than analyzers would call a move of its kind. */
function isLittle({ during }: SeriesChange, { signal, scale }: MetricMeaning, { moves }: Parameters): boolean {
  const least = moves.filter(({ value }) => value === signal).map((move) => move.least);
  return least.length > 0 && during * Math.abs(scale) < Math.min(...least);
}

/** The largest change that lasts to the end, of many times the usual spread and of at least `seriesFactor`. */
function lastingChange(series: MetricSeries, evidence: EvidenceSet, parameters: Parameters): SeriesChange | undefined {
  return series.changes
    .filter((change) => {
      const { kind, score, before, during } = change;
      if (kind === 'gap' || score < parameters.seriesScore) return false;
      if (isJustNow(change.onset, evidence, parameters)) return false;
      if (endOfChange(series, change, evidence, parameters) !== undefined) return false;
      const [low, high] = [Math.abs(before), Math.abs(during)].sort((a, b) => a - b) as [number, number];
      return high > parameters.seriesFactor * low;
    })
    .sort((a, b) => b.score - a.score)[0];
}
