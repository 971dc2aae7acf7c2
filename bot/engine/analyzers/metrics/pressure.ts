/** Signs that a component is short of processor, memory or network, each with the cause it speaks for. */

import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { growthAround } from '../../metric-reading/growth-around.ts';
import { METRIC_PARAMETERS } from '../../metric-reading/metric-parameters.ts';
import type { ReadMetrics, ReadSeries } from '../../metric-reading/read-metrics.ts';
import { readCalls } from '../../propagation/calls.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { isDatabase, isOfHolder } from './database-name.ts';
import { changeSeen, figure } from './evidence-text.ts';
import { memoryPressure } from './memory-pressure.ts';
import { PRESSURES } from './pressure-parameters.ts';
import type { Pressure } from './pressure-type.ts';
import { ratioOf, strongest, timesOf } from './relevant-change.ts';

/** Every pressure on one component, the strongest first; empty when nothing presses or nothing tells. */
export function pressuresOn(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): readonly Pressure[] {
  const { kind } = nameOf(component);
  const found =
    kind === 'node'
      ? []
      : [
          processorPressure(component, evidence, metrics),
          throttling(component, evidence, metrics),
          memoryPressure(component, evidence, metrics),
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
  const requests = requestsOf(component, evidence, metrics);
  const load = strongest(evidence, requests.flat(), 'up');
  const surged =
    load !== undefined &&
    load.change.score >= METRIC_PARAMETERS.movedScore &&
    ratio < PRESSURES.beyondLoad * ratioOf(load.change);
  const grown = requests.flatMap((reads) => growthAround(reads, use.change) ?? []);
  const byLoad = surged || grown.some((times) => ratio < PRESSURES.beyondLoad * times);
  const held = throttled(component, evidence, metrics);
  const strength = byLoad ? STRENGTH.slight : held ? PRESSURES.busyAndHeld : PRESSURES.busy;
  return {
    cause: 'pod_cpu_overload',
    strength,
    statement: `${nameOf(component).name} burns ${figure(ratio, use.read.meaning)} times its usual processor time${
      byLoad ? ', as its requests grew' : requests.length > 0 ? ' without more requests' : ''
    }.`,
    ...timesOf(use.change),
    ...(byLoad ? {} : { byDemand: true as const }),
    evidence: [changeSeen(use.read, use.change), ...(held ? [changeSeen(held.read, held.change)] : [])],
  };
}

/**
 * The requests that a component works for: its own, else those that come to each that it calls, as of a gateway that nobody
 * counts at: what goes through it comes out behind it. Empty where nobody counts.
 */
function requestsOf(
  component: Component,
  evidence: EvidenceSet,
  metrics: ReadMetrics,
): readonly (readonly ReadSeries[])[] {
  const own = metrics.of(component, 'traffic');
  if (own.length > 0) return [own];
  const called = readCalls(evidence).known.get(nameOf(component).name) ?? [];
  return [...called]
    .map((name) => metrics.of(componentOf({ kind: 'service', name }), 'traffic'))
    .filter((reads) => reads.length > 0);
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
    ...timesOf(held.change),
    evidence: [changeSeen(held.read, held.change)],
  };
}

function network(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): Pressure | undefined {
  const slow = strongest(evidence, metrics.of(component, 'network-delay'), 'up');
  if (!slow || slow.change.score < PRESSURES.unusual || ratioOf(slow.change) < 2) return undefined;
  // An echo of a quiet network doubles by a busy processor alone, and nobody waits for it.
  const longer = (slow.change.during - slow.change.before) * slow.read.meaning.scale;
  if (longer < METRIC_PARAMETERS.leastDelaySeconds) return undefined;
  const node = nameOf(component).kind === 'node';
  return {
    cause: node ? 'node_network_delay' : 'pod_network_delay',
    strength: STRENGTH.supported,
    statement: `Packets to ${nameOf(component).name} take ${figure(slow.change.during, slow.read.meaning)} instead of ${figure(slow.change.before, slow.read.meaning)}.`,
    ...timesOf(slow.change),
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
    ...timesOf(lost.change),
    evidence: [changeSeen(lost.read, lost.change)],
  };
}
