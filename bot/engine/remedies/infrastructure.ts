import type { CAUSES } from '../../domain/cause.ts';
import { type AdviceFor, CORDON_RISK, describeNode, type Remedy } from './advice.ts';

const unitOf = (unit: string) => `systemctl status ${unit} && journalctl -u ${unit} --since -30min --no-pager`;
const cordon = { run: 'kubectl cordon {node}', risk: CORDON_RISK } as const;
const movePods: Remedy = { say: 'Move pods off {node|the node} while its network is put right.', ...cordon };
const conditions = { say: 'Read the conditions of {node|the node}.', run: describeNode };

export const infrastructureAdvice: AdviceFor<(typeof CAUSES.infrastructure)[number]> = {
  kubelet_unavailable: {
    check: { say: 'On {node|the node}: see the unit.', run: unitOf('kubelet') },
    remedy: {
      say: 'On {node|the node}: start the kubelet.',
      run: 'systemctl restart kubelet',
      risk: 'pods keep running; those that were moved meanwhile are removed here.',
    },
  },
  containerd_unavailable: {
    check: { say: 'On {node|the node}: see the unit.', run: unitOf('containerd') },
    remedy: {
      say: 'On {node|the node}: start the container runtime.',
      run: 'systemctl restart containerd',
      risk: 'containers keep running, but execs and log streams break off.',
    },
  },
  kube_proxy_unavailable: {
    check: {
      say: 'See whether kube-proxy runs on {node|each node}.',
      run: 'kubectl -n kube-system get pods -l k8s-app=kube-proxy -o wide',
    },
    remedy: {
      say: 'Start kube-proxy again on {node|the node}.',
      risk: 'until it has written its rules, new connections from that node may fail.',
    },
  },
  kube_scheduler_unavailable: {
    check: {
      say: 'See whether the scheduler runs on the control plane, and who holds its lease.',
      run: 'kubectl -n kube-system get lease kube-scheduler -o yaml',
    },
    remedy: {
      say: 'Start the scheduler again on the control plane.',
      risk: 'all pods that wait are placed at once.',
    },
  },
  coredns_unavailable: {
    check: {
      say: 'See the pods of cluster DNS and their last words.',
      run: 'kubectl -n kube-system get pods -l k8s-app=kube-dns -o wide',
    },
    remedy: {
      say: 'Bring the pods of cluster DNS back: put right what their events or last words name.',
      risk: 'a mistake in the settings of cluster DNS stops every name from resolving.',
    },
  },
  node_not_ready: {
    check: conditions,
    remedy: {
      say: 'Bring the node back; if it stays away, drain and replace it.',
      run: 'kubectl drain {node} --ignore-daemonsets --delete-emptydir-data',
      risk: 'its pods are ended and what lies in emptyDir volumes is lost.',
    },
  },
  node_disk_pressure: {
    check: conditions,
    remedy: {
      say: 'Clear images and logs on {node|the node}, or enlarge its disk.',
      risk: 'images that are removed must be pulled again.',
    },
  },
  node_memory_pressure: {
    check: conditions,
    remedy: { say: 'Move pods off {node|the node}, and give them requests that match their use.', ...cordon },
  },
  node_network_delay: {
    check: { say: 'Measure the way to and from {node|the node} from another one: ping it 100 times.' },
    remedy: movePods,
  },
  node_network_packet_loss: {
    check: { say: 'Count lost packets to and from {node|the node} from another one: ping it 100 times.' },
    remedy: movePods,
  },
  node_pid_pressure: {
    check: conditions,
    remedy: {
      say: 'Find the pod that starts so many processes, and end it; set a pid limit for pods.',
      ...cordon,
    },
  },
  node_network_unavailable: {
    check: conditions,
    remedy: { say: 'Bring the network plugin back on {node|the node}, or the route of the cloud to it.', ...cordon },
  },
  node_filesystem_read_only: {
    check: { say: 'On {node|the machine}: read why the kernel made it read-only.', run: 'dmesg -T | tail -n 100' },
    remedy: {
      say: 'Move pods off {node|the machine} and replace its disk; check the file system before it is used again.',
      ...cordon,
    },
  },
  node_disk_filling: {
    check: {
      say: 'On {node|the machine}: see what takes the space.',
      run: 'df -h && du -xh --max-depth=2 /var | sort -h | tail -n 20',
    },
    remedy: {
      say: 'Clear what is not needed, or enlarge the disk.',
      risk: 'what is deleted is gone; a file that a process holds open frees nothing.',
    },
  },
  node_cpu_saturation: {
    check: { say: 'See which pods use the CPU.', run: ['kubectl top node {node}', 'kubectl top nodes'] },
    remedy: { say: 'Move work off {node|the machine}, or add machines.', ...cordon },
  },
  node_disk_io_saturation: {
    check: { say: 'On {node|the machine}: see which process reads and writes.', run: 'iostat -x 1 5' },
    remedy: { say: 'Move what writes to another disk or machine.', ...cordon },
  },
  noisy_neighbor: {
    check: {
      say: 'See which pod beside it uses the most.',
      run: ['kubectl get pods -A -o wide --field-selector spec.nodeName={node}', 'kubectl top pods -A --sort-by=cpu'],
    },
    remedy: {
      say: 'Give {neighbor|the neighbour} a limit, or keep the two apart.',
      risk: 'with a limit the neighbour itself becomes slower.',
    },
  },
  conntrack_table_full: {
    check: {
      say: 'On {node|the machine}: compare the connections tracked with the maximum.',
      run: 'sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max',
    },
    remedy: {
      say: 'Raise nf_conntrack_max, and find who opens so many connections.',
      risk: 'each entry takes about 300 bytes of kernel memory.',
    },
  },
  inotify_limit_reached: {
    check: {
      say: 'On {node|the machine}: read the limits.',
      run: 'sysctl fs.inotify.max_user_instances fs.inotify.max_user_watches',
    },
    remedy: {
      say: 'Raise fs.inotify.max_user_instances or max_user_watches, and keep it in sysctl.d.',
      risk: 'each watch takes about 1 KiB of kernel memory.',
    },
  },
  etcd_quota_exceeded: {
    check: {
      say: 'On the control plane: read size and alarms.',
      run: 'etcdctl endpoint status -w table && etcdctl alarm list',
    },
    remedy: {
      say: 'Compact, defragment one member after another, then disarm the alarm; find what writes so much.',
      risk: 'a member does not answer while it is defragmented.',
    },
  },
  etcd_slow: {
    check: { say: 'On the control plane: measure the disk of etcd.', run: 'etcdctl check perf' },
    remedy: {
      say: 'Give etcd a faster disk of its own, and ease what writes to the API server.',
      risk: 'moving a member changes the quorum: one at a time.',
    },
  },
  disruption_budget_blocks_eviction: {
    check: {
      say: 'See how many disruptions the budget allows, and which pods are not ready.',
      run: ['kubectl -n {namespace} describe pdb {budget}', 'kubectl get pdb -A'],
    },
    remedy: {
      say: 'Bring the pods that are not ready back, add a replica, or loosen the budget for this once.',
      run: 'kubectl -n {namespace} edit pdb {budget}',
      risk: 'a looser budget lets a drain take more replicas at once.',
    },
  },
  custom_resource_failed: {
    check: {
      say: 'Read the conditions and events of {object|the object}.',
      run: 'kubectl -n {namespace} describe {resourceKind} {resourceName}',
    },
    remedy: {
      say: 'Put right what its condition names; its controller tries again by itself.',
      risk: 'deleting the object deletes what it owns.',
    },
  },
};
