import type { KubernetesObject } from '../../domain/signals.ts';
import { allPolicies } from './cilium-policies.ts';
import type { Cluster } from './cluster.ts';
import { fields, readSelector, records } from './read-objects.ts';
import { matchesSelector } from './selectors.ts';

/** One end of a connection: labels and namespace are all that policies look at. */
export interface Peer {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

type Direction = 'Ingress' | 'Egress';

/** Any address outside of the cluster: no selector of pods or namespaces fits it (NetworkPolicy's reference, `ipBlock`). */
const OUTSIDE = 'outside';

/**
 * The NetworkPolicies that stand between two pods on a port: policies that select an end and none of whose rules (nor
 * any other policy's for that end) lets the other through. Empty when traffic may pass.
 */
export function blockingPolicies(
  from: Peer,
  to: Peer,
  port: number,
  protocol: string,
  cluster: Cluster,
): readonly KubernetesObject[] {
  return [
    ...blockersAt(to, from, 'Ingress', port, protocol, cluster),
    ...blockersAt(from, to, 'Egress', port, protocol, cluster),
  ];
}

/** The NetworkPolicies that keep a pod from every address outside on a port. Empty when traffic may pass. */
export function blockingWayOut(from: Peer, port: number, cluster: Cluster): readonly KubernetesObject[] {
  return blockersAt(from, OUTSIDE, 'Egress', port, 'TCP', cluster);
}

/** The NetworkPolicies that keep a pod from a port wherever that is: no rule of theirs names it. Empty when one does. */
export function blockingPort(from: Peer, port: number, cluster: Cluster): readonly KubernetesObject[] {
  const selecting = policiesOf(from, 'Egress', cluster);
  const named = selecting.some(({ spec }) => records(fields(spec).egress).some((rule) => portFits(rule, port, 'TCP')));
  return named ? [] : selecting;
}

function policiesOf(self: Peer, direction: Direction, cluster: Cluster): readonly KubernetesObject[] {
  return allPolicies(cluster).filter((policy) => {
    const spec = fields(policy.spec);
    return (
      policy.metadata.namespace === self.namespace &&
      matchesSelector(readSelector(spec.podSelector), self.labels) &&
      directionsOf(spec).includes(direction)
    );
  });
}

function blockersAt(
  self: Peer,
  other: Peer | typeof OUTSIDE,
  direction: Direction,
  port: number,
  protocol: string,
  cluster: Cluster,
) {
  const selecting = policiesOf(self, direction, cluster);
  const open = selecting.some((policy) => admits(policy, other, direction, port, protocol, cluster));
  return open ? [] : selecting;
}

function directionsOf(spec: Readonly<Record<string, unknown>>): readonly string[] {
  if (Array.isArray(spec.policyTypes)) return spec.policyTypes.map(String);
  return spec.egress === undefined ? ['Ingress'] : ['Ingress', 'Egress'];
}

function admits(
  policy: KubernetesObject,
  other: Peer | typeof OUTSIDE,
  direction: Direction,
  port: number,
  protocol: string,
  cluster: Cluster,
): boolean {
  const spec = fields(policy.spec);
  return records(direction === 'Ingress' ? spec.ingress : spec.egress).some((rule) => {
    const peers = records(direction === 'Ingress' ? rule.from : rule.to);
    return (
      portFits(rule, port, protocol) &&
      (peers.length === 0 || peers.some((peer) => peerFits(peer, other, policy.metadata.namespace ?? '', cluster)))
    );
  });
}

function portFits(rule: Readonly<Record<string, unknown>>, port: number, protocol: string): boolean {
  const ports = records(rule.ports);
  return (
    ports.length === 0 ||
    ports.some((item) => {
      if ((item.protocol ?? 'TCP') !== protocol) return false;
      // Named ports are taken to fit: the name is resolved per pod.
      if (item.port === undefined || typeof item.port === 'string') return true;
      return port >= Number(item.port) && port <= Number(item.endPort ?? item.port);
    })
  );
}

function peerFits(
  peer: Readonly<Record<string, unknown>>,
  other: Peer | typeof OUTSIDE,
  own: string,
  cluster: Cluster,
): boolean {
  // Address blocks cannot be judged by labels; they are taken to fit so that nothing is blamed on a guess.
  if (peer.ipBlock !== undefined) return true;
  if (other === OUTSIDE) return false;
  const known = cluster.find('Namespace', '', other.namespace)?.metadata.labels;
  const labels = { 'kubernetes.io/metadata.name': other.namespace, ...known };
  const namespaceFits =
    peer.namespaceSelector === undefined
      ? other.namespace === own
      : matchesSelector(readSelector(peer.namespaceSelector), labels) ||
        (known === undefined && !cluster.sees('Namespace') && asksForMore(peer.namespaceSelector));
  const podFits = peer.podSelector === undefined || matchesSelector(readSelector(peer.podSelector), other.labels);
  return namespaceFits && podFits;
}

/** Whether a selector of namespaces asks for labels other than the one that every namespace has of its name. */
function asksForMore(value: unknown): boolean {
  const { matchLabels = {}, matchExpressions = [] } = readSelector(value) ?? {};
  const keys = [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)];
  return keys.some((key) => key !== 'kubernetes.io/metadata.name');
}
