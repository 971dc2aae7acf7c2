import type { ContainerState, Pod, Terminated } from '../kubelet/pod.ts';
import { isServing } from '../kubelet/pod.ts';
import { NAMESPACE, NODE } from '../system.ts';
import type { Workload } from './workloads.ts';

type Json = Record<string, unknown>;

/** A pod as the API server shows it. */
export function podObject(workload: Workload, pod: Pod, nodeAddress: string): Json {
  const { service, revision } = pod;
  const owner =
    service.kind === 'database'
      ? { apiVersion: 'apps/v1', kind: 'StatefulSet', name: service.name, uid: workload.uid, controller: true }
      : {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: `${service.name}-${revision.hash}`,
          uid: replicaSetUid(workload, revision.hash),
          controller: true,
        };
  const readiness = pod.ready
    ? {}
    : { reason: 'ContainersNotReady', message: `containers with unready status: [${service.name}]` };
  const condition = (type: string, status: boolean, changed: Date, more: Json = {}) => ({
    type,
    status: status ? 'True' : 'False',
    lastTransitionTime: changed.toISOString(),
    ...more,
  });
  return {
    metadata: {
      name: pod.name,
      namespace: NAMESPACE,
      uid: pod.uid,
      creationTimestamp: pod.createdAt.toISOString(),
      labels: { app: service.name, 'pod-template-hash': revision.hash },
      ownerReferences: [owner],
      ...(pod.deleting && { deletionTimestamp: new Date().toISOString() }),
    },
    spec: { ...podSpec(workload, revision.image, revision.env), nodeName: NODE },
    status: {
      phase: pod.state.kind === 'waiting' && pod.restarts === 0 && pod.last === undefined ? 'Pending' : 'Running',
      podIP: pod.ip,
      hostIP: nodeAddress,
      startTime: pod.createdAt.toISOString(),
      qosClass: 'Burstable',
      conditions: [
        condition('PodScheduled', true, pod.createdAt),
        condition('Initialized', true, pod.createdAt),
        condition('ContainersReady', pod.ready, pod.readyChangedAt, readiness),
        condition('Ready', pod.ready, pod.readyChangedAt, readiness),
      ],
      containerStatuses: [
        {
          name: service.name,
          image: revision.image,
          imageID: revision.image,
          ready: pod.ready,
          started: pod.state.kind === 'running',
          restartCount: pod.restarts,
          state: stateObject(pod.state),
          lastState: pod.last === undefined ? {} : { terminated: terminatedObject(pod.last) },
        },
      ],
    },
  };
}

/** The template of a workload's pods. */
export function podSpec({ spec }: Workload, image: string, env: Readonly<Record<string, string>>): Json {
  const variables = Object.entries(env).map(([name, value]) => ({ name, value }));
  const isDatabase = spec.kind === 'database';
  return {
    containers: [
      {
        name: spec.name,
        image,
        ports: [
          { name: isDatabase ? 'postgres' : 'http', containerPort: spec.port, protocol: 'TCP' },
          ...(isDatabase ? [] : [{ name: 'metrics', containerPort: 9090, protocol: 'TCP' }]),
        ],
        ...(variables.length > 0 && { env: variables }),
        resources: {
          requests: { cpu: `${spec.cpuLimit * 500}m`, memory: `${spec.memoryLimit / 2 ** 21}Mi` },
          limits: { cpu: `${spec.cpuLimit * 1000}m`, memory: `${spec.memoryLimit / 2 ** 20}Mi` },
        },
        readinessProbe: {
          ...(isDatabase
            ? { exec: { command: ['pg_isready', '-h', '127.0.0.1', '-p', '5432'] } }
            : { httpGet: { path: '/healthz', port: 9090, scheme: 'HTTP' } }),
          periodSeconds: 2,
          timeoutSeconds: 1,
          failureThreshold: 3,
          successThreshold: 1,
        },
        ...(isDatabase && { volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }] }),
      },
    ],
    ...(isDatabase && { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-db-0' } }] }),
    restartPolicy: 'Always',
    serviceAccountName: 'default',
  };
}

/** One per revision, and the same whenever it is asked for. */
export function replicaSetUid({ uid }: Workload, hash: string): string {
  return `${uid.slice(0, 24)}${Buffer.from(hash).toString('hex').slice(0, 12)}`;
}

/** Ready pods, and those that run without being ready. */
export function endpointsOf(workload: Workload): { readonly ready: readonly Pod[]; readonly notReady: readonly Pod[] } {
  const present = workload.pods.filter((pod) => !pod.deleting);
  return { ready: present.filter(isServing), notReady: present.filter((pod) => !isServing(pod)) };
}

function stateObject(state: ContainerState): Json {
  if (state.kind === 'running') return { running: { startedAt: state.startedAt.toISOString() } };
  if (state.kind === 'terminated') return { terminated: terminatedObject(state.terminated) };
  return { waiting: { reason: state.reason, ...(state.message && { message: state.message }) } };
}

function terminatedObject({ exitCode, reason, startedAt, finishedAt }: Terminated): Json {
  return { exitCode, reason, startedAt: startedAt.toISOString(), finishedAt: finishedAt.toISOString() };
}
