import type { CauseCode } from '../../../domain/cause.ts';
import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { stoodBefore } from '../../cluster/grading.ts';
import { conclude, newest, onsetOf, parametersOf, seen, told } from '../../cluster/observe.ts';
import { fields, records } from '../../cluster/read-objects.ts';
import {
  isReserved,
  matchesNodeAffinity,
  matchesNodeSelector,
  type Obstacle,
  obstaclesOn,
  parseSchedulerMessage,
  type SchedulerPart,
  shortResource,
  untoleratedTaints,
  unwantedNeighbours,
  wantedNodes,
} from '../../cluster/scheduling.ts';
import { describeLabels, describeRequirement } from '../../cluster/selectors.ts';
import type { Node, Pod } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { STRENGTH, UNCONFIRMED_SHARE } from '../strength-parameters.ts';
import { SHOWN } from './parameters.ts';

const CAUSE_OF: Readonly<Partial<Record<Obstacle, CauseCode>>> = {
  cordoned: 'node_cordoned',
  taint: 'taint_toleration_mismatch',
  selector: 'node_selector_mismatch',
  affinity: 'node_affinity_mismatch',
  'anti-affinity': 'pod_anti_affinity_conflict',
  'pod-affinity': 'node_affinity_mismatch',
  cpu: 'insufficient_node_cpu',
  memory: 'insufficient_node_memory',
  'ephemeral-storage': 'insufficient_ephemeral_storage',
  extended: 'insufficient_extended_resource',
  spread: 'topology_spread_unsatisfiable',
  'host-port': 'host_port_conflict',
  // A volume is tied to nodes (of its zone) that the pod may not use.
  'volume-node': 'node_affinity_mismatch',
};

/** Resource shortages and the like, which only the scheduler's own message tells. */
const TOLD_ONLY: readonly Obstacle[] = [
  'cpu',
  'memory',
  'ephemeral-storage',
  'extended',
  'host-port',
  'spread',
  'pod-affinity',
  'volume-node',
];

/**
 * Why a waiting pod fits nowhere: its own constraints are set against the nodes, and the scheduler's message settles
 * what objects cannot show. The constraint blamed is the one that keeps it off the nodes it asks for.
 */
export const scheduling = defineAnalyzer({
  id: 'scheduling',
  title: 'Pod fits on no node',
  causes: [...new Set(Object.values(CAUSE_OF))],
  needs: ['objects'],
  prefers: ['events'],
  kinds: ['Pod', 'Node'],
  example: 'A pod asks for nodes labelled disktype=ssd while the nodes carry disk-type=ssd.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const waiting = cluster.pods.filter((pod) => pod.phase === 'Pending' && pod.node === undefined && !pod.deleting);
    const findings = waiting.flatMap((pod) => {
      // What has waited since days before the complaint is lived with: a pod somebody forgot, a team's wish.
      const stood = stoodBefore(pod.object.metadata.creationTimestamp, evidence, parameters);
      return explainPod(pod, cluster).map((finding) =>
        stood ? { ...finding, strength: finding.strength * parameters.standingShare } : finding,
      );
    });
    return conclude(findings, `${cluster.pods.length} pods, ${waiting.length} of them waiting for a node`);
  },
});

function explainPod(pod: Pod, cluster: Cluster): readonly Finding[] {
  const events = cluster
    .eventsOf('Pod', pod.namespace, pod.name)
    .filter((event) => event.reason === 'FailedScheduling');
  const last = newest(events);
  const condition = records(fields(pod.object.status).conditions).find(
    (item) => item.type === 'PodScheduled' && item.status === 'False',
  );
  const message = last?.message ?? (typeof condition?.message === 'string' ? condition.message : undefined);
  const workload = cluster.workloadOfPod(pod);
  if (workload === undefined) return [];
  const verdict = decide(pod, parseSchedulerMessage(message ?? ''), cluster);
  const cause = verdict === undefined ? undefined : CAUSE_OF[verdict.obstacle];
  if (verdict === undefined || cause === undefined) return [];
  const words =
    last !== undefined
      ? told(last)
      : seen(pod.object, message ?? `${pod.name} is Pending and has no node; no scheduler's word is kept`);
  return [
    {
      analyzer: 'scheduling',
      component: workload.component,
      cause,
      statement: `${pod.name} has no node: ${verdict.why}.`,
      strength: message === undefined ? verdict.strength * UNCONFIRMED_SHARE : verdict.strength,
      evidence: [words, ...verdict.evidence],
      onset: onsetOf(events),
      parameters: { ...parametersOf(workload, pod), ...verdict.parameters },
    },
  ];
}

interface SchedulingVerdict {
  readonly obstacle: Obstacle;
  readonly why: string;
  readonly strength: number;
  readonly evidence: readonly EvidenceDraft[];
  readonly parameters?: Readonly<Record<string, string>>;
}

function decide(pod: Pod, parts: readonly SchedulerPart[], cluster: Cluster): SchedulingVerdict | undefined {
  if (parts.some((part) => part.obstacle === 'claim')) return undefined;
  if (!cluster.sees('Node')) return fromMessageAlone(pod, parts);
  const wanted = wantedNodes(pod, cluster);
  if (wanted.length === 0) return noNodeMatches(pod, parts, cluster);
  const free = wanted.filter((node) => obstaclesOn(pod, node, cluster).length === 0);
  const shortage = largest(parts.filter((part) => TOLD_ONLY.includes(part.obstacle)));
  const cordonedNews = wanted.filter(
    (node) => onlyObstacle(pod, node, cluster) === 'cordoned' && cordonIsNews(node, cluster),
  );
  if (shortage !== undefined && (free.length > 0 || shortage.nodes >= wanted.length) && cordonedNews.length === 0) {
    const own = shortage.obstacle === 'cpu' || shortage.obstacle === 'memory' ? requestsOf(pod, shortage.obstacle) : '';
    return {
      obstacle: shortage.obstacle,
      why: `${shortage.text}${own}`,
      strength: STRENGTH.compelling,
      evidence: own === '' ? [] : [seen(pod.object, `${pod.name}${own.replace(', and', '')}`)],
    };
  }
  const short = parts.length === 0 ? shortResource(pod, free, cluster) : undefined;
  if (short !== undefined) {
    const own = requestsOf(pod, short);
    return {
      obstacle: short,
      why: `no node it may use has that much ${short} left${own}`,
      strength: STRENGTH.compelling,
      evidence: [],
    };
  }
  if (parts.length === 0 && free.length > 0) return undefined;
  if (free.length < wanted.length) return nearestObstacle(pod, wanted, cluster);
  // Some nodes have what it asks for, so neither selector nor affinity is the one that is wrong.
  return fromMessageAlone(
    pod,
    parts.filter((part) => part.obstacle !== 'selector'),
  );
}

/** Among the wanted nodes, the obstacle that alone keeps the pod off most of those nearest to fitting. */
function nearestObstacle(pod: Pod, wanted: readonly Node[], cluster: Cluster): SchedulingVerdict | undefined {
  const blocked = wanted
    .map((node) => ({ node, obstacles: obstaclesOn(pod, node, cluster) }))
    .filter((item) => item.obstacles.length > 0)
    .sort((a, b) => a.obstacles.length - b.obstacles.length);
  const fewest = blocked[0]?.obstacles.length;
  const counts = new Map<Obstacle, Node[]>();
  for (const { node, obstacles } of blocked) {
    if (obstacles.length !== fewest) continue;
    for (const obstacle of obstacles) counts.set(obstacle, [...(counts.get(obstacle) ?? []), node]);
  }
  const ranked = [...counts].sort((a, b) => b[1].length - a[1].length);
  const first = ranked[0];
  if (first === undefined) return undefined;
  const [obstacle, nodes] = first;
  const node = nodes[0]!;
  const strength = ranked.length === 1 ? STRENGTH.named : STRENGTH.probable;
  const names = nodes.map((item) => item.name).join(', ');
  switch (obstacle) {
    case 'taint': {
      const taint = untoleratedTaints(pod.spec, node)[0]!;
      const text = `${taint.key}${taint.value === undefined ? '' : `=${taint.value}`}:${taint.effect}`;
      const why = `it does not tolerate the taint ${text} of ${names}`;
      return {
        obstacle,
        why,
        strength,
        evidence: [seen(node.object, `${names}: taint ${text}`)],
        parameters: { node: node.name, taint: text },
      };
    }
    case 'cordoned':
      return {
        obstacle,
        why: `the nodes it may use are cordoned (${names})`,
        strength,
        evidence: nodes.slice(0, SHOWN.objects).map((item) => seen(item.object, `${item.name} is unschedulable`)),
        parameters: { node: node.name },
      };
    case 'anti-affinity': {
      const neighbour = unwantedNeighbours(pod, node, cluster)[0]!;
      const why = `its anti-affinity refuses each node, as ${neighbour.name} and its like run there`;
      return {
        obstacle,
        why,
        strength,
        evidence: [seen(neighbour.object, `${neighbour.name} runs on ${neighbour.node}`)],
      };
    }
    default:
      return undefined;
  }
}

function noNodeMatches(pod: Pod, parts: readonly SchedulerPart[], cluster: Cluster): SchedulingVerdict {
  const open = cluster.nodes.filter((node) => !isReserved(node));
  const selectorAlone = open.some((node) => matchesNodeSelector(pod.spec, node));
  const affinityAlone = open.some((node) => matchesNodeAffinity(pod.spec, node));
  const hasSelector = Object.keys(pod.spec.nodeSelector).length > 0;
  const obstacle = hasSelector && (!selectorAlone || affinityAlone) ? 'selector' : 'affinity';
  const terms = pod.spec.requiredNodeTerms.flatMap((term) => term.matchExpressions ?? term.matchFields ?? []);
  const wish =
    obstacle === 'selector'
      ? `nodes labelled ${describeLabels(pod.spec.nodeSelector)}`
      : `nodes with ${terms.map(describeRequirement).join(', ')}`;
  const keys = obstacle === 'selector' ? Object.keys(pod.spec.nodeSelector) : terms.map((term) => term.key);
  const have = open.slice(0, SHOWN.nodes).map((node) => {
    const labels = Object.fromEntries(
      Object.entries(node.labels).filter(([key]) => keys.includes(key) || !key.includes('kubernetes.io/')),
    );
    return seen(node.object, `${node.name} carries ${describeLabels(labels)}`);
  });
  const agreed = parts.some((part) => part.obstacle === 'selector');
  return {
    obstacle,
    why: `it asks for ${wish}, and no node open to it has that`,
    strength: agreed ? STRENGTH.named : STRENGTH.probable,
    evidence: have,
  };
}

/** Without nodes to look at: what the pod itself asks for tells selector from affinity, and standing parts come last. */
function fromMessageAlone(pod: Pod, parts: readonly SchedulerPart[]): SchedulingVerdict | undefined {
  const known = parts.filter((part) => CAUSE_OF[part.obstacle] !== undefined);
  // Of a pod tied to some nodes most others fail by its own choice: the taint on those it asks for is the news.
  const tied = known.some((part) => part.obstacle === 'selector');
  const taint = tied ? known.find((part) => part.obstacle === 'taint') : undefined;
  const part = taint ?? largest(known.filter((item) => item.obstacle !== 'cordoned')) ?? largest(known);
  if (part === undefined) return undefined;
  const byAffinity = part.obstacle === 'selector' && Object.keys(pod.spec.nodeSelector).length === 0;
  // Whether a cordon stands since long or shut the very node that is asked for, only the nodes would tell.
  const open = part.obstacle === 'selector' && known.some((item) => item.obstacle === 'cordoned');
  return {
    obstacle: byAffinity ? 'affinity' : part.obstacle,
    why: part.text,
    strength: open ? STRENGTH.even : STRENGTH.leaning,
    evidence: [],
  };
}

function largest(parts: readonly SchedulerPart[]): SchedulerPart | undefined {
  return [...parts].sort((a, b) => b.nodes - a.nodes)[0];
}

function onlyObstacle(pod: Pod, node: Node, cluster: Cluster): Obstacle | undefined {
  const obstacles = obstaclesOn(pod, node, cluster);
  return obstacles.length === 1 ? obstacles[0] : undefined;
}

/** A cordon seen being set (an event not undone since, or a dated taint of the last hour). */
function cordonIsNews(node: Node, cluster: Cluster): boolean {
  const flips = cluster
    .eventsOf('Node', '', node.name)
    .filter((event) => event.reason === 'NodeNotSchedulable' || event.reason === 'NodeSchedulable');
  return newest(flips)?.reason === 'NodeNotSchedulable';
}

function requestsOf(pod: Pod, resource: 'cpu' | 'memory'): string {
  const asked = pod.spec.containers
    .map((container) => container.requests[resource])
    .filter((value) => value !== undefined);
  return asked.length === 0 ? '' : `, and it requests ${asked.join(' + ')} of ${resource}`;
}
