import type { CauseCode } from '../../../domain/cause.ts';
import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import { componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { nodeName } from '../../cluster/node-name.ts';
import { conclude } from '../../cluster/observe.ts';
import { servicesOnNode, servicesWaitingForNode } from '../../cluster/reach.ts';
import { readUnits, type UnitState } from '../../cluster/units.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { STRENGTH } from '../strength-parameters.ts';

const CAUSE_OF: readonly (readonly [RegExp, CauseCode])[] = [
  [/^(kubelet|snap\.kubelet\..*|k3s-agent|rke2-agent)$/, 'kubelet_unavailable'],
  [/^(containerd|crio|cri-o|docker|cri-dockerd)$/, 'containerd_unavailable'],
  [/^kube-proxy$/, 'kube_proxy_unavailable'],
  [/^kube-scheduler$/, 'kube_scheduler_unavailable'],
  [/^(coredns|node-local-dns)$/, 'coredns_unavailable'],
];

/** Node daemons that are not active, read from the states of system units. */
export const nodeUnit = defineAnalyzer({
  id: 'node-unit',
  title: 'A node daemon is down',
  causes: CAUSE_OF.map(([, cause]) => cause),
  needs: ['metrics'],
  example: 'kubelet.service is inactive on one node, and the pods there stop reporting.',
  analyze: (evidence) => {
    const units = readUnits(evidence);
    if (units.length === 0) return { status: 'unknown', reason: 'metrics: no states of system units' };
    const cluster = readCluster(evidence);
    const down = units.filter((unit) => !unit.active);
    return conclude(
      down.flatMap((unit) => explain(unit, units, cluster)),
      `${units.length} system units`,
    );
  },
});

function explain(unit: UnitState, units: readonly UnitState[], cluster: Cluster): readonly Finding[] {
  const cause = causeOf(unit);
  if (cause === undefined) return [];
  const node = nodeName(unit.node, cluster);
  const others = units.filter((other) => other.active && causeOf(other) === cause);
  // Another runtime on the node does the work; a unit of another kind is merely installed.
  if (others.some((other) => other.node === unit.node)) return [];
  const peers = units.filter((other) => other.unit === unit.unit && other.node !== unit.node);
  const standIn = cause === 'kube_scheduler_unavailable' && others.length > 0;
  const nowhere = peers.length > 0 && !peers.some((peer) => peer.active) && isReady(node, cluster);
  const evidence: EvidenceDraft = {
    source: 'metrics',
    tool: 'summarize_series',
    target: `node/${node}`,
    text: `${unit.unit} is ${unit.state} on ${node}`,
    observedAt: unit.observedAt,
  };
  return [
    {
      analyzer: 'node-unit',
      component: componentOf({ kind: 'node', name: node }),
      cause,
      statement: `${unit.unit} is ${unit.state} on ${node}.`,
      // Another scheduler holds the lease; a unit that runs nowhere is likely not how this cluster runs it.
      strength: standIn || nowhere ? STRENGTH.faint : STRENGTH.certain,
      evidence: [evidence],
      explains:
        cause === 'kube_scheduler_unavailable' ? servicesWaitingForNode(cluster) : servicesOnNode(node, cluster),
      parameters: { node, unit: unit.unit },
    },
  ];
}

function causeOf(unit: UnitState): CauseCode | undefined {
  return CAUSE_OF.find(([pattern]) => pattern.test(unit.unit))?.[1];
}

function isReady(node: string, cluster: Cluster): boolean {
  return (
    cluster.node(node)?.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True') ??
    false
  );
}
