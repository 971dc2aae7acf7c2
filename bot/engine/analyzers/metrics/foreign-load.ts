import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { servicesOnNode } from '../../cluster/reach.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { limitsReached } from '../../limits/judge-limits.ts';
import { movesOf } from '../../limits/judge-moves.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { readMachines } from '../../metric-reading/machines.ts';
import { type ReadMetrics, type ReadSeries, readMetrics } from '../../metric-reading/read-metrics.ts';
import { READING } from '../../metric-reading/reading-parameters.ts';
import { componentOfSli } from '../../observe/service-levels.ts';
import { FORMAT, type Parameters } from '../../parameters.ts';
import { readCalls } from '../../propagation/calls.ts';
import { isDatabase } from './database-name.ts';
import { levelSeen } from './evidence-text.ts';
import { FOREIGN } from './parameters.ts';
import { isShare } from './pressure.ts';

/**
 * A program that belongs to no call of the system, or serves none where calls are not recorded, takes most of a processor
 * that its machine has none left of: what shares a machine without limits gets processor time by equal weights, and each
 * gets less than it wants (sched(7), "CFS"; Docker, "Resource constraints": by default a container may use as much as the
 * host's scheduler allows).
 */
export const foreignLoad = defineAnalyzer({
  id: 'foreign-load',
  title: 'A foreign program takes the processor',
  causes: ['noisy_neighbor'],
  needs: ['metrics'],
  example: 'Somebody starts a container that encodes films on the one host of a shop, and everything else is slow.',
  analyze: (evidence, parameters) => {
    const metrics = readMetrics(evidence);
    const nodes = metrics.components.filter((component) => nameOf(component).kind === 'node');
    if (nodes.length === 0) return { status: 'unknown', reason: 'no machine among the metrics' };
    const findings = nodes.flatMap((node) => takenFrom(node, evidence, metrics, parameters));
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${nodes.length} machines, none of which a foreign program takes up` };
  },
});

function takenFrom(
  node: Component,
  evidence: EvidenceSet,
  metrics: ReadMetrics,
  parameters: Parameters,
): readonly Finding[] {
  const short = [
    ...limitsReached(node, evidence, metrics, parameters),
    ...movesOf(node, evidence, metrics, parameters),
  ].filter(({ cause, onset }) => cause === 'node_cpu_saturation' && onset !== undefined);
  const began = short.flatMap(({ onset }) => onset ?? []).sort()[0];
  if (began === undefined) return [];
  const { name } = nameOf(node);
  const here = [...new Set([...readMachines(evidence).on(name), ...servicesOnNode(name, readCluster(evidence))])];
  const since = Date.parse(began) - READING.onsetsApartMs;
  const used = here.flatMap((component) =>
    metrics
      .of(component, 'cpu')
      .filter((read) => !isShare(read))
      .map((read) => ({ component, read, cores: coresSince(read, since) })),
  );
  const all = used.reduce((sum, { cores }) => sum + cores, 0);
  const most = used.toSorted((a, b) => b.cores - a.cores)[0];
  if (most === undefined || most.cores < FOREIGN.leastCores || most.cores < FOREIGN.leastShare * all) return [];
  const taker = nameOf(most.component).name;
  const { recorded } = readCalls(evidence);
  const others = here.filter((one) => one !== most.component);
  if (isOfSystem(taker, evidence) || !isNew(most.read, since, most.cores)) return [];
  if (!recorded && !servesNobody(most.component, others, evidence, metrics)) return [];
  const text = `${taker} takes ${most.cores.toPrecision(FORMAT.digits)} of the ${all.toPrecision(FORMAT.digits)} cores that the programs of ${name} use`;
  return [
    {
      analyzer: 'foreign-load',
      component: node,
      cause: 'noisy_neighbor',
      statement: `${text}, and ${recorded ? 'is part of no call' : 'serves no requests'}.`,
      ...graded(recorded ? 'shown' : 'measured', parameters),
      evidence: [levelSeen(most.read, `${most.read.series.name}: ${text}.`), ...short.flatMap((one) => one.evidence)],
      onset: began,
      explains: others,
      parameters: { node: name, neighbor: taker },
    },
  ];
}

function isOfSystem(name: string, evidence: EvidenceSet): boolean {
  const { known, callers } = readCalls(evidence);
  return known.has(name) || callers.has(name);
}

/**
 * Where nobody recorded who calls whom: whether no requests of a program are counted, while those of others on its machine
 * are, and it keeps no data for them. A batch is so.
 */
function servesNobody(
  taker: Component,
  others: readonly Component[],
  { slis }: EvidenceSet,
  metrics: ReadMetrics,
): boolean {
  if (slis?.status !== 'observed' || isDatabase(taker, metrics)) return false;
  const serving = new Set(slis.value.items.flatMap((one) => (one.side === 'server' ? [componentOfSli(one)] : [])));
  return !serving.has(taker) && metrics.of(taker, 'traffic').length === 0 && others.some((one) => serving.has(one));
}

/** Whether a program was not there, or used next to nothing, before the processor ran short. */
function isNew({ series, meaning }: ReadSeries, since: number, cores: number): boolean {
  const before = series.sketch.filter(([time]) => time * FORMAT.millis < since);
  return before.every(([, value]) => value * meaning.scale < FOREIGN.idleShare * cores);
}

/** The middle one of the figures since a moment; 0 without any. */
function coresSince({ series, meaning }: ReadSeries, since: number): number {
  const values = series.sketch
    .flatMap(([time, value]) => (time * FORMAT.millis >= since ? [value] : []))
    .sort((a, b) => a - b);
  return (values[values.length >> 1] ?? 0) * meaning.scale;
}
