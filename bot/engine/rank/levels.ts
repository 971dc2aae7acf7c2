import type { Measured } from '../../domain/observation.ts';
import type { EvidenceSet, MetricSeries } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { nameOf } from '../metric-reading/entity.ts';
import type { MetricSignal } from '../metric-reading/meaning.ts';
import { readMetrics } from '../metric-reading/read-metrics.ts';
import { lastingRisesOf } from '../metric-reading/rises.ts';
import { digits } from '../observe/digits.ts';
import type { Parameters } from '../parameters.ts';

/** What is asked of: everything, or one component. */
export interface Scope {
  readonly evidence: EvidenceSet;
  readonly parameters: Parameters;
  /** Whether a component is asked about; where nothing was, whether it stands for the system. */
  has(component: Component): boolean;
}

/** Whether what is probed from outside answers. */
export function probes(scope: Scope): readonly Measured[] {
  return level(scope, 'up', ({ last }) => last >= 1, 'answers its probe');
}

/** How long a probe from outside takes: the time of an answer, where the program itself measures none. */
export function probedLatency(scope: Scope): readonly Measured[] {
  return level(scope, 'probe-time', isSteady, 'seconds for a probe from outside');
}

/**
 * Whether as many instances run as are wanted, where a cloud counts both of them (ECS, "Container Insights metrics":
 * RunningTaskCount, DesiredTaskCount).
 */
export function instances({ evidence, has }: Scope): readonly Measured[] {
  const { all } = readMetrics(evidence);
  const lastOf = (signal: MetricSignal) =>
    new Map(
      all
        .filter((read) => read.meaning.signal === signal && has(read.component))
        .map(({ component, series }) => [component, series.last]),
    );
  const running = lastOf('replicas');
  const counted = [...lastOf('replicas-wanted')].filter(([component, wanted]) => wanted > 0 && running.has(component));
  const [first] = counted;
  if (first === undefined || counted.some(([component, wanted]) => running.get(component)! < wanted)) return [];
  const whose = counted.length === 1 ? first[0].slice(first[0].indexOf('/') + 1) : `${counted.length} services`;
  const sum = counted.reduce((total, [, wanted]) => total + wanted, 0);
  return [
    {
      component: first[0],
      signal: 'replicas',
      value: sum,
      unit: 'instances',
      text: `${whose}: all ${digits(sum)} wanted instances run.`,
    },
  ];
}

/**
 * Whether every pod that is told of is ready, and as many replicas are available as the window usually had, where nobody
 * counts those that are wanted (kube-state-metrics, pod-metrics.md: kube_pod_container_status_ready, kube_pod_status_ready).
 */
export function readiness({ evidence, has }: Scope): readonly Measured[] {
  const reads = readMetrics(evidence).all.filter(({ component }) => has(component));
  const ready = reads.filter(({ meaning }) => meaning.signal === 'ready');
  const available = reads.filter(({ meaning }) => meaning.signal === 'replicas');
  if (ready.length === 0 || available.length === 0) return [];
  if (ready.some(({ series }) => series.last < 1)) return [];
  if (available.some(({ series }) => series.last < 1 || series.last < series.median)) return [];
  const [first] = available;
  const whose = available.length === 1 ? nameOf(first!.component).name : `${available.length} workloads`;
  const sum = available.reduce((total, { series }) => total + series.last, 0);
  const text = `${whose}: ${digits(sum)} pods are available, as many as usual, and every container is ready.`;
  return [{ component: first!.component, signal: 'replicas', value: sum, unit: 'pods', text }];
}

/** How much work waits, and how far readers and replicas are behind. */
export function lag(scope: Scope): readonly Measured[] {
  return [
    ...level(scope, 'queue', isSteady, 'messages wait'),
    ...level(scope, 'consumer-lag', isSteady, 'messages behind'),
    ...level(scope, 'replication-lag', isSteady, 'behind'),
  ];
}

/** A level that did not rise and is still up: what is worked off in batches rises and falls back all day. */
export function isSteady(series: MetricSeries): boolean {
  return lastingRisesOf(series).every(({ before, during }) => series.last < (before + during) / 2);
}

function level(
  scope: Scope,
  signal: MetricSignal,
  isWell: (series: MetricSeries) => boolean,
  words: string,
): readonly Measured[] {
  const { all } = readMetrics(scope.evidence);
  const reads = all.filter((read) => read.meaning.signal === signal && scope.has(read.component));
  if (reads.length === 0 || reads.some(({ series }) => !isWell(series))) return [];
  const read = reads.sort((a, b) => b.series.last - a.series.last)[0]!;
  const { series } = read;
  const range = `${digits(series.last)} (${digits(series.min)} to ${digits(series.max)})`;
  const text = `${read.component.slice(read.component.indexOf('/') + 1)}: ${series.name} ${range}, ${words}.`;
  return [{ component: read.component, signal, value: series.last, ...(series.unit && { unit: series.unit }), text }];
}
