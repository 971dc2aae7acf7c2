import type { CauseCode } from '../../../domain/cause.ts';
import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { conclude } from '../../cluster/observe.ts';
import { servicesOnNode } from '../../cluster/reach.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { alertComponent, firingAlerts } from '../metrics/evidence-text.ts';

const NETWORK =
  /retrans|packet.?loss|(packets?|rx|tx|receive|transmit).?(drop|err)|network.?(quality|latency|delay)|\brtt\b/i;
const LOSS = /packet.?loss|drop/i;
/** How much each kind of complaint of a service says about the way its packets take. */
const WEIGHTS: readonly (readonly [RegExp, number])[] = [
  [/latency|slow|duration|response.?time/i, 3],
  [/error|success|5xx|fail/i, 2],
  [/traffic|throughput|rps|requests|network/i, 1],
];
/** A lossy link is resent over all the time; a slow one only until senders have learnt its delay. */
const RESENDS_OF_LOSS = 2;
const LEAD_OF_LOSS = 4;

/** Nodes whose network is slow or lossy: by resends per node, and by where the services that complain are placed. */
export const nodeNetwork = defineAnalyzer({
  id: 'node-network',
  title: "A node's network is slow or lossy",
  causes: ['node_network_delay', 'node_network_packet_loss'],
  needs: ['objects'],
  example: 'TCP resends rise to nine a second on one node, and services there and those that call them turn slow.',
  analyze: (evidence) => {
    const cluster = readCluster(evidence);
    const signs = networkSigns(evidence, cluster).sort((a, b) => b.amount - a.amount);
    const findings = signs.length === 0 ? [] : judge(signs, evidence, cluster);
    return conclude(findings, `network alerts and series of ${cluster.nodes.length} nodes`);
  },
});

interface NetworkSign {
  readonly node: string;
  readonly amount: number;
  readonly text: string;
  readonly seen: EvidenceDraft;
  readonly onset: string;
}

function networkSigns(evidence: EvidenceSet, cluster: Cluster): NetworkSign[] {
  const fromAlerts = firingAlerts(evidence).flatMap((alert): NetworkSign[] => {
    const text = [alert.labels.alertname, ...Object.values(alert.annotations)].join(' ');
    const component = alertComponent(alert, evidence);
    if (!component?.startsWith('node/') || !NETWORK.test(text)) return [];
    const node = component.slice('node/'.length);
    const seen: EvidenceDraft = {
      source: 'metrics',
      tool: 'list_alerts',
      target: component,
      text,
      observedAt: alert.startsAt,
    };
    return [{ node, amount: amountIn(text), text, seen, onset: alert.startsAt }];
  });
  const series = evidence.metrics.status === 'observed' ? evidence.metrics.value : [];
  const fromSeries = series.flatMap((one): NetworkSign[] => {
    const node = one.labels.node ?? one.labels.nodename ?? one.labels.instance?.replace(/:\d+$/, '') ?? '';
    const change = one.changes.find(
      (item) => item.direction === 'up' && item.kind !== 'gap' && item.until === undefined,
    );
    if (change === undefined || !NETWORK.test(one.name) || cluster.node(node) === undefined) return [];
    const text = `${one.name} rose from ${change.before} to ${change.during}`;
    const seen: EvidenceDraft = {
      source: 'metrics',
      tool: 'summarize_series',
      target: `node/${node}`,
      text,
      observedAt: change.onset,
    };
    return [{ node, amount: change.during, text, seen, onset: change.onset }];
  });
  return [...fromAlerts, ...fromSeries];
}

/** The figure that an alert gives for now: after `current`, `now` or `value`, else its largest. */
function amountIn(text: string): number {
  const named = /\b(?:current|cur|now|value|val)\s*[=:]\s*(\d+(?:\.\d+)?)/i.exec(text)?.[1];
  const all = [...text.matchAll(/\d+(?:\.\d+)?/g)].map((match) => Number(match[0]));
  return named === undefined ? Math.max(0, ...all) : Number(named);
}

function judge(signs: readonly NetworkSign[], evidence: EvidenceSet, cluster: Cluster): readonly Finding[] {
  const top = signs[0]!;
  const next = signs.find((sign) => sign.node !== top.node)?.amount ?? 0;
  const lossy = LOSS.test(top.text) || (top.amount >= RESENDS_OF_LOSS && top.amount >= LEAD_OF_LOSS * next);
  const weights = complaintsByNode(evidence, cluster);
  const slowest = [...weights].sort((a, b) => b[1].weight - a[1].weight)[0];
  const node = lossy ? top.node : (slowest?.[0] ?? top.node);
  const complaints = weights.get(node)?.seen ?? [];
  const finding = (cause: CauseCode, statement: string, strength: number): Finding => ({
    analyzer: 'node-network',
    component: componentOf({ kind: 'node', name: node }),
    cause,
    statement,
    strength,
    evidence: [...signs.slice(0, 3).map((sign) => sign.seen), ...complaints.slice(0, 4)],
    onset: top.onset,
    explains: servicesOnNode(node, cluster),
    parameters: { node },
  });
  const loss = `Packets from or to ${node} are lost: ${top.text}`;
  const delay = `Packets from or to ${node} are late: resends are few, and most of the services that turned slow are placed there.`;
  return [
    finding('node_network_packet_loss', loss, lossy ? 0.82 : 0.4),
    finding('node_network_delay', delay, lossy ? 0.4 : 0.74),
  ];
}

/** What firing alerts say of services, by the node that their pods run on. */
function complaintsByNode(evidence: EvidenceSet, cluster: Cluster) {
  const byNode = new Map<string, { weight: number; seen: EvidenceDraft[] }>();
  for (const alert of firingAlerts(evidence)) {
    const component = alertComponent(alert, evidence);
    if (component === undefined || !component.startsWith('service/')) continue;
    const text = [alert.labels.alertname, ...Object.values(alert.annotations)].join(' ');
    const weight = Math.max(0, ...WEIGHTS.map(([words, value]) => (words.test(text) ? value : 0)));
    const pods = cluster.workloadsByService(component.slice('service/'.length)).flatMap((workload) => workload.pods);
    for (const pod of pods) {
      if (pod.node === undefined) continue;
      const entry = byNode.get(pod.node) ?? { weight: 0, seen: [] };
      entry.weight += weight / pods.length;
      entry.seen.push({
        source: 'metrics',
        tool: 'list_alerts',
        target: component,
        text: `${text} (on ${pod.node})`,
        observedAt: alert.startsAt,
      });
      byNode.set(pod.node, entry);
    }
  }
  return byNode;
}
