import { parseQuantity } from '../../../schemas/quantity.ts';
import type { Cluster } from './cluster.ts';
import { matchesLabels, matchesNodeTerm, matchesSelector } from './selectors.ts';
import type { Node, Pod, PodSpec, Taint } from './types.ts';

/** What the scheduler can hold against a node, or against the pod as a whole. */
export type Obstacle =
  | 'cordoned'
  | 'taint'
  | 'node-lifecycle'
  | 'reserved'
  | 'selector'
  | 'affinity'
  | 'anti-affinity'
  | 'pod-affinity'
  | 'cpu'
  | 'memory'
  | 'ephemeral-storage'
  | 'pods'
  | 'extended'
  | 'host-port'
  | 'spread'
  | 'volume-node'
  | 'volume'
  | 'claim'
  | 'other';

export interface SchedulerPart {
  readonly nodes: number;
  readonly obstacle: Obstacle;
  /** The part as the scheduler wrote it. */
  readonly text: string;
}

const PARTS: readonly (readonly [RegExp, Obstacle])[] = [
  [
    /taint \{node\.kubernetes\.io\/(not-ready|unreachable|memory-pressure|disk-pressure|pid-pressure|network-unavailable)/,
    'node-lifecycle',
  ],
  [/taint \{node-role\.kubernetes\.io\/(control-plane|master|etcd)/, 'reserved'],
  [/taint \{node\.kubernetes\.io\/unschedulable|were unschedulable/, 'cordoned'],
  [/taint/, 'taint'],
  [/affinity\/selector|node selector|match node affinity|match Pod's node affinity/i, 'selector'],
  [/anti-affinity/, 'anti-affinity'],
  [/pod affinity/, 'pod-affinity'],
  [/insufficient cpu/i, 'cpu'],
  [/insufficient memory/i, 'memory'],
  [/insufficient ephemeral-storage/i, 'ephemeral-storage'],
  [/insufficient (?:[\w.-]+\/[\w.-]+|hugepages-\w+|attachable-volumes-\S+)/i, 'extended'],
  [/cannot allocate all claims|resourceclaim/i, 'extended'],
  [/too many pods/i, 'pods'],
  [/free ports/, 'host-port'],
  [/topology spread/, 'spread'],
  [
    /unbound immediate|persistentvolumeclaim "[^"]+" (not found|bound to|is being deleted)|persistent volumes to bind/i,
    'claim',
  ],
  [/volume node affinity conflict/i, 'volume-node'],
  [/volume/i, 'volume'],
];

/**
 * Reads `0/4 nodes are available: 1 node(s) were unschedulable, 3 Insufficient cpu. preemption: …` into its parts.
 * A part about the pod itself (its claims) counts zero nodes. Empty when the message has another form.
 */
export function parseSchedulerMessage(message: string): readonly SchedulerPart[] {
  const match = /^\d+\/\d+ nodes are available:? (.*)$/s.exec(message.trim());
  if (match === null) return [];
  const reasons = (match[1] ?? '').split(/\.? preemption: /)[0] ?? '';
  return reasons
    .replace(/, that the pod didn't tolerate/g, '')
    .split(/, (?=\d+ )/)
    .map((part) => {
      const text = part.trim().replace(/\.$/, '');
      const nodes = Number(/^\d+/.exec(text)?.[0] ?? 0);
      return { nodes, text, obstacle: PARTS.find(([pattern]) => pattern.test(text))?.[1] ?? 'other' };
    });
}

/** Whether one of the pod's tolerations covers the taint (operators Exists and Equal, empty key and effect). */
export function tolerates(spec: PodSpec, taint: Taint): boolean {
  return spec.tolerations.some(
    (toleration) =>
      (toleration.effect === undefined || toleration.effect === '' || toleration.effect === taint.effect) &&
      (toleration.key === undefined || toleration.key === '' || toleration.key === taint.key) &&
      (toleration.operator === 'Exists' || (toleration.value ?? '') === (taint.value ?? '')),
  );
}

const LIFECYCLE_TAINT =
  /^node\.kubernetes\.io\/(not-ready|unreachable|memory-pressure|disk-pressure|pid-pressure|network-unavailable)$/;

/** Taints that keep the pod off the node, without the cordon and without those that the node controller sets. */
export function untoleratedTaints(spec: PodSpec, node: Node): readonly Taint[] {
  return node.taints.filter(
    (taint) =>
      taint.effect !== 'PreferNoSchedule' &&
      taint.key !== 'node.kubernetes.io/unschedulable' &&
      !LIFECYCLE_TAINT.test(taint.key) &&
      !tolerates(spec, taint),
  );
}

export function matchesNodeSelector(spec: PodSpec, node: Node): boolean {
  return matchesLabels(spec.nodeSelector, node.labels);
}

export function matchesNodeAffinity(spec: PodSpec, node: Node): boolean {
  return spec.requiredNodeTerms.length === 0 || spec.requiredNodeTerms.some((term) => matchesNodeTerm(term, node));
}

/** Pods that required anti-affinity of this pod forbids as neighbours of the node, within the term's topology. */
export function unwantedNeighbours(pod: Pod, node: Node, cluster: Cluster): readonly Pod[] {
  return pod.spec.requiredAntiAffinity.flatMap((term) => {
    const zone =
      node.labels[term.topologyKey] ?? (term.topologyKey === 'kubernetes.io/hostname' ? node.name : undefined);
    if (zone === undefined) return [];
    const sameZone = (other: Node) => other === node || other.labels[term.topologyKey] === zone;
    return cluster.nodes
      .filter(sameZone)
      .flatMap((other) => cluster.podsOnNode(other.name))
      .filter(
        (other) =>
          other.name !== pod.name &&
          (term.namespaces ?? [pod.namespace]).includes(other.namespace) &&
          matchesSelector(term.labelSelector, other.labels),
      );
  });
}

/** What a simulation of the scheduler's filters holds against one node; resources are left to the scheduler's word. */
export function obstaclesOn(pod: Pod, node: Node, cluster: Cluster): readonly Obstacle[] {
  const obstacles: Obstacle[] = [];
  const cordonTolerated = tolerates(pod.spec, { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' });
  if (node.unschedulable && !cordonTolerated) obstacles.push('cordoned');
  if (node.taints.some((taint) => LIFECYCLE_TAINT.test(taint.key) && taint.effect === 'NoSchedule')) {
    obstacles.push('node-lifecycle');
  }
  if (untoleratedTaints(pod.spec, node).length > 0) obstacles.push('taint');
  if (!matchesNodeSelector(pod.spec, node)) obstacles.push('selector');
  if (!matchesNodeAffinity(pod.spec, node)) obstacles.push('affinity');
  if (unwantedNeighbours(pod, node, cluster).length > 0) obstacles.push('anti-affinity');
  return obstacles;
}

/**
 * The nodes the pod asks for: those that its selector and affinity admit. A control-plane node that takes no ordinary
 * work counts only where the pod names it (a positive requirement that no other node meets).
 */
export function wantedNodes(pod: Pod, cluster: Cluster): readonly Node[] {
  const admitted = cluster.nodes.filter(
    (node) => matchesNodeSelector(pod.spec, node) && matchesNodeAffinity(pod.spec, node),
  );
  const ordinary = admitted.filter((node) => !isReserved(node));
  if (ordinary.length > 0) return ordinary;
  const positive =
    Object.keys(pod.spec.nodeSelector).length > 0 ||
    pod.spec.requiredNodeTerms.some((term) =>
      [...(term.matchExpressions ?? []), ...(term.matchFields ?? [])].some(
        (item) => item.operator === 'In' || item.operator === 'Exists',
      ),
    );
  return positive ? admitted : [];
}

/** A control-plane node closed to ordinary work by a cordon or a taint: that stands, and is no news. */
export function isReserved(node: Node): boolean {
  return node.controlPlane && (node.unschedulable || node.taints.some((taint) => taint.effect !== 'PreferNoSchedule'));
}

/** The resource of which every given node has too little left for the pod; undefined where one has enough. */
export function shortResource(pod: Pod, nodes: readonly Node[], cluster: Cluster): 'cpu' | 'memory' | undefined {
  const short = nodes.map((node) =>
    (['cpu', 'memory'] as const).find((resource) => isShort(pod, node, resource, cluster)),
  );
  return nodes.length > 0 && short.every((resource) => resource !== undefined) ? short[0] : undefined;
}

/** Judged by the pods that can be seen, so what is left is at most this: short is short, enough may not be. */
function isShort(pod: Pod, node: Node, resource: 'cpu' | 'memory', cluster: Cluster): boolean {
  const has = parseQuantity(node.allocatable[resource]);
  if (has === undefined) return false;
  const used = cluster
    .podsOnNode(node.name)
    .filter((other) => other.phase !== 'Succeeded' && other.phase !== 'Failed')
    .reduce((sum, other) => sum + requested(other.spec, resource), 0);
  return requested(pod.spec, resource) > has - used;
}

function requested(spec: PodSpec, resource: 'cpu' | 'memory'): number {
  return spec.containers.reduce((sum, container) => sum + (parseQuantity(container.requests[resource]) ?? 0), 0);
}
