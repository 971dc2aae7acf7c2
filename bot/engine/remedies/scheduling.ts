import type { CAUSES } from '../../domain/cause.ts';
import { type Advice, editWorkload } from './advice.ts';

const showClaim: Advice['check'] = [
  'Compare the claim with the volumes.',
  'kubectl -n {namespace} get pvc,pv,storageclass -o wide',
];
const remakeClaim: Advice['remedy'] = [
  'A claim cannot be changed once made: delete the pending one and make it anew with what the volume offers.',
  'kubectl -n {namespace} delete pvc {claim}',
];

export const schedulingAdvice: Readonly<Partial<Record<(typeof CAUSES.scheduling)[number], Advice>>> = {
  insufficient_node_cpu: {
    check: ['See what the nodes have left.', "kubectl describe nodes | grep -A8 'Allocated resources'"],
    remedy: ['Lower the CPU request, free a node, or add one.', editWorkload],
  },
  insufficient_node_memory: {
    check: ['See what the nodes have left.', "kubectl describe nodes | grep -A8 'Allocated resources'"],
    remedy: ['Lower the memory request, free a node, or add one.', editWorkload],
  },
  insufficient_ephemeral_storage: {
    check: ['See what the nodes have left.', "kubectl describe nodes | grep -A8 'Allocated resources'"],
    remedy: ['Lower the ephemeral-storage request, or clear disk on the nodes.', editWorkload],
  },
  node_selector_mismatch: {
    check: ['Compare the selector with the labels of the nodes.', 'kubectl get nodes --show-labels'],
    remedy: ["Correct the workload's nodeSelector, or label the node that was meant.", editWorkload],
  },
  node_affinity_mismatch: {
    check: ['Compare the affinity with the labels of the nodes.', 'kubectl get nodes --show-labels'],
    remedy: ["Correct the workload's node affinity, or label the node that was meant.", editWorkload],
  },
  pod_anti_affinity_conflict: {
    check: ['See where the pods it avoids are running.', 'kubectl -n {namespace} get pods -o wide --show-labels'],
    remedy: ['Make the anti-affinity preferred, lower the replicas, or add a node.', editWorkload],
  },
  taint_toleration_mismatch: {
    check: [
      'Read the taints of the nodes.',
      'kubectl get nodes -o custom-columns=NAME:.metadata.name,TAINTS:.spec.taints',
    ],
    remedy: ['Add a toleration to the workload, or remove the taint if it has served.', editWorkload],
  },
  node_cordoned: {
    check: ['See which nodes are cordoned, and ask who did it and why.', 'kubectl get nodes'],
    remedy: ['When the maintenance is over, let the node take pods again.', 'kubectl uncordon {node}'],
  },
  topology_spread_unsatisfiable: {
    check: ['See how the pods are spread.', 'kubectl -n {namespace} get pods -o wide'],
    remedy: ['Allow more skew, use ScheduleAnyway, or add a node in the short zone.', editWorkload],
  },
  pvc_storage_class_mismatch: { check: showClaim, remedy: remakeClaim },
  pvc_access_mode_mismatch: { check: showClaim, remedy: remakeClaim },
  pvc_capacity_mismatch: { check: showClaim, remedy: remakeClaim },
  pvc_selector_mismatch: { check: showClaim, remedy: remakeClaim },
  pv_binding_occupied: {
    check: showClaim,
    remedy: ['Make another volume, or free this one from the claim that holds it if that claim is not needed.'],
  },
  host_port_conflict: {
    check: [
      'Find who holds the host port.',
      'kubectl get pods -A -o jsonpath=\'{range .items[*]}{.metadata.name} {.spec.containers[*].ports[*].hostPort}{"\\n"}{end}\'',
    ],
    remedy: ['Drop the hostPort or choose another.', editWorkload],
  },
};
