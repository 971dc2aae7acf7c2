import type { CauseCode } from '../../../domain/cause.ts';
import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import { componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { staleLease } from '../../cluster/leases.ts';
import { NODE_PROBLEMS } from '../../cluster/node-problems.ts';
import { conclude, newest, seen, told } from '../../cluster/observe.ts';
import { servicesOnNode } from '../../cluster/reach.ts';
import type { Node } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { STRENGTH } from '../strength-parameters.ts';

const RUNTIME_DOWN =
  /container runtime is down|PLEG is not healthy|runtime (status check may not|not ready|network not ready: container)|(containerd|crio|cri-dockerd|docker)\.sock/i;
/** The kubelet is well, and no network plugin has set itself up on the node. */
const NO_NETWORK = /NetworkPluginNotReady|cni plugin not initialized|cni config uninitialized/;

/** What nodes report of themselves, and what their silence says. */
export const nodeCondition = defineAnalyzer({
  id: 'node-condition',
  title: 'Node is not ready or under pressure',
  causes: [
    ...new Set([
      ...[...NODE_PROBLEMS.values()].map(({ cause }) => cause),
      ...(['node_not_ready', 'kubelet_unavailable', 'containerd_unavailable', 'node_network_unavailable'] as const),
    ]),
  ],
  needs: ['objects'],
  prefers: ['events'],
  kinds: ['Node'],
  example: 'A node has stopped posting its status, and its pods wait in ContainerCreating.',
  analyze: (evidence) => {
    const cluster = readCluster(evidence);
    return conclude(
      cluster.nodes.flatMap((node) => examine(node, cluster)),
      `the conditions of ${cluster.nodes.length} nodes`,
    );
  },
});

function examine(node: Node, cluster: Cluster): readonly Finding[] {
  const finding = (
    cause: CauseCode,
    statement: string,
    strength: number,
    evidence: readonly EvidenceDraft[],
    onset?: string,
  ): Finding => ({
    analyzer: 'node-condition',
    component: componentOf({ kind: 'node', name: node.name }),
    cause,
    statement,
    strength,
    evidence,
    onset,
    explains: servicesOnNode(node.name, cluster),
    parameters: { node: node.name },
  });
  const pressure = node.conditions.flatMap((condition) => {
    const problem = NODE_PROBLEMS.get(condition.type);
    if (problem === undefined || condition.status !== problem.bad) return [];
    const text = `${condition.type} is ${condition.status} since ${condition.lastTransitionTime ?? 'unknown'}: ${condition.message ?? ''}`;
    return [
      finding(
        problem.cause,
        `${node.name} ${problem.what}.`,
        STRENGTH.compelling,
        [seen(node.object, text)],
        condition.lastTransitionTime,
      ),
    ];
  });
  const ready = node.conditions.find((condition) => condition.type === 'Ready');
  const sockets = runtimeComplaints(node, cluster);
  const runtime = sockets === undefined ? [] : [told(sockets)];
  const lease = staleLease('kube-node-lease', node.name, cluster);
  if (ready?.status === 'True' && lease !== undefined) {
    const words = `The kubelet of ${node.name} no longer renews its lease`;
    return [...pressure, finding('kubelet_unavailable', `${words}.`, STRENGTH.probable, [lease], lease.observedAt)];
  }
  if (ready === undefined || ready.status === 'True') {
    return sockets === undefined
      ? pressure
      : [
          ...pressure,
          finding(
            'containerd_unavailable',
            `The kubelet of ${node.name} cannot reach the container runtime.`,
            STRENGTH.likely,
            runtime,
            sockets.first,
          ),
        ];
  }
  const state = seen(
    node.object,
    `Ready is ${ready.status} (${ready.reason ?? ''}): ${ready.message ?? ''}`,
    ready.lastTransitionTime,
  );
  // The cluster ends its own messages with a full stop.
  const why = (ready.message ?? ready.reason ?? ready.status).replace(/\.$/, '');
  const words = `${node.name} is not ready: ${why}`;
  const general = finding('node_not_ready', `${words}.`, STRENGTH.fair, [state], ready.lastTransitionTime);
  if (ready.status === 'Unknown') {
    // The kubelet posts the status; when it stops, either it or the whole node is gone.
    return [
      ...pressure,
      finding('kubelet_unavailable', `${words}.`, STRENGTH.supported, [state], ready.lastTransitionTime),
      general,
    ];
  }
  if (NO_NETWORK.test(ready.message ?? ''))
    return [
      ...pressure,
      finding('node_network_unavailable', `${words}.`, STRENGTH.compelling, [state], ready.lastTransitionTime),
      general,
    ];
  const runtimeDown = RUNTIME_DOWN.test(ready.message ?? '') || sockets !== undefined;
  return runtimeDown
    ? [
        ...pressure,
        finding('containerd_unavailable', `${words}.`, STRENGTH.strong, [state, ...runtime], ready.lastTransitionTime),
        general,
      ]
    : [...pressure, { ...general, strength: STRENGTH.probable }];
}

/** The newest word of a pod still stuck on the node (or of the node itself, lately) that the runtime's socket is dead. */
function runtimeComplaints(node: Node, cluster: Cluster) {
  const stuck = cluster.podsOnNode(node.name).filter((pod) => pod.phase === 'Pending');
  const complaints = stuck
    .flatMap((pod) => cluster.eventsOf('Pod', pod.namespace, pod.name))
    .filter((event) => event.type === 'Warning' && RUNTIME_DOWN.test(event.message));
  return newest(complaints);
}
