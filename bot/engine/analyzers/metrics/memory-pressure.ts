import type { EvidenceSet, SeriesChange } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { isMoment } from '../../limits/figures.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { countedAgainstLimit } from '../../metric-reading/memory-account.ts';
import { METRIC_PARAMETERS } from '../../metric-reading/metric-parameters.ts';
import type { ReadMetrics, ReadSeries } from '../../metric-reading/read-metrics.ts';
import { FORMAT } from '../../parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { changeSeen, figure, levelSeen } from './evidence-text.ts';
import { takenMachine } from './machine-memory.ts';
import { PRESSURES } from './pressure-parameters.ts';
import type { Pressure } from './pressure-type.ts';
import { ratioOf, strongest, timesOf } from './relevant-change.ts';
import { sawtoothOf } from './sawtooth.ts';

/** Whether a program's memory grows without end, or is or was next to its limit. */
export function memoryPressure(
  component: Component,
  evidence: EvidenceSet,
  metrics: ReadMetrics,
): Pressure | undefined {
  const leaking = leaksAnew(component, evidence, metrics);
  if (leaking !== undefined) return leaking;
  const grown = strongest(evidence, metrics.of(component, 'memory'), 'up');
  const limit = Math.max(
    0,
    ...metrics.of(component, 'memory-limit').map(({ series, meaning }) => series.last * meaning.scale),
  );
  const counted = countedAgainstLimit(metrics.of(component, 'memory'));
  const fullest = counted
    .map((read) => ({
      read,
      share: (read.series.last * read.meaning.scale) / limit,
    }))
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
    const taken = takenMachine(component, evidence, metrics);
    return {
      cause: 'memory_leak',
      strength: full ? STRENGTH.supported : STRENGTH.moderate,
      statement: `Memory of ${nameOf(component).name} grows without a plateau since ${grown.change.onset}.`,
      onset: grown.change.onset,
      evidence: [changeSeen(grown.read, grown.change), ...(taken === undefined ? [] : [taken.evidence])],
      ...(taken && { explains: [taken.node] }),
    };
  }
  const over = full ? undefined : wasFull(component, counted, limit, evidence);
  if (over !== undefined) return over;
  const leaps =
    grown !== undefined && grown.change.score >= PRESSURES.unusual && ratioOf(grown.change) >= PRESSURES.leap;
  const leap = leaps ? grown : isHigh ? leapAtEnd(fullest.read) : undefined;
  if (!full && leap === undefined) return undefined;
  const taken = leaps ? takenMachine(component, evidence, metrics) : undefined;
  return {
    cause: 'pod_memory_pressure',
    strength: memoryStrength(full, leap?.change, limit),
    statement: isHigh
      ? `${nameOf(component).name} uses ${Math.round(fullest.share * FORMAT.percent)} % of its memory limit.`
      : `Memory of ${nameOf(component).name} rose to ${figure(leap!.change.during, leap!.read.meaning)} from ${figure(leap!.change.before, leap!.read.meaning)}.`,
    ...(leap && timesOf(leap.change)),
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
      ...(taken === undefined ? [] : [taken.evidence]),
    ],
    ...(taken && { explains: [taken.node] }),
  };
}

/**
 * A leap to next to the limit that is over. Next to it the kernel takes pages back with every allocation, those of the
 * program's own text among them, and the program waits for them to be read again (kernel, cgroup v2: a limit makes its
 * members reclaim); once there is room again nothing is left to see but the course.
 */
function wasFull(
  component: Component,
  counted: readonly ReadSeries[],
  limit: number,
  evidence: EvidenceSet,
): Pressure | undefined {
  const grown = strongest(evidence, counted, 'up');
  if (limit <= 0 || grown?.change.until === undefined || isMoment(grown.change)) return undefined;
  const { read, change } = grown;
  const share = (change.during * read.meaning.scale) / limit;
  if (share < METRIC_PARAMETERS.nearLimit || share > METRIC_PARAMETERS.mostUse) return undefined;
  if (change.score < PRESSURES.unusual || ratioOf(change) < PRESSURES.leap) return undefined;
  return {
    cause: 'pod_memory_pressure',
    strength: PRESSURES.largeLeap,
    statement: `${nameOf(component).name} used ${Math.round(share * FORMAT.percent)} % of its memory limit.`,
    ...timesOf(change),
    evidence: [changeSeen(read, change)],
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
  if (full) return PRESSURES.largeLeap;
  if (limit > 0 && leap.during < PRESSURES.half * limit) return PRESSURES.farFromLimit;
  const many = leap.during - leap.before >= PRESSURES.manyBytes && ratioOf(leap) >= 2;
  if (!many) return PRESSURES.fewBytes;
  return limit <= 0 || leap.during >= PRESSURES.most * limit ? PRESSURES.largeLeap : STRENGTH.even;
}
