import type { CauseCode } from '../../../domain/cause.ts';
import type { Finding } from '../../../domain/finding.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { conclude, parametersOf, seen } from '../../cluster/observe.ts';
import { isSuperseded } from '../../cluster/superseded.ts';
import type { Pod } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { STRENGTH } from '../strength-parameters.ts';

/** The kubelet's reasons to refuse a pod that was bound to its node. */
const CAUSES: ReadonlyMap<string, CauseCode> = new Map(
  Object.entries<CauseCode>({
    OutOfcpu: 'insufficient_node_cpu',
    OutOfmemory: 'insufficient_node_memory',
    'OutOfephemeral-storage': 'insufficient_ephemeral_storage',
    NodeAffinity: 'node_affinity_mismatch',
    NodePorts: 'host_port_conflict',
    TaintToleration: 'taint_toleration_mismatch',
  }),
);

/** Pods that a scheduler, or whoever named their node, placed where the kubelet will not have them. */
export const nodeRefusal = defineAnalyzer({
  id: 'node-refusal',
  title: 'Node refuses its pod',
  causes: [...CAUSES.values(), 'node_selector_mismatch', 'insufficient_extended_resource'],
  needs: ['objects'],
  kinds: ['Pod'],
  example: 'A pod is Failed with reason OutOfcpu: its node has less left than it asks for.',
  analyze: (evidence) => {
    const cluster = readCluster(evidence);
    const refused = cluster.pods.filter((pod) => pod.phase === 'Failed');
    return conclude(
      refused.flatMap((pod) => explain(pod, cluster)),
      `${refused.length} failed pods`,
    );
  },
});

function explain(pod: Pod, cluster: Cluster): readonly Finding[] {
  const known =
    CAUSES.get(pod.reason ?? '') ?? (isDevice(pod) ? ('insufficient_extended_resource' as const) : undefined);
  const workload = cluster.workloadOfPod(pod);
  if (known === undefined || workload === undefined || isSuperseded(pod, workload, cluster)) return [];
  const bySelector = known === 'node_affinity_mismatch' && pod.spec.requiredNodeTerms.length === 0;
  const words = `${pod.reason}: ${pod.message ?? 'the kubelet refused it'}`;
  return [
    {
      analyzer: 'node-refusal',
      component: workload.component,
      cause: bySelector ? 'node_selector_mismatch' : known,
      statement: `${pod.name} was refused by the node that it was given. ${words}`,
      strength: STRENGTH.strong,
      evidence: [seen(pod.object, words)],
      parameters: parametersOf(workload, pod),
    },
  ];
}

/** `OutOfnvidia.com/gpu`, or a device plugin that could not give what the scheduler had counted on. */
function isDevice({ reason = '', message = '' }: Pod): boolean {
  if (/^OutOf[\w.-]+\/[\w.-]+$/.test(reason)) return true;
  return (
    reason === 'UnexpectedAdmissionError' && /requested number of devices unavailable|no healthy devices/i.test(message)
  );
}
