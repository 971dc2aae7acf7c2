import { rfc3339 } from '../time-axis.ts';
import type { KubeObject, Pod, Probe, Terminated, Workload } from './state.ts';

/** A pod as the API server tells of it. */
export function podObject(pod: Pod, workload: Workload, hostIp: string | undefined): KubeObject {
  const { part } = pod;
  const owner =
    workload.kind === 'Deployment'
      ? { kind: 'ReplicaSet', name: pod.name.replace(/-[^-]+$/, '') }
      : { kind: workload.kind, name: part.name };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pod.name,
      namespace: part.namespace,
      labels: workload.podLabels,
      annotations: { ...workload.annotations },
      creationTimestamp: rfc3339(pod.createdAt),
      ...(pod.deletingSince === undefined
        ? {}
        : { deletionTimestamp: rfc3339(pod.deletingSince), deletionGracePeriodSeconds: 30 }),
      ownerReferences: [{ apiVersion: 'apps/v1', controller: true, uid: `uid-${owner.name}`, ...owner }],
    },
    spec: podSpec(workload, pod),
    status: podStatus(pod, workload, hostIp),
  };
}

/** The pod template's spec, also used by the workload. */
export function podSpec(workload: Workload, pod?: Pod): Record<string, unknown> {
  const { part } = workload;
  return {
    ...(pod?.node === undefined ? {} : { nodeName: pod.node }),
    serviceAccountName: workload.serviceAccount,
    imagePullSecrets: workload.imagePullSecrets.map((name) => ({ name })),
    terminationGracePeriodSeconds: workload.terminationGraceSeconds ?? 30,
    dnsPolicy: workload.dnsPolicy ?? 'ClusterFirst',
    nodeSelector: workload.nodeSelector,
    affinity: workload.affinity,
    tolerations: workload.tolerations,
    topologySpreadConstraints: workload.topologySpread,
    schedulingGates: workload.schedulingGates?.map((name) => ({ name })),
    initContainers: workload.initContainers.length === 0 ? undefined : workload.initContainers,
    containers: [
      {
        name: part.name,
        image: pod?.image ?? workload.image,
        command: workload.command,
        ports: [
          { containerPort: part.port, ...(workload.hostPort === undefined ? {} : { hostPort: workload.hostPort }) },
        ],
        env: workload.env.map(({ name, value, secret, configMap }) => ({
          name,
          ...(value === undefined ? {} : { value }),
          ...(secret === undefined ? {} : { valueFrom: { secretKeyRef: secret } }),
          ...(configMap === undefined ? {} : { valueFrom: { configMapKeyRef: configMap } }),
        })),
        resources: { requests: workload.requests, limits: workload.limits },
        livenessProbe: probe(workload.liveness),
        readinessProbe: probe(workload.readiness),
        startupProbe: probe(workload.startup),
        volumeMounts: [
          ...workload.claims.slice(0, 1).map(({ mountPath }) => ({ name: 'data', mountPath })),
          ...workload.configVolumes.map((name) => ({ name, mountPath: `/etc/${name}` })),
          ...workload.secretVolumes.map((name) => ({ name, mountPath: `/etc/secrets/${name}` })),
        ],
      },
      ...workload.sidecars,
    ],
    volumes: [
      ...workload.claims
        .filter(({ name }) => pod === undefined || workload.kind !== 'StatefulSet' || name === `data-${pod.name}`)
        .slice(0, 1)
        .map(({ name }) => ({ name: 'data', persistentVolumeClaim: { claimName: name } })),
      ...workload.configVolumes.map((name) => ({ name, configMap: { name } })),
      ...workload.secretVolumes.map((name) => ({ name, secret: { secretName: name } })),
    ],
  };
}

function probe(wanted: Probe | undefined): unknown {
  if (wanted === undefined) return undefined;
  const { path, port, scheme = 'HTTP', command, ...times } = wanted;
  if (command !== undefined) return { exec: { command }, ...times };
  return path === undefined ? { tcpSocket: { port }, ...times } : { httpGet: { path, port, scheme }, ...times };
}

function podStatus(pod: Pod, workload: Workload, hostIp: string | undefined): Record<string, unknown> {
  const scheduled = pod.node !== undefined;
  const started = scheduled && pod.phase !== 'Pending';
  const condition = (type: string, status: string, since: number, more: Record<string, unknown> = {}) => ({
    type,
    status,
    lastTransitionTime: rfc3339(since),
    ...more,
  });
  const late = pod.sidecarUnready === true ? workload.sidecars.map(({ name }) => name).join(' ') : pod.part.name;
  const unready = pod.ready
    ? {}
    : { reason: 'ContainersNotReady', message: `containers with unready status: [${late}]` };
  const ready = pod.ready ? 'True' : 'False';
  return {
    phase: pod.phase,
    ...(pod.reason === undefined ? {} : { reason: pod.reason, message: pod.message }),
    conditions: [
      ...(pod.unseen === true
        ? []
        : [
            scheduled
              ? condition('PodScheduled', 'True', pod.createdAt)
              : condition('PodScheduled', 'False', pod.createdAt, {
                  reason: pod.gated === true ? 'SchedulingGated' : 'Unschedulable',
                  message: pod.unschedulable,
                }),
          ]),
      ...(scheduled
        ? [
            condition('Initialized', isInitialized(pod) ? 'True' : 'False', pod.createdAt + 2),
            condition('ContainersReady', ready, pod.readySince, unready),
            condition('Ready', ready, pod.readySince, unready),
          ]
        : []),
    ],
    ...(scheduled ? { hostIP: hostIp, startTime: rfc3339(pod.createdAt) } : {}),
    ...(started ? { podIP: pod.ip } : {}),
    qosClass: 'Burstable',
    ...(isInitialized(pod)
      ? {}
      : {
          initContainerStatuses: workload.initContainers.map(({ name, image }) =>
            containerStatus(name, image, pod, pod.initWaiting, undefined, pod.initTerminated),
          ),
        }),
    ...(scheduled && pod.reason !== 'Evicted'
      ? {
          containerStatuses: [
            containerStatus(
              pod.part.name,
              pod.image,
              pod.sidecarUnready === true ? { ...pod, ready: true } : pod,
              isInitialized(pod) ? pod.waiting : { reason: 'PodInitializing', message: '' },
              pod.terminated,
              isInitialized(pod) ? pod.lastTerminated : undefined,
            ),
            ...workload.sidecars.map(({ name, image }) =>
              containerStatus(name, image, pod, undefined, undefined, undefined),
            ),
          ],
        }
      : {}),
  };
}

function isInitialized({ initWaiting, initRunning }: Pod): boolean {
  return initWaiting === undefined && initRunning !== true;
}

function containerStatus(
  name: string,
  image: string,
  pod: Pod,
  waiting: Pod['waiting'],
  terminated: Terminated | undefined,
  last: Terminated | undefined,
): Record<string, unknown> {
  const begun = pod.restarts.at(-1) ?? pod.createdAt + 4;
  const running = waiting === undefined && terminated === undefined;
  return {
    name,
    image,
    imageID: running ? `${image.split(':')[0]}@sha256:9f2b6c` : '',
    ready: running && pod.ready,
    started: running,
    restartCount: pod.restarts.length,
    state: running
      ? { running: { startedAt: rfc3339(begun) } }
      : terminated === undefined
        ? { waiting }
        : { terminated: terminatedState(terminated) },
    lastState: last === undefined ? {} : { terminated: terminatedState(last) },
  };
}

function terminatedState({ reason, exitCode, message, at, seconds }: Terminated): Record<string, unknown> {
  return {
    reason,
    exitCode,
    ...(message === undefined ? {} : { message }),
    startedAt: rfc3339(at - seconds),
    finishedAt: rfc3339(at),
  };
}
