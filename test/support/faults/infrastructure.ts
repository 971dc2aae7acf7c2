import { ago, object, unit, unschedule } from '../kubernetes.ts';
import { type ClusterFault, replaceNode, systemPod } from './shapes.ts';

export const infrastructureFaults: readonly ClusterFault[] = [
  {
    title: 'a scheduler that says nothing',
    analyzer: 'scheduler-silent',
    component: 'node/gate',
    cause: 'kube_scheduler_unavailable',
    put: (world) => unschedule(world, 'ledger', undefined),
  },
  {
    title: 'a kubelet that is stopped',
    analyzer: 'node-unit',
    component: 'node/field-1',
    cause: 'kubelet_unavailable',
    put: (world) => {
      world.metrics = [
        ...(world.metrics ?? []).filter(
          (one) => !(one.labels.node === 'field-1' && one.labels.name === 'kubelet.service'),
        ),
        ...unit('kubelet', 'field-1', 'inactive'),
      ];
    },
  },
  {
    title: 'a node that has fallen silent',
    analyzer: 'node-condition',
    component: 'node/field-1',
    cause: 'kubelet_unavailable',
    put: (world) => {
      world.metrics = undefined;
      replaceNode(world, [
        {
          type: 'Ready',
          status: 'Unknown',
          reason: 'NodeStatusUnknown',
          message: 'Kubelet stopped posting node status.',
        },
      ]);
    },
  },
  {
    title: 'a kubelet that has let its lease lapse',
    analyzer: 'node-condition',
    component: 'node/field-1',
    cause: 'kubelet_unavailable',
    put: (world) => {
      world.objects.push(
        object('Lease', 'field-1', { spec: { renewTime: ago(180), leaseDurationSeconds: 40 } }, 'kube-node-lease'),
      );
    },
  },
  {
    title: 'a container runtime that is down',
    analyzer: 'node-condition',
    component: 'node/field-1',
    cause: 'containerd_unavailable',
    put: (world) => {
      replaceNode(world, [
        { type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: 'container runtime is down' },
      ]);
    },
  },
  {
    title: 'a node without a network plugin',
    analyzer: 'node-condition',
    component: 'node/field-1',
    cause: 'node_network_unavailable',
    put: (world) => {
      replaceNode(world, [
        { type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: 'cni plugin not initialized' },
      ]);
    },
  },
  {
    title: 'a node short of disk',
    analyzer: 'node-condition',
    component: 'node/field-1',
    cause: 'node_disk_pressure',
    put: (world) => {
      replaceNode(world, [
        { type: 'Ready', status: 'True' },
        { type: 'DiskPressure', status: 'True', message: 'kubelet has disk pressure' },
      ]);
    },
  },
  {
    title: 'a node short of memory',
    analyzer: 'node-condition',
    component: 'node/field-1',
    cause: 'node_memory_pressure',
    put: (world) => {
      replaceNode(world, [
        { type: 'Ready', status: 'True' },
        { type: 'MemoryPressure', status: 'True', message: 'kubelet has insufficient memory' },
      ]);
    },
  },
  {
    title: 'a proxy that does not run',
    analyzer: 'system-pods',
    component: 'node/field-2',
    cause: 'kube_proxy_unavailable',
    put: (world) => world.objects.push(systemPod('kube-proxy-x', 'k8s-app', 'kube-proxy', 'field-2')),
  },
  {
    title: 'cluster DNS that does not run',
    analyzer: 'system-pods',
    component: 'service/kube-dns',
    cause: 'coredns_unavailable',
    put: (world) =>
      world.objects.push(
        object('Service', 'kube-dns', { spec: { selector: { 'k8s-app': 'kube-dns' }, ports: [] } }, 'kube-system'),
        object(
          'Deployment',
          'coredns',
          {
            spec: {
              replicas: 1,
              selector: { matchLabels: { 'k8s-app': 'kube-dns' } },
              template: { metadata: { labels: { 'k8s-app': 'kube-dns' } }, spec: { containers: [] } },
            },
          },
          'kube-system',
        ),
        systemPod('coredns-x', 'k8s-app', 'kube-dns', 'field-2'),
      ),
  },
];
