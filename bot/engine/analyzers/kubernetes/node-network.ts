import type { CauseCode } from '../../../domain/cause.ts';
import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { nodeName } from '../../cluster/node-name.ts';
import { conclude } from '../../cluster/observe.ts';
import { servicesOnNode } from '../../cluster/reach.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { METRIC_PARAMETERS } from '../../metric-reading/metric-parameters.ts';
import { lastingRisesOf } from '../../metric-reading/rises.ts';
import { digits } from '../../observe/digits.ts';
import { alertComponent, firingAlerts } from '../metrics/evidence-text.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { NODE_NETWORK } from './node-parameters.ts';
import { serviceComplaints, suspectNodes } from './node-paths.ts';

const NETWORK =
  /retrans|packet.?loss|(packets?|rx|tx|receive|transmit).?(drop|err)|network.?(quality|latency|delay)|\brtt\b/i;
/** cAdvisor's and eBPF agents' figures of single containers. */
const OF_CONTAINER = /^container_/;
const LOSS = /packet.?loss|drop/i;
/** What is counted a second: below a floor it is noise, however large against its past. */
const LOSSES = /retrans|(packets?|rx|tx|receive|transmit).?(drop|err)/i;

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
    const findings = signs.length === 0 ? guess(evidence, cluster) : judge(signs, evidence, cluster);
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
    const label = one.labels.node ?? one.labels.nodename ?? one.labels.instance?.replace(/:\d+$/, '') ?? '';
    const node = nodeName(label, cluster);
    const [change] = lastingRisesOf(one);
    // What is counted for each container is that container's, whatever machine it runs on.
    if (change === undefined || OF_CONTAINER.test(one.name) || !NETWORK.test(one.name)) return [];
    if (cluster.node(node) === undefined) return [];
    if (LOSSES.test(one.name) && change.during < METRIC_PARAMETERS.leastLossPerSecond) return [];
    const unit = one.unit?.endsWith('/s') === true ? ' a second' : '';
    const text = `${one.name} rose from ${digits(change.before)} to ${digits(change.during)}${unit}`;
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
  const lossy =
    LOSS.test(top.text) || (top.amount >= NODE_NETWORK.resendsOfLoss && top.amount >= NODE_NETWORK.leadOfLoss * next);
  const suspects = suspectNodes(serviceComplaints(evidence, cluster), evidence, cluster);
  const quiet = (node: string) =>
    !signs.some((sign) => sign.node === node && sign.amount >= top.amount / NODE_NETWORK.leadOfLoss);
  const [slowest, runnerUp] = suspects
    .map((one) => ({ ...one, score: one.score + (quiet(one.node) ? NODE_NETWORK.quietAmongResenders : 0) }))
    .sort((a, b) => b.score - a.score);
  const node = lossy ? top.node : (slowest?.node ?? top.node);
  const complaints = suspects.find((one) => one.node === node)?.seen ?? [];
  const seen = [
    ...signs.slice(0, NODE_NETWORK.signsShown).map((sign) => sign.seen),
    ...complaints.slice(0, NODE_NETWORK.complaintsShown),
  ];
  const loss = `Packets from or to ${node} are lost: ${top.text}`;
  const delay = `Packets from or to ${node} are late: resends are few, and the calls that turned slow lead over its link.`;
  const found = [
    finding(
      'node_network_packet_loss',
      node,
      loss,
      lossy ? STRENGTH.probable : STRENGTH.weak,
      seen,
      top.onset,
      cluster,
    ),
    finding('node_network_delay', node, delay, lossy ? STRENGTH.weak : STRENGTH.supported, seen, top.onset, cluster),
  ];
  if (lossy || runnerUp === undefined || runnerUp.node === node) return found;
  // Who is slow tells less surely than who resends: the next likely link is shown as well.
  const other = `The calls that turned slow lead over the link of ${runnerUp.node} as well.`;
  return [...found, finding('node_network_delay', runnerUp.node, other, STRENGTH.even, seen, top.onset, cluster)];
}

/** No node complains, but many services do, of their network among other things, and the calls over one link fit. */
function guess(evidence: EvidenceSet, cluster: Cluster): readonly Finding[] {
  const complaints = serviceComplaints(evidence, cluster);
  const services = new Set(complaints.map(({ service }) => service));
  const slow = complaints.some(({ kind }) => kind === 'slow');
  if (
    services.size < NODE_NETWORK.manyServices ||
    !slow ||
    complaints.filter(({ ofNetwork }) => ofNetwork).length < NODE_NETWORK.wordsOfNetwork
  )
    return [];
  const [first, second] = suspectNodes(complaints, evidence, cluster);
  if (first === undefined || !first.explainsAll || first.score <= (second?.score ?? 0)) return [];
  const onset = complaints.map(({ seen }) => seen.observedAt ?? '').sort()[0];
  const statement = `${services.size} services complain of slowness or lost traffic, and the calls of all that are slow lead over the link of ${first.node}.`;
  return [
    finding(
      'node_network_delay',
      first.node,
      statement,
      STRENGTH.even,
      first.seen.slice(0, NODE_NETWORK.aloneShown),
      onset,
      cluster,
    ),
  ];
}

function finding(
  cause: CauseCode,
  node: string,
  statement: string,
  strength: number,
  evidence: readonly EvidenceDraft[],
  onset: string | undefined,
  cluster: Cluster,
): Finding {
  return {
    analyzer: 'node-network',
    component: componentOf({ kind: 'node', name: node }),
    cause,
    statement,
    strength,
    evidence,
    onset,
    explains: servicesOnNode(node, cluster),
    parameters: { node },
  };
}
