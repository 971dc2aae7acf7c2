import { growthAround } from '../../metric-reading/growth-around.ts';
/** Signs that a component is short of processor, memory or network, each with the cause it speaks for. */

import type { CauseCode } from '../../../domain/cause.ts';
import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, SeriesChange } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { countedAgainstLimit } from '../../metric-reading/memory-account.ts';
import { METRIC_PARAMETERS } from '../../metric-reading/metric-parameters.ts';
import type { ReadMetrics, ReadSeries } from '../../metric-reading/read-metrics.ts';
import { FORMAT } from '../../parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { isDatabase, isOfHolder } from './database-name.ts';
import { changeSeen, figure, levelSeen } from './evidence-text.ts';
import { PRESSURES } from './pressure-parameters.ts';
import { ratioOf, strongest } from './relevant-change.ts';
import { sawtoothOf } from './sawtooth.ts';

export interface Pressure {
  readonly cause: CauseCode;
  readonly strength: number;
  readonly statement: string;
  readonly onset?: string;
  /** True where it wants more than before, and not for more requests. */
  readonly byDemand?: true;
  readonly evidence: readonly EvidenceDraft[];
}

/** Every pressure on one component, the strongest first; empty when nothing presses or nothing tells. */
export function pressuresOn(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): readonly Pressure[] {
  const { kind } = nameOf(component);
  const found =
    kind === 'node'
      ? []
      : [
          processorPressure(component, evidence, metrics),
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

/** Whether a program takes more of its processor than it did; a machine's own use is no pressure on it. */
export function processorPressure(
  component: Component,
  evidence: EvidenceSet,
  metrics: ReadMetrics,
): Pressure | undefined {
  const use = strongest(evidence, processorOf(component, metrics), 'up');
  if (!use || use.change.score < PRESSURES.unusual) return undefined;
  // What a database's own server reports of its processor is the database's trouble, not a container's.
  if (isDatabase(component, metrics) && !isOfHolder(use.read.series)) return undefined;
  const ratio = ratioOf(use.change);
  const share = isShare(use.read);
  const full = share && use.change.during * use.read.meaning.scale >= METRIC_PARAMETERS.nearLimit;
  if (ratio < 2 && !full) return undefined;
  const { leastCores, leastProcessorShare } = METRIC_PARAMETERS;
  const used = use.change.during * use.read.meaning.scale;
  if (used < (share ? leastProcessorShare : leastCores)) return undefined;
  const load = strongest(evidence, metrics.of(component, 'traffic'), 'up');
  const surged =
    load !== undefined &&
    load.change.score >= PRESSURES.loadScore &&
    ratio < PRESSURES.beyondLoad * ratioOf(load.change);
  const grown = growthAround(metrics.of(component, 'traffic'), use.change);
  const byLoad = surged || (grown !== undefined && ratio < PRESSURES.beyondLoad * grown);
  const held = throttled(component, evidence, metrics);
  const strength = byLoad
    ? STRENGTH.slight
    : Math.min(
        PRESSURES.busyAtMost,
        PRESSURES.busy +
          (ratio >= PRESSURES.muchBusierFactor || full ? PRESSURES.muchBusierAdds : PRESSURES.busierAdds) +
          (held ? PRESSURES.throttledAdds : 0),
      );
  return {
    cause: 'pod_cpu_overload',
    strength,
    statement: `${nameOf(component).name} burns ${figure(ratio, use.read.meaning)} times its usual processor time${
      byLoad ? ', as its requests grew' : ' without more requests'
    }.`,
    onset: use.change.onset,
    ...(byLoad ? {} : { byDemand: true as const }),
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

function throttled(component: Component, evidence: EvidenceSet, metrics: ReadMetrics) {
  const found = strongest(evidence, metrics.of(component, 'cpu-throttling'), 'up');
  const large =
    found && (found.read.series.max > 1 || found.change.during - found.change.before >= PRESSURES.leastThrottled);
  return large && found.change.score >= PRESSURES.unusual ? found : undefined;
}

/**
 * By what a component takes twice the processor time and more that it took before. A quota holds back who wants more than
 * it (kernel, CFS bandwidth control): where the want has grown and the quota has not shrunk, what makes it want more is why.
 */
export function moreWanted(component: Component, evidence: EvidenceSet, metrics: ReadMetrics) {
  const use = strongest(evidence, processorOf(component, metrics), 'up');
  return use !== undefined && use.change.score >= PRESSURES.unusual && ratioOf(use.change) >= 2 ? use : undefined;
}

function throttling(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): Pressure | undefined {
  const held = throttled(component, evidence, metrics);
  if (!held) return undefined;
  const grew = moreWanted(component, evidence, metrics) !== undefined;
  return {
    cause: 'pod_cpu_throttled',
    strength: grew ? STRENGTH.weak : STRENGTH.leaning,
    statement: `${nameOf(component).name} is held back by its processor limit${grew ? ' as it wants more' : ' at its usual use'}.`,
    onset: held.change.onset,
    evidence: [changeSeen(held.read, held.change)],
  };
}

function memory(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): Pressure | undefined {
  const leaking = leaksAnew(component, evidence, metrics);
  if (leaking !== undefined) return leaking;
  const grown = strongest(evidence, metrics.of(component, 'memory'), 'up');
  const limit = Math.max(
    0,
    ...metrics.of(component, 'memory-limit').map(({ series, meaning }) => series.last * meaning.scale),
  );
  const fullest = countedAgainstLimit(metrics.of(component, 'memory'))
    .map((read) => ({ read, share: (read.series.last * read.meaning.scale) / limit }))
    .sort((a, b) => b.share - a.share)[0];
  const isHigh =
    limit > 0 && fullest !== undefined && fullest.share >= PRESSURES.high && fullest.share <= METRIC_PARAMETERS.mostUse;
  const full = isHigh && fullest.share >= METRIC_PARAMETERS.nearLimit;
  if (
    grown &&
    grown.change.kind === 'drift' &&
    grown.change.score >= PRESSURES.leakScore &&
    ratioOf(grown.change) >= PRESSURES.leakFactor
  ) {
    return {
      cause: 'memory_leak',
      strength: full ? STRENGTH.supported : STRENGTH.moderate,
      statement: `Memory of ${nameOf(component).name} grows without a plateau since ${grown.change.onset}.`,
      onset: grown.change.onset,
      evidence: [changeSeen(grown.read, grown.change)],
    };
  }
  const leaps =
    grown !== undefined && grown.change.score >= PRESSURES.unusual && ratioOf(grown.change) >= PRESSURES.leap;
  const leap = leaps ? grown : isHigh ? leapAtEnd(fullest.read) : undefined;
  if (!full && leap === undefined) return undefined;
  return {
    cause: 'pod_memory_pressure',
    strength: memoryStrength(full, leap?.change, limit),
    statement: isHigh
      ? `${nameOf(component).name} uses ${Math.round(fullest.share * FORMAT.percent)} % of its memory limit.`
      : `Memory of ${nameOf(component).name} rose to ${figure(leap!.change.during, leap!.read.meaning)} from ${figure(leap!.change.before, leap!.read.meaning)}.`,
    ...(leap && { onset: leap.change.onset }),
    evidence: [
      ...(leap ? [changeSeen(leap.read, leap.change)] : []),
      ...(isHigh
        ? [
            levelSeen(
              fullest.read,
              `${fullest.read.series.name} of ${component} is at ${Math.round(fullest.share * FORMAT.percent)} % of the limit.`,
            ),
          ]
        : []),
    ],
  };
}

/** A process that leaks until it ends, and the next one as well. */
function leaksAnew(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): Pressure | undefined {
  for (const read of metrics.of(component, 'memory')) {
    const saw = sawtoothOf(read);
    if (saw === undefined || Date.parse(saw.onset) < Date.parse(evidence.window.start)) continue;
    const [from, to] = [saw.from, saw.to].map((value) => figure(value, read.meaning));
    const text = `climbed from ${from} to ${to} since ${saw.onset}, fell ${saw.falls === 1 ? 'once' : `${saw.falls} times`}, and climbs again`;
    return {
      cause: 'memory_leak',
      strength: STRENGTH.probable,
      statement: `Memory of ${nameOf(component).name} grows until its process is replaced, and then again: it ${text}.`,
      onset: saw.onset,
      evidence: [levelSeen(read, `${read.series.name} of ${component} ${text}.`)],
    };
  }
  return undefined;
}

/** A rise to the last figure that has not lasted long enough to be a change of level. */
function leapAtEnd(read: ReadSeries): { readonly read: ReadSeries; readonly change: SeriesChange } | undefined {
  const { last, median, sketch, to } = read.series;
  if (median <= 0 || last < PRESSURES.leap * median) return undefined;
  const half = (median + last) / 2;
  const quiet = sketch.findLastIndex(([, value]) => value < half);
  const onset = sketch[quiet + 1]?.[0];
  return {
    read,
    change: {
      kind: 'spike',
      direction: 'up',
      onset: onset === undefined ? to : new Date(onset * FORMAT.millis).toISOString(),
      before: median,
      during: last,
      score: PRESSURES.unusual,
    },
  };
}

/** A leap of many mebibytes outweighs the processor that filling them takes; well below a known limit it presses nobody. */
function memoryStrength(full: boolean, leap: SeriesChange | undefined, limit: number): number {
  if (!leap) return PRESSURES.alwaysFull;
  if (full) return PRESSURES.leapToLimit;
  if (limit > 0 && leap.during < PRESSURES.half * limit) return PRESSURES.farFromLimit;
  const many = leap.during - leap.before >= PRESSURES.manyBytes && ratioOf(leap) >= 2;
  if (!many) return PRESSURES.fewBytes;
  return limit <= 0 || leap.during >= PRESSURES.most * limit ? PRESSURES.largeLeap : STRENGTH.even;
}

function network(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): Pressure | undefined {
  const slow = strongest(evidence, metrics.of(component, 'network-delay'), 'up');
  if (!slow || slow.change.score < PRESSURES.unusual || ratioOf(slow.change) < 2) return undefined;
  const node = nameOf(component).kind === 'node';
  return {
    cause: node ? 'node_network_delay' : 'pod_network_delay',
    strength: STRENGTH.supported,
    statement: `Packets to ${nameOf(component).name} take ${figure(slow.change.during, slow.read.meaning)} instead of ${figure(slow.change.before, slow.read.meaning)}.`,
    onset: slow.change.onset,
    evidence: [changeSeen(slow.read, slow.change)],
  };
}

function loss(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): Pressure | undefined {
  const lost = strongest(evidence, metrics.of(component, 'network-loss'), 'up');
  if (!lost || lost.change.score < PRESSURES.unusual || ratioOf(lost.change) < PRESSURES.lossFactor) return undefined;
  if (lost.change.during < METRIC_PARAMETERS.leastLossPerSecond) return undefined;
  const node = nameOf(component).kind === 'node';
  return {
    cause: node ? 'node_network_packet_loss' : 'pod_network_packet_loss',
    strength: STRENGTH.supported,
    statement: `${nameOf(component).name} loses packets: ${lost.read.series.name} rose to ${figure(lost.change.during, lost.read.meaning)}.`,
    onset: lost.change.onset,
    evidence: [changeSeen(lost.read, lost.change)],
  };
}
