import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, newest, onsetOf, seen, told } from '../../cluster/observe.ts';
import { servicesOnNode } from '../../cluster/reach.ts';
import { timeMs } from '../../cluster/read-objects.ts';
import type { ClusterEvent, Node } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { FORMAT, type Parameters } from '../../parameters.ts';
import { withCallers } from './with-callers.ts';

/** What the kubelet tells as it comes up again, on the same machine or after it was booted anew. */
const CAME_UP = /^(?:Rebooted|Starting|NodeReady|RegisteredNode)$/;

/**
 * Nodes that are ready, and were not for a time within the window. The node lifecycle controller tells of the first
 * (`NodeNotReady`), after the node's status was missing for the grace period (Kubernetes, "Nodes": heartbeats), and takes
 * its pods out of their Services; the condition Ready tells since when it is well again.
 */
export const returnedNode = defineAnalyzer({
  id: 'returned-node',
  title: 'A node was not ready for a time',
  causes: ['node_not_ready'],
  needs: ['objects', 'events'],
  kinds: ['Node', 'Pod'],
  example:
    'A node was NodeNotReady for eighteen minutes, was rebooted and is Ready again; services with a pod there failed.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    return conclude(
      cluster.nodes.flatMap((node) => examine(node, cluster, evidence, parameters)),
      `what events tell of ${cluster.nodes.length} nodes`,
    );
  },
});

function examine(node: Node, cluster: Cluster, evidence: EvidenceSet, parameters: Parameters): readonly Finding[] {
  const ready = node.conditions.find(({ type }) => type === 'Ready');
  const back = timeMs(ready?.lastTransitionTime);
  if (ready?.status !== 'True' || back === undefined) return [];
  const events = cluster.events.filter(({ kind, name }) => kind === 'Node' && name === node.name);
  const lost = events.filter(
    ({ reason, lastMs }) => reason === 'NodeNotReady' && lastMs >= Date.parse(evidence.window.start) && lastMs < back,
  );
  const onset = onsetOf(lost);
  const away = back - (timeMs(onset) ?? back);
  if (onset === undefined || away < parameters.passingMs || isCordoned(events, onset)) return [];
  const until = new Date(back).toISOString();
  const minutes = Math.round(away / FORMAT.minute);
  const up = events.filter(({ reason, first }) => CAME_UP.test(reason) && (timeMs(first) ?? 0) >= timeMs(onset)!);
  return [
    {
      analyzer: 'returned-node',
      component: componentOf({ kind: 'node', name: node.name }),
      cause: 'node_not_ready',
      statement: `${node.name} was not ready for ${minutes} minutes, and is again.`,
      ...graded('said', parameters),
      evidence: [
        ...lost.slice(0, 1).map(told),
        ...up.slice(0, 2).map(told),
        seen(node.object, `Ready is True since ${until}`, until),
      ],
      onset,
      until,
      explains: withCallers(servicesOnNode(node.name, cluster), evidence),
      parameters: { node: node.name },
    },
  ];
}

/** Whether a node was cordoned before, as draining begins with: its pods left it first ("Safely Drain a Node"). */
function isCordoned(events: readonly ClusterEvent[], lost: string): boolean {
  const stated = events.filter(
    ({ reason, last }) => /^Node(?:Not)?Schedulable$/.test(reason) && last !== undefined && last <= lost,
  );
  return newest(stated)?.reason === 'NodeNotSchedulable';
}
