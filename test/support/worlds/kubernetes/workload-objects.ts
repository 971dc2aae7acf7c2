import { rfc3339 } from '../time-axis.ts';
import { podSpec } from './pod-object.ts';
import type { KubeObject, Pod, Workload } from './state.ts';

/** A workload with its replica sets, its Service and its endpoints. */
export function workloadObjects(workload: Workload, pods: readonly Pod[]): KubeObject[] {
  const { part } = workload;
  const own = pods.filter((pod) => pod.part.role === part.role);
  const ready = own.filter((pod) => pod.ready && pod.deletingSince === undefined);
  const meta = (name: string, more: Record<string, unknown> = {}) => ({
    name,
    namespace: part.namespace,
    creationTimestamp: rfc3339(workload.madeAt),
    ...more,
  });
  const objects: KubeObject[] = [
    {
      apiVersion: 'apps/v1',
      kind: workload.kind,
      metadata: meta(part.name, {
        labels: { app: part.name },
        generation: workload.revision,
        annotations: { 'deployment.kubernetes.io/revision': String(workload.revision), ...workload.annotations },
      }),
      spec: {
        replicas: workload.replicas,
        selector: { matchLabels: { app: part.name } },
        template: { metadata: { labels: workload.podLabels }, spec: podSpec(workload) },
        ...(workload.kind === 'StatefulSet' ? { serviceName: part.name } : { strategy: strategyOf(workload) }),
      },
      status: status(workload, own, ready),
    },
  ];
  if (workload.kind === 'Deployment') objects.push(...replicaSets(workload, own, ready));
  if (workload.serviceGone === true) return objects;
  objects.push(
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: meta(part.name, { labels: { app: part.name } }),
      spec: {
        type: 'ClusterIP',
        clusterIP: `10.100.${part.name.length}.${(part.port % 250) + 1}`,
        selector: workload.selector,
        ports: [
          {
            name: part.engine === undefined ? 'http' : 'tcp',
            port: workload.servicePort,
            targetPort: workload.targetPort,
            protocol: workload.serviceProtocol,
          },
        ],
      },
    },
    endpoints(workload, own, ready, meta(part.name)),
  );
  return objects;
}

function status(workload: Workload, own: readonly Pod[], ready: readonly Pod[]): Record<string, unknown> {
  const failing = ready.length < workload.replicas;
  const at = rfc3339(Math.max(workload.rolledAt, ...own.map(({ readySince }) => readySince)));
  const counts = {
    observedGeneration: workload.revision,
    replicas: own.length,
    updatedReplicas: own.filter(({ revision }) => revision === workload.revision).length,
    readyReplicas: ready.length,
  };
  if (workload.kind !== 'Deployment') return counts;
  return {
    ...counts,
    availableReplicas: ready.length,
    unavailableReplicas: Math.max(0, workload.replicas - ready.length),
    conditions: [
      {
        type: 'Available',
        status: failing && ready.length < workload.replicas * 0.75 ? 'False' : 'True',
        reason: failing ? 'MinimumReplicasUnavailable' : 'MinimumReplicasAvailable',
        message: failing ? 'Deployment does not have minimum availability.' : 'Deployment has minimum availability.',
        lastTransitionTime: at,
        lastUpdateTime: at,
      },
      {
        type: 'Progressing',
        status: 'True',
        reason: 'NewReplicaSetAvailable',
        message: `ReplicaSet "${workload.part.name}" has successfully progressed.`,
        lastTransitionTime: rfc3339(workload.rolledAt),
        lastUpdateTime: rfc3339(workload.rolledAt),
      },
      ...(workload.replicaFailure === undefined
        ? []
        : [
            {
              type: 'ReplicaFailure',
              status: 'True',
              reason: workload.replicaFailure.reason,
              message: workload.replicaFailure.message,
              lastTransitionTime: rfc3339(workload.replicaFailure.since),
              lastUpdateTime: rfc3339(workload.replicaFailure.since),
            },
          ]),
    ],
  };
}

function replicaSets(workload: Workload, own: readonly Pod[], ready: readonly Pod[]): KubeObject[] {
  const { part } = workload;
  const names = new Map<string, Pod[]>();
  for (const pod of own) {
    const name = pod.name.replace(/-[^-]+$/, '');
    names.set(name, [...(names.get(name) ?? []), pod]);
  }
  const fresh = [...names].find(([, pods]) => pods.some(({ revision }) => revision === workload.revision))?.[0];
  if (fresh === undefined) names.set(`${part.name}-${workload.revision}f7c9d8b5`, []);
  return [...names].map(([name, pods]) => {
    const revision = pods[0]?.revision ?? workload.revision;
    const current = revision === workload.revision;
    return {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name,
        namespace: part.namespace,
        labels: { app: part.name },
        annotations: { 'deployment.kubernetes.io/revision': String(revision) },
        creationTimestamp: rfc3339(current ? workload.rolledAt : workload.madeAt),
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'Deployment', name: part.name, controller: true, uid: `uid-${part.name}` },
        ],
      },
      spec: {
        replicas: current ? Math.max(workload.replicas, pods.length) : pods.length,
        selector: { matchLabels: { app: part.name } },
        template: {
          metadata: { labels: workload.podLabels },
          spec: podSpec({ ...workload, image: pods[0]?.image ?? workload.image }),
        },
      },
      status: {
        replicas: pods.length,
        readyReplicas: pods.filter((pod) => ready.includes(pod)).length,
        availableReplicas: pods.filter((pod) => ready.includes(pod)).length,
        observedGeneration: 1,
      },
    };
  });
}

function endpoints(
  workload: Workload,
  own: readonly Pod[],
  ready: readonly Pod[],
  metadata: Record<string, unknown>,
): KubeObject {
  const selected = Object.entries(workload.selector).every(([key, value]) => workload.podLabels[key] === value);
  const address = (pod: Pod) => ({
    ip: pod.ip,
    nodeName: pod.node,
    targetRef: { kind: 'Pod', name: pod.name, namespace: workload.part.namespace },
  });
  const not = own.filter((pod) => !ready.includes(pod) && pod.node !== undefined && pod.phase === 'Running');
  const ports = [
    {
      name: workload.part.engine === undefined ? 'http' : 'tcp',
      port: typeof workload.targetPort === 'number' ? workload.targetPort : workload.part.port,
      protocol: workload.serviceProtocol,
    },
  ];
  const subset = {
    ...(ready.length === 0 ? {} : { addresses: ready.map(address) }),
    ...(not.length === 0 ? {} : { notReadyAddresses: not.map(address) }),
    ports,
  };
  return {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata,
    subsets: !selected || (ready.length === 0 && not.length === 0) ? [] : [subset],
  };
}

function strategyOf({ strategy }: Workload): Record<string, unknown> {
  if (strategy === 'Recreate') return { type: strategy };
  return { type: strategy, rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } };
}
