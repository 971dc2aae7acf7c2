import { type Scene, workloadOf } from '../scene.ts';
import { rfc3339 } from '../time-axis.ts';
import { podObject } from './pod-object.ts';
import type { KubeObject, NodeState, Workload } from './state.ts';
import { systemObjects } from './system-objects.ts';
import { workloadObjects } from './workload-objects.ts';

/** Everything that `kubectl get` finds in the cluster. */
export function clusterObjects(scene: Scene): KubeObject[] {
  const { system } = scene;
  const namespaces = [
    ...new Set(system.parts.filter(({ kind }) => kind !== 'external').map(({ namespace }) => namespace)),
    'kube-system',
  ];
  const ipOf = new Map(scene.nodes.map(({ name, ip }) => [name, ip]));
  return [
    ...namespaces.map((name) =>
      plain('v1', 'Namespace', undefined, name, scene.axis.end - 4e7, { status: { phase: 'Active' } }),
    ),
    ...scene.nodes.map(nodeObject),
    plain('storage.k8s.io/v1', 'StorageClass', undefined, 'gp3', scene.axis.end - 4e7, {
      provisioner: 'ebs.csi.aws.com',
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
    }),
    ...[...scene.workloads.values()].flatMap((workload) => [
      ...workloadObjects(workload, scene.pods),
      ...besides(workload, scene),
    ]),
    ...scene.pods.map((pod) =>
      podObject(pod, workloadOf(scene, pod.part), pod.node === undefined ? undefined : ipOf.get(pod.node)),
    ),
    ...systemObjects(scene),
    ...scene.objects,
  ];
}

/** An object of a few fields. */
export function plain(
  apiVersion: string,
  kind: string,
  namespace: string | undefined,
  name: string,
  createdAt: number,
  fields: Record<string, unknown>,
): KubeObject {
  return {
    apiVersion,
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), creationTimestamp: rfc3339(createdAt) },
    ...fields,
  };
}

/** What a workload names: accounts, settings, secrets, claims, and what scales it. */
function besides(workload: Workload, scene: Scene): KubeObject[] {
  const { part, missing, madeAt } = workload;
  const objects: KubeObject[] = [];
  const add = (apiVersion: string, kind: string, name: string, fields: Record<string, unknown>, createdAt = madeAt) => {
    if (!missing.has(name)) objects.push(plain(apiVersion, kind, part.namespace, name, createdAt, fields));
  };
  if (workload.serviceAccount !== 'default') add('v1', 'ServiceAccount', workload.serviceAccount, {});
  for (const name of workload.configVolumes)
    add('v1', 'ConfigMap', name, { data: { 'application.yaml': 'server:\n  shutdown: graceful\n' } });
  for (const { secret } of workload.env)
    if (secret !== undefined) add('v1', 'Secret', secret.name, { type: 'Opaque', data: { [secret.key]: '' } });
  for (const { name, storageClass, size, volume, ...claim } of workload.claims) {
    add(
      'v1',
      'PersistentVolumeClaim',
      name,
      {
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: storageClass,
          resources: { requests: { storage: size } },
          ...(claim.selector === undefined ? {} : { selector: { matchLabels: claim.selector } }),
          volumeName: volume ?? claim.wants,
        },
        status:
          volume === undefined
            ? { phase: 'Pending' }
            : claim.lost === true
              ? { phase: 'Lost' }
              : { phase: 'Bound', capacity: { storage: size }, accessModes: ['ReadWriteOnce'] },
      },
      claim.createdAt,
    );
    if (volume !== undefined && claim.lost !== true)
      objects.push(
        plain('v1', 'PersistentVolume', undefined, volume, madeAt, {
          spec: {
            capacity: { storage: size },
            accessModes: ['ReadWriteOnce'],
            storageClassName: storageClass,
            claimRef: { namespace: part.namespace, name },
          },
          status: { phase: 'Bound' },
        }),
      );
  }
  if (
    part.autoscaled &&
    !scene.objects.some(({ kind, metadata }) => kind === 'HorizontalPodAutoscaler' && metadata.name === part.name)
  )
    add(
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      part.name,
      hpaFields(part.name, part.replicas, part.replicas * 2, part.replicas, 48, madeAt),
    );
  return objects;
}

/** Spec and status of an autoscaler on processor use. */
export function hpaFields(
  target: string,
  min: number,
  max: number,
  current: number,
  percent: number,
  since: number,
  conditions: readonly unknown[] = [],
): Record<string, unknown> {
  const able = {
    type: 'AbleToScale',
    status: 'True',
    reason: 'ReadyForNewScale',
    message: 'recommended size matches current size',
    lastTransitionTime: rfc3339(since),
  };
  return {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
      minReplicas: min,
      maxReplicas: max,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
      ],
    },
    status: {
      currentReplicas: current,
      desiredReplicas: current,
      currentMetrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', current: { averageUtilization: percent, averageValue: `${percent * 2}m` } },
        },
      ],
      conditions:
        conditions.length === 0
          ? [
              able,
              {
                type: 'ScalingActive',
                status: 'True',
                reason: 'ValidMetricFound',
                message:
                  'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
                lastTransitionTime: rfc3339(since),
              },
            ]
          : conditions,
    },
  };
}

function nodeObject(node: NodeState): KubeObject {
  const since = rfc3339(node.readySince);
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: node.name, labels: node.labels, creationTimestamp: rfc3339(node.conditions[0]!.since - 100) },
    spec: {
      ...(node.taints.length === 0 ? {} : { taints: node.taints }),
      ...(node.unschedulable ? { unschedulable: true } : {}),
      podCIDR: '10.12.0.0/24',
    },
    status: {
      capacity: {
        cpu: String(node.cores),
        memory: `${Math.round(node.memory / 1024)}Ki`,
        pods: String(node.allocatablePods),
      },
      allocatable: {
        cpu: `${node.cores * 1000 - 80}m`,
        memory: `${Math.round((node.memory * 0.94) / 1024)}Ki`,
        pods: String(node.allocatablePods),
      },
      conditions: [
        ...node.conditions.map(({ type, status, reason, message, since: at }) => ({
          type,
          status,
          reason,
          message,
          lastTransitionTime: rfc3339(at),
          lastHeartbeatTime: rfc3339(at),
        })),
        {
          type: 'Ready',
          status: node.ready,
          reason: node.readyReason,
          message: node.readyMessage,
          lastTransitionTime: since,
          lastHeartbeatTime: since,
        },
      ],
      addresses: [
        { type: 'InternalIP', address: node.ip },
        { type: 'Hostname', address: node.name },
      ],
      nodeInfo: {
        kubeletVersion: 'v1.30.4',
        containerRuntimeVersion: 'containerd://1.7.20',
        osImage: 'Amazon Linux 2023',
        kernelVersion: '6.1.102',
        architecture: 'amd64',
        operatingSystem: 'linux',
      },
    },
  };
}
