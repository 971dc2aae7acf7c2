import type { EvidenceDraft } from '../../../domain/finding.ts';
import type { EvidenceSet, Topology } from '../../../domain/signals.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { alertComponent, firingAlerts } from '../metrics/evidence-text.ts';

/** What a service complains of, by how much it says about the way its packets take. */
type Kind = 'slow' | 'failing' | 'traffic';
const WORDS: readonly (readonly [RegExp, Kind])[] = [
  [/latency|slow|duration|response.?time/i, 'slow'],
  [/error|success|5xx|fail/i, 'failing'],
  [/traffic|throughput|rps|requests|network|packets/i, 'traffic'],
];

interface ServiceComplaint {
  readonly service: string;
  readonly kind: Kind;
  readonly ofNetwork: boolean;
  readonly seen: EvidenceDraft;
}

/** How well the complaints of services fit a slow or lossy link of one node. */
export interface NodeSuspicion {
  readonly node: string;
  readonly score: number;
  /** True where every slow or failing service is on the node or has a call that leads over its link. */
  readonly explainsAll: boolean;
  readonly seen: readonly EvidenceDraft[];
}

/** What firing alerts say of services that have pods. */
export function serviceComplaints(evidence: EvidenceSet, cluster: Cluster): readonly ServiceComplaint[] {
  return firingAlerts(evidence).flatMap((alert): readonly ServiceComplaint[] => {
    const component = alertComponent(alert, evidence);
    const service = component?.startsWith('service/') ? component.slice('service/'.length) : undefined;
    const text = [alert.labels.alertname, ...Object.values(alert.annotations)].join(' ');
    const kind = WORDS.find(([words]) => words.test(text))?.[1];
    if (service === undefined || kind === undefined || shareByNode(service, cluster).size === 0) return [];
    const seen: EvidenceDraft = {
      source: 'metrics',
      tool: 'list_alerts',
      target: `service/${service}`,
      text,
      observedAt: alert.startsAt,
    };
    return [{ service, kind, ofNetwork: /network|packet|\bpps\b/i.test(text), seen }];
  });
}

/**
 * Every node with pods, the likeliest first. A link is felt by the calls that lead over it: by services on the node that
 * call away, and by those elsewhere that call there, directly or through others. Where two nodes share all calls alike, the
 * one on which more of the complaints are placed is the likelier.
 */
export function suspectNodes(
  complaints: readonly ServiceComplaint[],
  evidence: EvidenceSet,
  cluster: Cluster,
): readonly NodeSuspicion[] {
  const calls: Topology = evidence.topology.status === 'observed' ? evidence.topology.value : {};
  const shares = new Map(
    [...new Set([...Object.keys(calls), ...Object.values(calls).flat(), ...complaints.map((one) => one.service)])].map(
      (service) => [service, shareByNode(service, cluster)] as const,
    ),
  );
  const nodes = new Set([...shares.values()].flatMap((share) => [...share.keys()]));
  const slow = new Set(complaints.filter(({ kind }) => kind !== 'traffic').map(({ service }) => service));
  return [...nodes]
    .map((node): NodeSuspicion => {
      const on = (service: string) => shares.get(service)?.get(node) ?? 0;
      const crosses = crossing(calls, on);
      const felt = ({ service, kind }: ServiceComplaint) => {
        if (kind === 'traffic') return on(service);
        return (crosses.has(service) || Object.keys(calls).length === 0 ? 1 : 0) + on(service);
      };
      const score = complaints.reduce((sum, one) => sum + felt(one), 0);
      const explainsAll = [...slow].every((service) => crosses.has(service) || on(service) > 0);
      const seen = complaints
        .filter(({ service }) => on(service) > 0)
        .map(({ seen: draft }) => ({ ...draft, text: `${draft.text} (on ${node})` }));
      return { node, score, explainsAll, seen };
    })
    .sort((a, b) => b.score - a.score);
}

/** Services with a call, their own or further down, between a pod on the node and one elsewhere. */
function crossing(calls: Topology, on: (service: string) => number): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [caller, callees] of Object.entries(calls)) {
    // Both wholly on the node, or both wholly elsewhere: the call does not leave it.
    if (callees.some((callee) => on(caller) * on(callee) < 1 && on(caller) + on(callee) > 0)) found.add(caller);
  }
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [caller, callees] of Object.entries(calls))
      if (callees.some((item) => found.has(item))) found.add(caller);
  }
  return found;
}

/** Which part of a service's pods each node holds. */
function shareByNode(service: string, cluster: Cluster): ReadonlyMap<string, number> {
  const nodes = cluster
    .workloadsByService(service)
    .flatMap((workload) => workload.pods)
    .flatMap((pod) => pod.node ?? []);
  const shares = new Map<string, number>();
  for (const node of nodes) shares.set(node, (shares.get(node) ?? 0) + 1 / nodes.length);
  return shares;
}
