import type { FaultKind } from '../fault-kind.ts';
import { objectEvent, podEvent } from '../kubernetes/events.ts';
import type { NodeState } from '../kubernetes/state.ts';
import { say } from '../logs/say.ts';
import type { Part } from '../part.ts';
import { changeNode, drive, podsOf, type Scene, toward } from '../scene.ts';
import { rfc3339 } from '../time-axis.ts';
import { all, aProgram, aService, hosted, kubernetes } from './places.ts';
import { takeDown } from './pods.ts';

const here = all(kubernetes, aProgram);

/** The node that the part's first pod runs on. */
export function nodeUnder(scene: Scene, part: Part): NodeState {
  const name = podsOf(scene, part)[0]!.node!;
  return scene.nodes.find((node) => node.name === name)!;
}

export function podsOn(scene: Scene, node: NodeState) {
  return scene.pods.filter((pod) => pod.node === node.name);
}

/** The event of a node whose status changed. */
export function nodeChanged(scene: Scene, node: NodeState, reason: string, at: number, source: string): void {
  const message = `Node ${node.name} status is now: ${reason}`;
  objectEvent(scene, 'Node', undefined, node.name, reason, message, { type: 'Normal', first: at, last: at, source });
}

/** The events of a node that is not ready any more, and of its pods. */
export function nodeNotReady(scene: Scene, node: NodeState, at: number, source: string): void {
  nodeChanged(scene, node, 'NodeNotReady', at, source);
  for (const pod of podsOn(scene, node))
    podEvent(scene, pod, 'NodeNotReady', 'Node is not ready', {
      first: at + 1,
      last: at + 1,
      source: 'node-controller',
    });
}

const READ_ONLY = {
  jvm: 'java.nio.file.FileSystemException: /tmp/upload_4711.tmp: Read-only file system',
  go: 'open /tmp/spool-4711: read-only file system',
  node: "EROFS: read-only file system, open '/tmp/spool-4711'",
  python: "OSError: [Errno 30] Read-only file system: '/tmp/spool-4711'",
  celery: "OSError: [Errno 30] Read-only file system: '/tmp/spool-4711'",
};

export const infrastructure: readonly FaultKind[] = [
  {
    id: 'kubelet-silent',
    causes: ['kubelet_unavailable', 'node_not_ready'],
    where: here,
    strike(scene, part, fault) {
      const node = nodeUnder(scene, part);
      node.ready = 'Unknown';
      node.readySince = fault.from + 40;
      node.readyReason = 'NodeStatusUnknown';
      node.readyMessage = 'Kubelet stopped posting node status.';
      for (const condition of node.conditions)
        Object.assign(condition, {
          status: 'Unknown',
          reason: 'NodeStatusUnknown',
          message: 'Kubelet stopped posting node status.',
          since: fault.from + 40,
        });
      node.taints.push(
        {
          key: 'node.kubernetes.io/unreachable',
          effect: 'NoSchedule',
          timeAdded: rfc3339(Math.round(fault.from + 40)),
        },
        { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: rfc3339(Math.round(fault.from + 42)) },
      );
      takeDown(scene, podsOn(scene, node), fault);
      nodeNotReady(scene, node, fault.from + 40, 'node-controller');
      return { components: [`node/${node.name}`], complaint: 'several services flap' };
    },
  },
  {
    id: 'node-disk-pressure',
    causes: ['node_disk_pressure', 'evicted_disk_pressure'],
    where: here,
    strike(scene, part, fault) {
      const node = nodeUnder(scene, part);
      changeNode(scene, node.name, 'disk share', (base, i) => base + (0.93 - base) * fault.course[i]!);
      Object.assign(node.conditions[1]!, {
        status: 'True',
        reason: 'KubeletHasDiskPressure',
        message: 'kubelet has disk pressure',
        since: fault.from,
      });
      node.taints.push({
        key: 'node.kubernetes.io/disk-pressure',
        effect: 'NoSchedule',
        timeAdded: rfc3339(Math.round(fault.from)),
      });
      const pods = podsOn(scene, node).filter((pod) => pod.part.role === part.role);
      takeDown(scene, pods, fault);
      for (const pod of pods) {
        Object.assign(pod, {
          phase: 'Failed',
          reason: 'Evicted',
          message:
            'The node was low on resource: ephemeral-storage. Threshold quantity: 10738411622, available: 7561232Ki. ',
        });
        podEvent(
          scene,
          pod,
          'Evicted',
          'The node was low on resource: ephemeral-storage. Threshold quantity: 10738411622, available: 7561232Ki. ',
          { first: fault.from + 20, last: fault.from + 20 },
        );
      }
      objectEvent(
        scene,
        'Node',
        undefined,
        node.name,
        'EvictionThresholdMet',
        'Attempting to reclaim ephemeral-storage',
        { first: fault.from + 5, count: 9, source: 'kubelet' },
      );
      nodeChanged(scene, node, 'NodeHasDiskPressure', fault.from, 'kubelet');
      return { components: [`node/${node.name}`, `service/${part.name}`], complaint: `pods of ${part.name} vanish` };
    },
  },
  {
    id: 'node-memory-pressure',
    causes: ['node_memory_pressure', 'evicted_memory_pressure'],
    where: here,
    strike(scene, part, fault) {
      const node = nodeUnder(scene, part);
      changeNode(scene, node.name, 'memory', toward(fault, 0.985));
      changeNode(scene, node.name, 'major faults', (base, i) => base + 900 * fault.course[i]!);
      Object.assign(node.conditions[0]!, {
        status: 'True',
        reason: 'KubeletHasInsufficientMemory',
        message: 'kubelet has insufficient memory available',
        since: fault.from + 20,
      });
      node.taints.push({
        key: 'node.kubernetes.io/memory-pressure',
        effect: 'NoSchedule',
        timeAdded: rfc3339(Math.round(fault.from + 20)),
      });
      const pods = podsOn(scene, node).filter((pod) => pod.part.role === part.role);
      takeDown(scene, pods, fault);
      for (const pod of pods) {
        const text = `The node was low on resource: memory. Threshold quantity: 100Mi, available: 61204Ki. Container ${part.name} was using 1120Mi, request is 300Mi, has larger consumption of memory. `;
        Object.assign(pod, { phase: 'Failed', reason: 'Evicted', message: text });
        podEvent(scene, pod, 'Evicted', text, { first: fault.from + 40, last: fault.from + 40 });
      }
      objectEvent(scene, 'Node', undefined, node.name, 'EvictionThresholdMet', 'Attempting to reclaim memory', {
        first: fault.from + 15,
        count: 12,
        source: 'kubelet',
      });
      return { components: [`node/${node.name}`, `service/${part.name}`], complaint: `pods of ${part.name} vanish` };
    },
  },
  {
    id: 'noisy-neighbour',
    causes: ['node_cpu_saturation', 'noisy_neighbor'],
    where: all(hosted, aService),
    passes: true,
    strike(scene, part, fault) {
      const node = nodeUnder(scene, part);
      changeNode(scene, node.name, 'cpu', toward(fault, 0.985));
      changeNode(scene, node.name, 'load', (base, i) => base + 34 * fault.course[i]!);
      changeNode(scene, node.name, 'cpu pressure', (base, i) => base + 0.7 * fault.course[i]!);
      const struck = new Set(podsOn(scene, node).map((pod) => pod.part));
      for (const one of struck)
        drive(
          scene,
          one,
          'latencyFactor',
          fault,
          1 + (fault.scale(2.5, 6) - 1) / Math.max(1, podsOf(scene, one).length),
        );
      return { components: [`node/${node.name}`], complaint: 'several services on one machine are slow' };
    },
  },
  {
    id: 'packets-lost',
    causes: ['node_network_packet_loss', 'pod_network_packet_loss'],
    where: all(hosted, aService),
    passes: true,
    strike(scene, part, fault) {
      const node = nodeUnder(scene, part);
      changeNode(scene, node.name, 'retransmits', (base, i) => base + fault.scale(60, 400) * fault.course[i]!);
      changeNode(scene, node.name, 'drops', (base, i) => base + fault.scale(30, 200) * fault.course[i]!);
      const struck = new Set(podsOn(scene, node).map((pod) => pod.part));
      for (const one of struck)
        drive(scene, one, 'networkMs', fault, fault.scale(60, 400) / Math.max(1, podsOf(scene, one).length));
      return { components: [`node/${node.name}`], complaint: `connections to ${part.name} stutter` };
    },
  },
  {
    id: 'conntrack-full',
    causes: ['conntrack_table_full'],
    where: all(hosted, aService),
    passes: true,
    strike(scene, part, fault) {
      const node = nodeUnder(scene, part);
      changeNode(scene, node.name, 'conntrack', toward(fault, 262_139));
      changeNode(scene, node.name, 'drops', (base, i) => base + 90 * fault.course[i]!);
      const struck = new Set(podsOn(scene, node).map((pod) => pod.part));
      for (const one of struck) {
        drive(scene, one, 'unreachable', fault, 0.25 / Math.max(1, podsOf(scene, one).length));
        scene.giveUpMs.set(one.role, 3_000);
      }
      objectEvent(
        scene,
        'Node',
        undefined,
        node.name,
        'ConntrackFull',
        'nf_conntrack: nf_conntrack: table full, dropping packet',
        { first: fault.from + 50, count: 44, source: 'network-custom-plugin-monitor' },
      );
      if (scene.system.platform === 'vm')
        say(
          scene,
          part,
          { from: fault.from + 20, perMinute: 1.5, logger: 'kernel', pod: podsOf(scene, part)[0] },
          () => 'nf_conntrack: nf_conntrack: table full, dropping packet',
        );
      return { components: [`node/${node.name}`], complaint: 'new connections fail now and then' };
    },
  },
  {
    id: 'file-system-read-only',
    causes: ['node_filesystem_read_only'],
    where: here,
    strike(scene, part, fault) {
      const node = nodeUnder(scene, part);
      changeNode(scene, node.name, 'read only', (base, i) => (fault.acts(scene.axis.at(i)) ? 1 : base));
      node.conditions.unshift({
        type: 'ReadonlyFilesystem',
        status: 'True',
        reason: 'FilesystemIsReadOnly',
        message: 'Filesystem is read-only',
        since: fault.from + 3,
      });
      objectEvent(
        scene,
        'Node',
        undefined,
        node.name,
        'FilesystemIsReadOnly',
        'EXT4-fs (nvme0n1p1): Remounting filesystem read-only',
        { first: fault.from + 2, count: 3, source: 'kernel-monitor' },
      );
      drive(scene, part, 'errors', fault, 0.3);
      say(
        scene,
        part,
        { from: fault.from + 5, perMinute: 2, pod: podsOf(scene, part)[0] },
        () => READ_ONLY[part.runtime!],
      );
      return { components: [`node/${node.name}`], complaint: `${part.name} cannot write its files` };
    },
  },
];
