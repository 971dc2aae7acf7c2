import type { Random } from './random.ts';
import type { KubeObject } from './scenario.ts';
import { NAMESPACE, NODES, SERVICES, type ServiceSpec } from './system.ts';

const GiB = 1024 * 1024;

/** The healthy cluster: nodes, Deployments with their ReplicaSets and Pods, Services, endpoints, configuration. */
export function kubernetesObjects(now: number, random: Random): KubeObject[] {
  const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  const nodes = NODES.map((name) => node(name, ago));
  const workloads = SERVICES.flatMap((spec) => workload(spec, random, ago));
  const namespace: KubeObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: NAMESPACE, creationTimestamp: ago(86400 * 90) },
  };
  const account: KubeObject = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: NAMESPACE, creationTimestamp: ago(86400 * 90) },
  };
  return [namespace, account, ...nodes, ...workloads];
}

function node(name: string, ago: (seconds: number) => string): KubeObject {
  const control = name.startsWith('control');
  const condition = (type: string, status: string, reason: string) => ({
    type,
    status,
    reason,
    message: reason,
    lastHeartbeatTime: ago(20),
    lastTransitionTime: ago(86400 * 30),
  });
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      creationTimestamp: ago(86400 * 90),
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/os': 'linux',
        ...(control ? { 'node-role.kubernetes.io/control-plane': '' } : {}),
      },
    },
    spec: control ? { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] } : {},
    status: {
      allocatable: { cpu: '4', memory: `${15 * GiB}Ki`, pods: '110', 'ephemeral-storage': '90Gi' },
      capacity: { cpu: '4', memory: `${16 * GiB}Ki`, pods: '110', 'ephemeral-storage': '100Gi' },
      conditions: [
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory'),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure'),
        condition('PIDPressure', 'False', 'KubeletHasSufficientPID'),
        condition('Ready', 'True', 'KubeletReady'),
      ],
      nodeInfo: { kubeletVersion: 'v1.33.4', architecture: 'amd64', operatingSystem: 'linux' },
    },
  };
}

function workload(spec: ServiceSpec, random: Random, ago: (seconds: number) => string): KubeObject[] {
  const labels = { app: spec.name };
  const created = ago(86400 * (3 + Math.floor(random.next() * 9)));
  const hash = random.hex(9);
  const owner = (kind: string, name: string) => [{ apiVersion: 'apps/v1', kind, name, controller: true }];
  const template = { metadata: { labels }, spec: podSpec(spec) };
  const status = {
    replicas: spec.replicas,
    readyReplicas: spec.replicas,
    availableReplicas: spec.replicas,
    updatedReplicas: spec.replicas,
  };
  const deployment: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: spec.name,
      namespace: NAMESPACE,
      labels,
      creationTimestamp: created,
      generation: 4,
      annotations: { 'deployment.kubernetes.io/revision': '4' },
    },
    spec: { replicas: spec.replicas, selector: { matchLabels: labels }, template },
    status: {
      ...status,
      observedGeneration: 4,
      conditions: [
        { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', lastTransitionTime: created },
        { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', lastTransitionTime: created },
      ],
    },
  };
  const replicaSet: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${spec.name}-${hash}`,
      namespace: NAMESPACE,
      labels: { ...labels, 'pod-template-hash': hash },
      creationTimestamp: created,
      ownerReferences: owner('Deployment', spec.name),
    },
    spec: { replicas: spec.replicas, selector: { matchLabels: { ...labels, 'pod-template-hash': hash } }, template },
    status: { replicas: spec.replicas, readyReplicas: spec.replicas, availableReplicas: spec.replicas },
  };
  const pods = Array.from({ length: spec.replicas }, (_, index) =>
    pod(spec, `${spec.name}-${hash}-${random.hex(5)}`, hash, index, random, created),
  );
  const service: KubeObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: spec.name, namespace: NAMESPACE, labels, creationTimestamp: created },
    spec: {
      type: 'ClusterIP',
      clusterIP: `10.96.${spec.name.length}.${SERVICES.indexOf(spec) + 10}`,
      selector: labels,
      ports: [
        { name: spec.database ? 'tcp-postgres' : 'http', port: spec.port, targetPort: spec.port, protocol: 'TCP' },
      ],
    },
  };
  const endpoints: KubeObject = {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: spec.name, namespace: NAMESPACE, labels },
    subsets: [
      {
        addresses: pods.map((one) => ({
          ip: one.status.podIP,
          targetRef: { kind: 'Pod', name: one.metadata.name, namespace: NAMESPACE },
        })),
        ports: [{ port: spec.port, protocol: 'TCP' }],
      },
    ],
  };
  return [deployment, replicaSet, ...pods, service, endpoints];
}

function podSpec(spec: ServiceSpec): KubeObject[string] {
  const probe =
    spec.database || spec.port === 6379
      ? { tcpSocket: { port: spec.port } }
      : { httpGet: { path: '/healthz', port: spec.port } };
  return {
    serviceAccountName: 'default',
    restartPolicy: 'Always',
    containers: [
      {
        name: spec.name,
        image: spec.image,
        ports: [{ containerPort: spec.port, protocol: 'TCP' }],
        env: spec.calls.map((callee) => ({
          name: `${callee.toUpperCase().replaceAll('-', '_')}_ADDR`,
          value: `${callee}:${SERVICES.find((one) => one.name === callee)?.port ?? 8080}`,
        })),
        resources: {
          requests: { cpu: '100m', memory: `${spec.memoryMiB}Mi` },
          limits: { cpu: '1', memory: `${spec.limitMiB}Mi` },
        },
        readinessProbe: { ...probe, periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 3 },
        livenessProbe: { ...probe, periodSeconds: 20, timeoutSeconds: 2, failureThreshold: 3, initialDelaySeconds: 15 },
      },
    ],
  };
}

function pod(
  spec: ServiceSpec,
  name: string,
  hash: string,
  index: number,
  random: Random,
  created: string,
): KubeObject {
  const condition = (type: string) => ({ type, status: 'True', lastTransitionTime: created });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: NAMESPACE,
      labels: { app: spec.name, 'pod-template-hash': hash },
      creationTimestamp: created,
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${spec.name}-${hash}`, controller: true }],
    },
    spec: { ...podSpec(spec), nodeName: NODES[1 + ((SERVICES.indexOf(spec) + index) % 3)] },
    status: {
      phase: 'Running',
      podIP: `10.244.${1 + (index % 3)}.${20 + SERVICES.indexOf(spec) * 4 + index}`,
      startTime: created,
      conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map(condition),
      containerStatuses: [
        {
          name: spec.name,
          image: spec.image,
          imageID: `${spec.image.split(':')[0]}@sha256:${random.hex(64)}`,
          ready: true,
          started: true,
          restartCount: 0,
          state: { running: { startedAt: created } },
          lastState: {},
        },
      ],
    },
  };
}

/** An Event about an object, as the API server keeps it. */
export function eventAbout(
  object: KubeObject,
  fields: {
    type: 'Normal' | 'Warning';
    reason: string;
    message: string;
    count: number;
    first: number;
    last: number;
    component?: string;
  },
): KubeObject {
  const time = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
  const { kind, apiVersion, metadata } = object;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${metadata.name}.${(fields.first + fields.reason.length).toString(16)}`,
      namespace: metadata.namespace ?? 'default',
      creationTimestamp: time(fields.first),
    },
    involvedObject: { kind, apiVersion, name: metadata.name, namespace: metadata.namespace },
    type: fields.type,
    reason: fields.reason,
    message: fields.message,
    count: fields.count,
    firstTimestamp: time(fields.first),
    lastTimestamp: time(fields.last),
    source: { component: fields.component ?? 'kubelet' },
  };
}
