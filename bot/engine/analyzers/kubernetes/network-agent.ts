import type { Finding } from '../../../domain/finding.ts';
import { componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, newest, parametersOf, seen, told } from '../../cluster/observe.ts';
import { servicesOnNode } from '../../cluster/reach.ts';
import type { Pod, Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';

/** Images of the agents that network plugins run on every node, from whatever registry. */
const AGENT =
  /(?:^|\/)(?:calico\/node|calico-node|cilium\/cilium(?:-ci)?|flannel\/flannel|flannelcni\/flannel|coreos\/flannel|weaveworks\/weave-kube|antrea\/antrea-(?:agent-)?ubuntu|amazon-k8s-cni|cloudnativelabs\/kube-router|kindest\/kindnetd|ovn-kubernetes|kube-ovn)(?:[:@]|$)/;

/** A network plugin's agent that is not ready on one node, while the same agent is on others. */
export const networkAgent = defineAnalyzer({
  id: 'network-agent',
  title: 'A network agent is not ready on its node',
  causes: ['node_network_unavailable'],
  needs: ['objects'],
  prefers: ['events'],
  kinds: ['Pod', 'Node'],
  example: 'The Cilium agent of one node answers its readiness probe with 503 for ten minutes; the others are ready.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const agents = cluster.workloads.filter(
      ({ kind, spec }) => kind === 'DaemonSet' && spec.containers.some(({ image }) => AGENT.test(image)),
    );
    return conclude(
      agents.flatMap((agent) =>
        agent.pods
          .filter((pod) => isStuck(pod, cluster, parameters) && agent.pods.some(({ healthy }) => healthy))
          .map((pod) => findingOf(pod, agent, cluster, parameters)),
      ),
      `${agents.length} network agents`,
    );
  },
});

/** Not ready for longer than a rollout takes, on a node that is well itself: one that is not takes all its pods along. */
function isStuck({ healthy, deleting, node, startedAt, createdAt }: Pod, cluster: Cluster, parameters: Parameters) {
  const ready = cluster.node(node ?? '')?.conditions.find(({ type }) => type === 'Ready');
  const since = startedAt ?? createdAt;
  const old = since !== undefined && cluster.now - since > parameters.onItsWayMs;
  return !healthy && !deleting && old && ready?.status === 'True';
}

function findingOf(pod: Pod, agent: Workload, cluster: Cluster, parameters: Parameters): Finding {
  const node = pod.node!;
  const last = newest(cluster.eventsOf('Pod', pod.namespace, pod.name).filter(({ type }) => type === 'Warning'));
  const what = `${pod.name} is not ready on ${node}, where it sets up the network of pods; ${agent.name} is on other nodes`;
  return {
    analyzer: 'network-agent',
    component: componentOf({ kind: 'node', name: node }),
    cause: 'node_network_unavailable',
    statement: `${what}.`,
    ...graded('measured', parameters),
    evidence: [seen(pod.object, what), ...(last === undefined ? [] : [told(last)])],
    explains: [agent.component, ...servicesOnNode(node, cluster)],
    parameters: { ...parametersOf(agent, pod), node },
  };
}
