import type { CAUSES } from '../../domain/cause.ts';
import type { Advice } from './advice.ts';

const unitState = 'systemctl status {unit} && journalctl -u {unit} --since -30min --no-pager';

export const infrastructureAdvice: Readonly<Partial<Record<(typeof CAUSES.infrastructure)[number], Advice>>> = {
  kubelet_unavailable: {
    check: ['See the unit on the node.', unitState],
    remedy: ['Start the kubelet on {node}.', 'systemctl restart kubelet'],
  },
  containerd_unavailable: {
    check: ['See the unit on the node.', unitState],
    remedy: ['Start the container runtime on {node}.', 'systemctl restart containerd'],
  },
  kube_proxy_unavailable: {
    check: ['See the unit or pod on the node.', unitState],
    remedy: ['Start kube-proxy on {node}.', 'systemctl restart kube-proxy'],
  },
  kube_scheduler_unavailable: {
    check: ['See the unit or static pod on the control plane.', unitState],
    remedy: ['Start the scheduler on {node}.', 'systemctl restart kube-scheduler'],
  },
  coredns_unavailable: {
    check: ['See the DNS pods.', 'kubectl -n kube-system get pods -l k8s-app=kube-dns -o wide'],
    remedy: ['Bring cluster DNS back.', 'kubectl -n kube-system rollout restart deployment/coredns', 'rollout-restart'],
  },
  node_not_ready: {
    check: ['Read the conditions of the node.', 'kubectl describe node {node}'],
    remedy: [
      'Bring the node back, or drain and replace it.',
      'kubectl drain {node} --ignore-daemonsets --delete-emptydir-data',
    ],
  },
  node_disk_pressure: {
    check: ['Read the conditions of the node.', 'kubectl describe node {node}'],
    remedy: ['Clear images and logs on {node}, or enlarge its disk.'],
  },
  node_memory_pressure: {
    check: ['See what uses the memory.', 'kubectl describe node {node}'],
    remedy: ['Move pods off {node}, and give them requests that match their use.', 'kubectl cordon {node}'],
  },
  node_network_delay: {
    check: [
      'Measure the way to and from the node.',
      'kubectl debug node/{node} -it --image=busybox -- ping -c 20 <other node>',
    ],
    remedy: ['Move pods off {node} while its network is put right.', 'kubectl cordon {node}'],
  },
  node_network_packet_loss: {
    check: [
      'Count lost packets to and from the node.',
      'kubectl debug node/{node} -it --image=busybox -- ping -c 100 <other node>',
    ],
    remedy: ['Move pods off {node} while its network is put right.', 'kubectl cordon {node}'],
  },
};
