import type { EvidenceDraft } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { readCluster } from '../../cluster/cluster.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { readMachines } from '../../metric-reading/machines.ts';
import type { ReadMetrics } from '../../metric-reading/read-metrics.ts';
import { changeSeen } from './evidence-text.ts';
import { relevantChange, strongest } from './relevant-change.ts';

/** A machine whose memory a program has taken, and the machine's figure that tells. */
export interface TakenMachine {
  readonly node: Component;
  readonly evidence: EvidenceDraft;
}

/**
 * The machine that lost its memory to a program: what a process holds is not available to others (kernel,
 * filesystems/proc: MemAvailable), so that the program which grew by most of what the machine lost is why it is short.
 * Undefined where it grew by less, or runs on several machines.
 */
export function takenMachine(
  component: Component,
  evidence: EvidenceSet,
  metrics: ReadMetrics,
): TakenMachine | undefined {
  const [node, ...others] = machinesOf(component, evidence, metrics);
  if (node === undefined || others.length > 0) return undefined;
  const fallen = strongest(evidence, metrics.of(node, 'memory-free'), 'down');
  if (fallen === undefined) return undefined;
  const { read, change } = fallen;
  const lost = (change.before - change.during) * read.meaning.scale;
  const taken = grownBy(component, evidence, metrics);
  // Less than all others together.
  if (taken < lost - taken) return undefined;
  return { node, evidence: changeSeen(read, change) };
}

/** The machines of a program; where nothing places it, the only one there is. */
function machinesOf(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): readonly Component[] {
  const pods = readCluster(evidence)
    .workloadsByService(nameOf(component).name)
    .flatMap((workload) => workload.pods);
  const nodes = pods.flatMap(({ node }) => (node === undefined ? [] : [componentOf({ kind: 'node', name: node })]));
  const placed = new Set([...nodes, ...readMachines(evidence).of(component)]);
  if (placed.size > 0) return [...placed];
  return metrics.components.filter((one) => nameOf(one).kind === 'node');
}

/** By how many bytes all processes of a program have grown, by the account that shows most of it. */
function grownBy(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): number {
  const accounts = Map.groupBy(metrics.of(component, 'memory'), ({ series }) => series.name);
  const sums = [...accounts.values()].map((reads) =>
    reads.reduce((sum, read) => {
      const change = relevantChange(evidence, read, 'up');
      return change === undefined ? sum : sum + (change.during - change.before) * read.meaning.scale;
    }, 0),
  );
  return Math.max(0, ...sums);
}
