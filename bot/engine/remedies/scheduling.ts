import type { CAUSES } from '../../domain/cause.ts';
import { type AdviceFor, type Check, describePod, editWorkload, RESTARTS, type Remedy } from './advice.ts';

const roomOfNodes: Check = {
  say: 'See what the nodes have left.',
  run: "kubectl describe nodes | grep -A8 'Allocated resources'",
};
const labelsOfNodes = 'kubectl get nodes --show-labels';
const showClaim: Check = {
  say: 'Compare the claim with the volumes.',
  run: 'kubectl -n {namespace} get pvc,pv,storageclass -o wide',
};
const remakeClaim: Remedy = {
  say: 'A claim cannot be changed once made: delete the pending one and make it anew with what the volume offers.',
  run: 'kubectl -n {namespace} delete pvc {claim}',
  risk: 'only a claim that is Pending holds no data; look once more before you delete.',
};

export const schedulingAdvice: AdviceFor<(typeof CAUSES.scheduling)[number]> = {
  insufficient_node_cpu: {
    check: roomOfNodes,
    remedy: { say: 'Lower the CPU request, free a node, or add one.', run: editWorkload, risk: RESTARTS },
  },
  insufficient_node_memory: {
    check: roomOfNodes,
    remedy: { say: 'Lower the memory request, free a node, or add one.', run: editWorkload, risk: RESTARTS },
  },
  insufficient_ephemeral_storage: {
    check: roomOfNodes,
    remedy: {
      say: 'Lower the ephemeral-storage request, or clear disk on the nodes.',
      run: editWorkload,
      risk: RESTARTS,
    },
  },
  node_selector_mismatch: {
    check: { say: 'Compare the selector with the labels of the nodes.', run: labelsOfNodes },
    remedy: {
      say: "Correct the workload's nodeSelector, or label the node that was meant.",
      run: editWorkload,
      risk: RESTARTS,
    },
  },
  node_affinity_mismatch: {
    check: { say: 'Compare the affinity with the labels of the nodes.', run: labelsOfNodes },
    remedy: {
      say: "Correct the workload's node affinity, or label the node that was meant.",
      run: editWorkload,
      risk: RESTARTS,
    },
  },
  pod_anti_affinity_conflict: {
    check: {
      say: 'See where the pods it avoids are running.',
      run: 'kubectl -n {namespace} get pods -o wide --show-labels',
    },
    remedy: {
      say: 'Make the anti-affinity preferred, lower the replicas, or add a node.',
      run: editWorkload,
      risk: `${RESTARTS} Replicas may then share a node and fall with it.`,
    },
  },
  taint_toleration_mismatch: {
    check: {
      say: 'Read the taints of the nodes.',
      run: 'kubectl get nodes -o custom-columns=NAME:.metadata.name,TAINTS:.spec.taints',
    },
    remedy: {
      say: 'Add a toleration to the workload, or remove the taint if it has served.',
      run: editWorkload,
      risk: `${RESTARTS} The taint may stand for a reason: ask who set it.`,
    },
  },
  node_cordoned: {
    check: { say: 'See which nodes are cordoned, and ask who did it and why.', run: 'kubectl get nodes' },
    remedy: {
      say: 'When the maintenance is over, let the node take pods again.',
      run: 'kubectl uncordon {node}',
      risk: 'pods land on a node that somebody may still be working on.',
    },
  },
  topology_spread_unsatisfiable: {
    check: { say: 'See how the pods are spread.', run: 'kubectl -n {namespace} get pods -o wide' },
    remedy: {
      say: 'Allow more skew, use ScheduleAnyway, or add a node in the short zone.',
      run: editWorkload,
      risk: `${RESTARTS} More replicas may then fall with one zone.`,
    },
  },
  pvc_storage_class_mismatch: { check: showClaim, remedy: remakeClaim },
  pvc_access_mode_mismatch: { check: showClaim, remedy: remakeClaim },
  pvc_capacity_mismatch: { check: showClaim, remedy: remakeClaim },
  pvc_selector_mismatch: { check: showClaim, remedy: remakeClaim },
  pv_binding_occupied: {
    check: showClaim,
    remedy: {
      say: 'Make another volume, or free this one from the claim that holds it if nobody needs that claim.',
      risk: 'a freed volume may be wiped by its reclaim policy.',
    },
  },
  host_port_conflict: {
    check: {
      say: 'Find who holds the host port.',
      run: 'kubectl get pods -A -o jsonpath=\'{range .items[*]}{.metadata.namespace}/{.metadata.name} {.spec.nodeName} {.spec.containers[*].ports[*].hostPort}{"\\n"}{end}\'',
    },
    remedy: {
      say: 'Drop the hostPort or choose another.',
      run: editWorkload,
      risk: `${RESTARTS} Callers of the old port must follow.`,
    },
  },
  insufficient_extended_resource: {
    check: {
      say: 'See which nodes offer {resource|the resource} and how much of it is taken.',
      run: "kubectl describe nodes | grep -A10 'Allocated resources'",
    },
    remedy: {
      say: 'Bring its device plugin back, free a device, or add a node that has one.',
      risk: 'freeing a device ends the work that runs on it.',
    },
  },
  pod_scheduling_gated: {
    check: {
      say: 'Read which gates the pod still has.',
      run: "kubectl -n {namespace} get pod {pod} -o jsonpath='{.spec.schedulingGates}'",
    },
    remedy: {
      say: 'Bring back the controller that opens the gate {gate|}.',
      risk: 'removing the gate by hand skips what it waits for (quota, queue, provisioning).',
    },
  },
  persistent_volume_claim_lost: {
    check: {
      say: 'Read the claim and the volume that it names.',
      run: 'kubectl -n {namespace} describe pvc {claim}',
    },
    remedy: {
      say: 'Restore the volume under its old name, or make the claim anew from a backup.',
      risk: 'a new claim begins empty: its data is gone unless it is restored.',
    },
  },
  cloud_capacity_insufficient: {
    check: describePod,
    remedy: {
      say: 'Allow further instance types or zones in the node group, or free room on the nodes there are.',
      risk: 'other instance types may cost more or have another architecture.',
    },
  },
  cloud_quota_exceeded: {
    check: {
      say: "Compare the account's quota of {resource|that resource} with its use, in the cloud's console.",
    },
    remedy: {
      say: 'Ask the cloud for a higher quota, and free what is not needed meanwhile.',
      risk: 'what is freed is gone; make sure that nobody uses it.',
    },
  },
};
