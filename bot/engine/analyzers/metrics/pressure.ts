/** Signs that a component is short of processor, memory or network, each with the cause it speaks for. */
import type { CauseCode } from '../../../domain/cause.ts';
import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, SeriesChange } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { countedAgainstLimit } from '../../metric-reading/memory-account.ts';
import { METRIC_PARAMETERS } from '../../metric-reading/metric-parameters.ts';
import type { ReadMetrics, ReadSeries } from '../../metric-reading/read-metrics.ts';
import { isDatabase } from './database-name.ts';
import { changeSeen, figure, levelSeen } from './evidence-text.ts';
import { ratioOf, strongest } from './relevant-change.ts';

export interface Pressure {
  readonly cause: CauseCode;
  readonly strength: number;
  readonly statement: string;
  readonly onset?: string;
  readonly evidence: readonly EvidenceDraft[];
}

const UNUSUAL = 6;
/** Processor use that grows this much more than the requests is not their doing. */
const BEYOND_LOAD = 1.8;
const NEAR_LIMIT = 0.9;
/** Where people are warned of a container's memory: ContainerHighMemoryUsage of awesome-prometheus-alerts. */
const HIGH = 0.8;
/** A rise to this multiple is a leap. */
const LEAP = 1.5;
const MANY_BYTES = 64 * 2 ** 20;
/** A leap that leaves half of the limit free presses nobody; one of a few mebibytes is what caches do. */
const HALF = 0.5;
const FAR_FROM_LIMIT = 0.2;
const FEW_BYTES = 0.35;
/** Full without a rise: page cache and heaps of fixed size fill by design. */
const ALWAYS_FULL = 0.35;

/** Every pressure on one component, the strongest first; empty when nothing presses or nothing tells. */
export function pressuresOn(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): readonly Pressure[] {
  const { kind } = nameOf(component);
  const found =
    kind === 'node'
      ? []
      : [
          cpu(component, evidence, metrics),
          throttling(component, evidence, metrics),
          memory(component, evidence, metrics),
        ];
  return [...found, network(component, evidence, metrics), loss(component, evidence, metrics)]
    .filter((pressure) => pressure !== undefined)
    .sort((a, b) => b.strength - a.strength);
}

/** A pressure as an analyzer's finding. */
export function asFinding(analyzer: string, component: Component, pressure: Pressure): Finding {
  return { analyzer, component, ...pressure };
}

function cpu(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): Pressure | undefined {
  const use = strongest(evidence, processorOf(component, metrics), 'up');
  if (!use || use.change.score < UNUSUAL) return undefined;
  // What a database's own server reports of its processor is the database's trouble, not a container's.
  if (isDatabase(component, metrics) && !/container|pod|process/i.test(use.read.series.name)) return undefined;
  const ratio = ratioOf(use.change);
  const share = isShare(use.read);
  const full = share && use.change.during * use.read.meaning.scale >= NEAR_LIMIT;
  if (ratio < 2 && !full) return undefined;
  const { leastCores, leastProcessorShare } = METRIC_PARAMETERS;
  const used = use.change.during * use.read.meaning.scale;
  if (used < (share ? leastProcessorShare : leastCores)) return undefined;
  const load = strongest(evidence, metrics.of(component, 'traffic'), 'up');
  const surged = load !== undefined && load.change.score >= 4 && ratio < BEYOND_LOAD * ratioOf(load.change);
  const grown = growthAround(metrics.of(component, 'traffic'), use.change);
  const byLoad = surged || (grown !== undefined && ratio < BEYOND_LOAD * grown);
  const held = throttled(component, evidence, metrics);
  const strength = byLoad ? 0.35 : Math.min(0.85, 0.5 + (ratio >= 4 || full ? 0.15 : 0.05) + (held ? 0.15 : 0));
  return {
    cause: 'pod_cpu_overload',
    strength,
    statement: `${nameOf(component).name} burns ${figure(ratio, use.read.meaning)} times its usual processor time${
      byLoad ? ', as its requests grew' : ' without more requests'
    }.`,
    onset: use.change.onset,
    evidence: [changeSeen(use.read, use.change), ...(held ? [changeSeen(held.read, held.change)] : [])],
  };
}

/** The use of a component's processor, in cores or as a share. */
export function processorOf(component: Component, metrics: ReadMetrics): readonly ReadSeries[] {
  return [...metrics.of(component, 'cpu'), ...metrics.of(component, 'cpu-share')];
}

/** Whether a series of a processor's use is a share of it, not cores. */
export function isShare({ meaning, series }: ReadSeries): boolean {
  return meaning.signal === 'cpu-share' || meaning.scale !== 1 || /ratio|utili[sz]ation/i.test(series.name);
}

/** How many times as many requests came during a change of something else as before it; undefined where none were counted. */
function growthAround(traffic: readonly ReadSeries[], { onset, until }: SeriesChange): number | undefined {
  const rate = traffic.find(({ sli }) => sli !== undefined)?.sli;
  if (rate === undefined) return undefined;
  const from = Date.parse(onset) / 1000;
  const to = until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until) / 1000;
  const median = (wanted: (time: number) => boolean): number | undefined => {
    const values = rate.course.filter(([time]) => wanted(time)).map(([, value]) => value);
    return values.toSorted((a, b) => a - b)[values.length >> 1];
  };
  const before = median((time) => time < from);
  const during = median((time) => time >= from && time < to);
  return before === undefined || during === undefined || before <= 0 ? undefined : during / before;
}

function throttled(component: Component, evidence: EvidenceSet, metrics: ReadMetrics) {
  const found = strongest(evidence, metrics.of(component, 'cpu-throttling'), 'up');
  const large = found && (found.read.series.max > 1 || found.change.during - found.change.before >= 0.1);
  return large && found.change.score >= UNUSUAL ? found : undefined;
}

function throttling(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): Pressure | undefined {
  const held = throttled(component, evidence, metrics);
  if (!held) return undefined;
  const use = strongest(evidence, processorOf(component, metrics), 'up');
  const grew = use !== undefined && use.change.score >= UNUSUAL && ratioOf(use.change) >= 2;
  return {
    cause: 'pod_cpu_throttled',
    strength: grew ? 0.4 : 0.65,
    statement: `${nameOf(component).name} is held back by its processor limit${grew ? ' as it wants more' : ' at its usual use'}.`,
    onset: held.change.onset,
    evidence: [changeSeen(held.read, held.change)],
  };
}

function memory(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): Pressure | undefined {
  const grown = strongest(evidence, metrics.of(component, 'memory'), 'up');
  const limit = Math.max(
    0,
    ...metrics.of(component, 'memory-limit').map(({ series, meaning }) => series.last * meaning.scale),
  );
  const fullest = countedAgainstLimit(metrics.of(component, 'memory'))
    .map((read) => ({ read, share: (read.series.last * read.meaning.scale) / limit }))
    .sort((a, b) => b.share - a.share)[0];
  const isHigh = limit > 0 && fullest !== undefined && fullest.share >= HIGH && fullest.share <= 1.5;
  const full = isHigh && fullest.share >= NEAR_LIMIT;
  if (grown && grown.change.kind === 'drift' && grown.change.score >= 8 && ratioOf(grown.change) >= 1.3) {
    return {
      cause: 'memory_leak',
      strength: full ? 0.75 : 0.6,
      statement: `Memory of ${nameOf(component).name} grows without a plateau since ${grown.change.onset}.`,
      onset: grown.change.onset,
      evidence: [changeSeen(grown.read, grown.change)],
    };
  }
  const leaps = grown !== undefined && grown.change.score >= UNUSUAL && ratioOf(grown.change) >= LEAP;
  const leap = leaps ? grown : isHigh ? leapAtEnd(fullest.read) : undefined;
  if (!full && leap === undefined) return undefined;
  return {
    cause: 'pod_memory_pressure',
    strength: memoryStrength(full, leap?.change, limit),
    statement: isHigh
      ? `${nameOf(component).name} uses ${Math.round(fullest.share * 100)} % of its memory limit.`
      : `Memory of ${nameOf(component).name} rose to ${figure(leap!.change.during, leap!.read.meaning)} from ${figure(leap!.change.before, leap!.read.meaning)}.`,
    ...(leap && { onset: leap.change.onset }),
    evidence: [
      ...(leap ? [changeSeen(leap.read, leap.change)] : []),
      ...(isHigh
        ? [
            levelSeen(
              fullest.read,
              `${fullest.read.series.name} of ${component} is at ${Math.round(fullest.share * 100)} % of the limit.`,
            ),
          ]
        : []),
    ],
  };
}

/** A rise to the last figure that has not lasted long enough to be a change of level. */
function leapAtEnd(read: ReadSeries): { readonly read: ReadSeries; readonly change: SeriesChange } | undefined {
  const { last, median, sketch, to } = read.series;
  if (median <= 0 || last < LEAP * median) return undefined;
  const half = (median + last) / 2;
  const quiet = sketch.findLastIndex(([, value]) => value < half);
  const onset = sketch[quiet + 1]?.[0];
  return {
    read,
    change: {
      kind: 'spike',
      direction: 'up',
      onset: onset === undefined ? to : new Date(onset * 1000).toISOString(),
      before: median,
      during: last,
      score: UNUSUAL,
    },
  };
}

/** A leap of many mebibytes outweighs the processor that filling them takes; well below a known limit it presses nobody. */
function memoryStrength(full: boolean, leap: SeriesChange | undefined, limit: number): number {
  if (!leap) return ALWAYS_FULL;
  if (full) return 0.84;
  if (limit > 0 && leap.during < HALF * limit) return FAR_FROM_LIMIT;
  const many = leap.during - leap.before >= MANY_BYTES && ratioOf(leap) >= 2;
  if (!many) return FEW_BYTES;
  return limit <= 0 || leap.during >= 0.7 * limit ? 0.82 : 0.5;
}

function network(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): Pressure | undefined {
  const slow = strongest(evidence, metrics.of(component, 'network-delay'), 'up');
  if (!slow || slow.change.score < UNUSUAL || ratioOf(slow.change) < 2) return undefined;
  const node = nameOf(component).kind === 'node';
  return {
    cause: node ? 'node_network_delay' : 'pod_network_delay',
    strength: 0.75,
    statement: `Packets to ${nameOf(component).name} take ${figure(slow.change.during, slow.read.meaning)} instead of ${figure(slow.change.before, slow.read.meaning)}.`,
    onset: slow.change.onset,
    evidence: [changeSeen(slow.read, slow.change)],
  };
}

function loss(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): Pressure | undefined {
  const lost = strongest(evidence, metrics.of(component, 'network-loss'), 'up');
  if (!lost || lost.change.score < UNUSUAL || ratioOf(lost.change) < 3) return undefined;
  if (lost.change.during < METRIC_PARAMETERS.leastLossPerSecond) return undefined;
  const node = nameOf(component).kind === 'node';
  return {
    cause: node ? 'node_network_packet_loss' : 'pod_network_packet_loss',
    strength: 0.75,
    statement: `${nameOf(component).name} loses packets: ${lost.read.series.name} rose to ${figure(lost.change.during, lost.read.meaning)}.`,
    onset: lost.change.onset,
    evidence: [changeSeen(lost.read, lost.change)],
  };
}
