import type { EvidenceSet } from '../../domain/signals.ts';
import { type Component, componentOf, type Target } from '../../domain/target.ts';
import { readCluster } from '../cluster/cluster.ts';
import { readMetrics } from '../metric-reading/read-metrics.ts';
import type { Parameters } from '../parameters.ts';
import type { Reach } from './reach.ts';

/** What was asked about, as far as the sources know it. */
export interface Asked {
  readonly target: Target;
  readonly component: Component;
  /** False only where the sources that would name it were read and none does. */
  readonly exists: boolean;
  /** Names like it, closest first; empty when it exists. */
  readonly close: readonly string[];
}

/** Looks the target up; undefined when the whole system was asked about. */
export function lookUp(evidence: EvidenceSet, reach: Reach, parameters: Parameters): Asked | undefined {
  const { target } = evidence;
  if (target === undefined) return undefined;
  const names = namesOf(target.kind, evidence);
  const exists = names.has(target.name) || reach.isKnown(target.name) || !areListed(target.kind, evidence);
  return {
    target,
    component: componentOf(target),
    exists,
    close: exists ? [] : closest(target.name, names, parameters.namesShown),
  };
}

/** Every name of a kind that any source gives. */
export function namesOf(kind: Target['kind'], evidence: EvidenceSet): ReadonlySet<string> {
  const cluster = readCluster(evidence);
  if (kind === 'node') return new Set([...cluster.nodes.map(({ name }) => name), ...readMetrics(evidence).known.nodes]);
  if (kind === 'namespace')
    return new Set([...cluster.namespaces, ...evidence.namespaces].filter((name) => name !== ''));
  const logs = evidence.logs.status === 'observed' ? evidence.logs.value.map(({ service }) => service) : [];
  const slis = evidence.slis?.status === 'observed' ? evidence.slis.value.items.map(({ service }) => service) : [];
  return new Set([
    ...cluster.services.map(({ name }) => name),
    ...cluster.workloads.flatMap(({ name, component }) => [name, component.slice('service/'.length)]),
    ...readMetrics(evidence).known.services,
    ...logs,
    ...slis,
  ]);
}

/** Whether a source that lists such things was read, so that silence means absence. */
export function areListed(kind: Target['kind'], evidence: EvidenceSet): boolean {
  if (evidence.objects.status !== 'observed' || evidence.objects.truncated !== undefined) return false;
  const { kinds } = readCluster(evidence);
  if (kind === 'node') return kinds.has('Node');
  return kind === 'namespace' || kinds.has('Service') || kinds.has('Deployment') || kinds.has('Pod');
}

/** Names like one that does not exist, as a sentence to go on with; empty where there is none. */
export function namesLike(close: readonly string[]): string {
  return close.length === 0 ? '' : ` Names like it: ${close.join(', ')}.`;
}

/** Names like another, likest first. */
export function closest(name: string, names: ReadonlySet<string>, most: number): readonly string[] {
  return [...names]
    .map((other) => [other, likeness(name.toLowerCase(), other.toLowerCase())] as const)
    .filter(([, like]) => like > 1 / (1 + 2))
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .slice(0, most)
    .map(([other]) => other);
}

/** Dice coefficient of letter pairs, 0 to 1; 1 where one name holds the other. */
function likeness(a: string, b: string): number {
  if (a.includes(b) || b.includes(a)) return 1;
  const pairs = (text: string) => new Set([...text].slice(1).map((letter, index) => text[index] + letter));
  const [left, right] = [pairs(a), pairs(b)];
  const shared = [...left].filter((pair) => right.has(pair)).length;
  return (2 * shared) / Math.max(1, left.size + right.size);
}
