import type { FaultKind } from '../fault-kind.ts';
import { plain } from '../kubernetes/cluster-objects.ts';
import type { Workload } from '../kubernetes/state.ts';
import { type Scene, workloadOf } from '../scene.ts';
import { recordChange } from './changes.ts';
import { aDatabase, all, any, aProgram, isEngine, kubernetes } from './places.ts';
import { drawReach, replacePods, unschedulable } from './pods.ts';

const here = all(kubernetes, aProgram);

/** A workload whose new pods fit on no node; `why` is what the scheduler says of them after `0/N nodes are available: `. */
function noRoom(
  id: string,
  cause: string,
  change: (workload: Workload) => void,
  why: (scene: Scene, n: number) => string,
  summary?: string,
): FaultKind {
  return {
    id,
    causes: [cause],
    where: here,
    strike(scene, part, fault) {
      change(workloadOf(scene, part));
      if (summary !== undefined)
        recordChange(scene, part, fault.from - 40, {
          kind: 'config',
          summary,
          files: [`deploy/${part.name}/deployment.yaml`],
        });
      const n = scene.nodes.length;
      const message = `0/${n} nodes are available: ${why(scene, n)} preemption: 0/${n} nodes are available: ${n} Preemption is not helpful for scheduling.`;
      unschedulable(scene, replacePods(scene, part, fault, drawReach(scene, part)), fault, message);
      return { complaint: `pods of ${part.name} stay pending` };
    },
  };
}

export const scheduling: readonly FaultKind[] = [
  noRoom(
    'cpu-request-too-large',
    'insufficient_node_cpu',
    (w) => {
      w.requests = { ...w.requests, cpu: '6' };
    },
    (_, n) => `${n} Insufficient cpu.`,
    'Ask for more processor',
  ),
  noRoom(
    'memory-request-too-large',
    'insufficient_node_memory',
    (w) => {
      w.requests = { ...w.requests, memory: '40Gi' };
      w.limits = { ...w.limits, memory: '40Gi' };
    },
    (_, n) => `${n} Insufficient memory.`,
  ),
  noRoom(
    'ephemeral-request-too-large',
    'insufficient_ephemeral_storage',
    (w) => {
      w.requests = { ...w.requests, 'ephemeral-storage': '400Gi' };
    },
    (_, n) => `${n} Insufficient ephemeral-storage.`,
  ),
  noRoom(
    'node-selector-typo',
    'node_selector_mismatch',
    (w) => {
      w.nodeSelector = { 'node-pool': 'genral' };
    },
    (_, n) => `${n} node(s) didn't match Pod's node affinity/selector.`,
    'Pin to the general pool',
  ),
  noRoom(
    'affinity-unmet',
    'node_affinity_mismatch',
    (w) => {
      w.affinity = {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['eu-west-1z'] }] },
            ],
          },
        },
      };
    },
    (_, n) => `${n} node(s) didn't match Pod's node affinity/selector.`,
  ),
  noRoom(
    'anti-affinity',
    'pod_anti_affinity_conflict',
    (w) => {
      w.replicas = 6;
      w.affinity = {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: w.part.name } } },
          ],
        },
      };
    },
    (_, n) => `${n} node(s) didn't match pod anti-affinity rules.`,
  ),
  {
    id: 'taint-on-nodes',
    causes: ['taint_toleration_mismatch'],
    where: here,
    strike(scene, part, fault) {
      for (const node of scene.nodes) node.taints.push({ key: 'dedicated', value: 'batch', effect: 'NoSchedule' });
      const n = scene.nodes.length;
      const message = `0/${n} nodes are available: ${n} node(s) had untolerated taint {dedicated: batch}. preemption: 0/${n} nodes are available: ${n} Preemption is not helpful for scheduling.`;
      unschedulable(scene, replacePods(scene, part, fault, 'all'), fault, message);
      return {
        components: [`service/${part.name}`, ...scene.nodes.map(({ name }) => `node/${name}`)],
        complaint: `${part.name} does not come back after its restart`,
      };
    },
  },
  {
    id: 'nodes-cordoned',
    causes: ['node_cordoned'],
    where: here,
    strike(scene, part, fault) {
      for (const node of scene.nodes) {
        node.unschedulable = true;
        node.taints.push({
          key: 'node.kubernetes.io/unschedulable',
          effect: 'NoSchedule',
          timeAdded: new Date((fault.from - 200) * 1000).toISOString(),
        });
      }
      const n = scene.nodes.length;
      unschedulable(
        scene,
        replacePods(scene, part, fault, 'all'),
        fault,
        `0/${n} nodes are available: ${n} node(s) were unschedulable. preemption: 0/${n} nodes are available: ${n} Preemption is not helpful for scheduling.`,
      );
      return {
        components: [`service/${part.name}`, ...scene.nodes.map(({ name }) => `node/${name}`)],
        complaint: `${part.name} does not start`,
      };
    },
  },
  {
    id: 'storage-class-gone',
    causes: ['pvc_storage_class_mismatch'],
    where: all(kubernetes, any(aDatabase, isEngine('kafka', 'rabbitmq', 'redis'))),
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      workload.claims = workload.claims.map(({ volume: _, ...claim }) => ({ ...claim, storageClass: 'fast-ssd' }));
      const pods = replacePods(scene, part, fault, 'all');
      unschedulable(
        scene,
        pods,
        fault,
        `0/${scene.nodes.length} nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/${scene.nodes.length} nodes are available: ${scene.nodes.length} Preemption is not helpful for scheduling.`,
      );
      for (const { name } of workload.claims)
        scene.events.push({
          type: 'Warning',
          reason: 'ProvisioningFailed',
          message: 'storageclass.storage.k8s.io "fast-ssd" not found',
          kind: 'PersistentVolumeClaim',
          name,
          namespace: part.namespace,
          source: 'persistentvolume-controller',
          first: fault.from,
          last: scene.axis.end - 9,
          count: 61,
        });
      return { complaint: `${part.name} is gone` };
    },
  },
  {
    id: 'host-port-taken',
    causes: ['host_port_conflict'],
    where: here,
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      workload.hostPort = 8080;
      workload.replicas = scene.nodes.length + 2;
      const n = scene.nodes.length;
      scene.objects.push(
        plain('apps/v1', 'DaemonSet', 'kube-system', 'edge-proxy', scene.axis.end - 6e6, {
          spec: {
            selector: { matchLabels: { app: 'edge-proxy' } },
            template: {
              metadata: { labels: { app: 'edge-proxy' } },
              spec: {
                containers: [
                  {
                    name: 'edge-proxy',
                    image: 'registry.internal.example/edge-proxy:2.1.0',
                    ports: [{ containerPort: 8080, hostPort: 8080 }],
                  },
                ],
              },
            },
          },
          status: { desiredNumberScheduled: n, numberReady: n, currentNumberScheduled: n },
        }),
      );
      unschedulable(
        scene,
        replacePods(scene, part, fault, drawReach(scene, part)),
        fault,
        `0/${n} nodes are available: ${n} node(s) didn't have free ports for the requested pod ports. preemption: 0/${n} nodes are available: ${n} Preemption is not helpful for scheduling.`,
      );
      return { complaint: `new pods of ${part.name} stay pending` };
    },
  },
];
