import { NAMESPACE, NODE } from '../system.ts';
import { nodeObject } from './node-object.ts';
import { endpointsOf, podObject, podSpec, replicaSetUid } from './pod-objects.ts';
import { currentRevision, type Workload } from './workloads.ts';

type Json = Record<string, unknown>;

/** One list of the API server. */
export interface ObjectList {
  readonly kind: string;
  readonly apiVersion: string;
  readonly items: readonly Json[];
}

/** What the API server shows, from what runs. */
export interface ClusterView {
  readonly workloads: readonly Workload[];
  readonly nodeAddress: string;
  /** The address of a service by its name. */
  readonly serviceAddress: (service: string) => string;
  readonly events: () => readonly Json[];
  /** Bytes of the database's volume. */
  readonly volumeBytes: number;
  readonly createdAt: Date;
}

/** Every list that is served, by its path; each is made anew from what runs. */
export function clusterLists(view: ClusterView): Readonly<Record<string, () => ObjectList>> {
  const { workloads, createdAt } = view;
  const list = (apiVersion: string, kind: string, items: () => readonly Json[]) => (): ObjectList => ({
    kind,
    apiVersion,
    items: items(),
  });
  const meta = (name: string, more: Json = {}) => ({
    name,
    namespace: NAMESPACE,
    uid: `${NAMESPACE}-${name}`,
    creationTimestamp: createdAt.toISOString(),
    ...more,
  });
  const none = (apiVersion: string, kind: string) => list(apiVersion, kind, () => []);
  const deployments = workloads.filter(({ spec }) => spec.kind === 'program');
  const tls = { name: 'payments-tls', type: 'kubernetes.io/tls' };
  return {
    '/api/v1/namespaces': list('v1', 'Namespace', () => [
      { metadata: { ...meta(NAMESPACE), namespace: undefined }, status: { phase: 'Active' } },
    ]),
    '/api/v1/nodes': list('v1', 'Node', () => [nodeObject(view)]),
    '/api/v1/pods': list('v1', 'Pod', () =>
      workloads.flatMap((workload) => workload.pods.map((pod) => podObject(workload, pod, view.nodeAddress))),
    ),
    '/api/v1/services': list('v1', 'Service', () =>
      workloads.map(({ spec }) => ({
        metadata: meta(spec.name, { labels: { app: spec.name } }),
        spec: {
          type: 'ClusterIP',
          clusterIP: view.serviceAddress(spec.name),
          selector: { app: spec.name },
          ports: [{ name: portName(spec.kind), port: spec.port, targetPort: spec.port, protocol: 'TCP' }],
        },
      })),
    ),
    '/api/v1/endpoints': list('v1', 'Endpoints', () =>
      workloads.map((workload) => ({
        metadata: meta(workload.spec.name, { labels: { app: workload.spec.name } }),
        subsets: subsetsOf(workload),
      })),
    ),
    '/apis/discovery.k8s.io/v1/endpointslices': list('discovery.k8s.io/v1', 'EndpointSlice', () =>
      workloads.map((workload) => ({
        metadata: meta(`${workload.spec.name}-slice`, { labels: { 'kubernetes.io/service-name': workload.spec.name } }),
        addressType: 'IPv4',
        ports: [{ name: portName(workload.spec.kind), port: workload.spec.port, protocol: 'TCP' }],
        endpoints: workload.pods.map((pod) => ({
          addresses: [pod.ip],
          conditions: { ready: pod.ready && !pod.deleting, serving: pod.ready, terminating: pod.deleting },
          targetRef: { kind: 'Pod', name: pod.name, namespace: NAMESPACE, uid: pod.uid },
        })),
      })),
    ),
    '/apis/apps/v1/deployments': list('apps/v1', 'Deployment', () => deployments.map(deploymentObject)),
    '/apis/apps/v1/replicasets': list('apps/v1', 'ReplicaSet', () => deployments.flatMap(replicaSetObjects)),
    '/apis/apps/v1/statefulsets': list('apps/v1', 'StatefulSet', () =>
      workloads.filter(({ spec }) => spec.kind === 'database').map(statefulSetObject),
    ),
    '/api/v1/persistentvolumeclaims': list('v1', 'PersistentVolumeClaim', () => [
      {
        metadata: meta('data-db-0', { labels: { app: 'db' } }),
        spec: {
          accessModes: ['ReadWriteOnce'],
          volumeName: 'pv-db',
          resources: { requests: { storage: String(view.volumeBytes) } },
        },
        status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: String(view.volumeBytes) } },
      },
    ]),
    '/api/v1/persistentvolumes': list('v1', 'PersistentVolume', () => [
      {
        metadata: { ...meta('pv-db'), namespace: undefined },
        spec: {
          capacity: { storage: String(view.volumeBytes) },
          accessModes: ['ReadWriteOnce'],
          claimRef: { kind: 'PersistentVolumeClaim', namespace: NAMESPACE, name: 'data-db-0' },
        },
        status: { phase: 'Bound' },
      },
    ]),
    '/api/v1/serviceaccounts': list('v1', 'ServiceAccount', () => [{ metadata: meta('default') }]),
    '/api/v1/secrets': list('v1', 'Secret', () => [{ metadata: meta(tls.name), type: tls.type }]),
    '/api/v1/events': list('v1', 'Event', () => view.events() as Json[]),
    '/api/v1/configmaps': none('v1', 'ConfigMap'),
    '/api/v1/resourcequotas': none('v1', 'ResourceQuota'),
    '/api/v1/limitranges': none('v1', 'LimitRange'),
    '/apis/apps/v1/daemonsets': none('apps/v1', 'DaemonSet'),
    '/apis/apps/v1/controllerrevisions': none('apps/v1', 'ControllerRevision'),
    '/apis/batch/v1/jobs': none('batch/v1', 'Job'),
    '/apis/batch/v1/cronjobs': none('batch/v1', 'CronJob'),
    '/apis/autoscaling/v2/horizontalpodautoscalers': none('autoscaling/v2', 'HorizontalPodAutoscaler'),
    '/apis/policy/v1/poddisruptionbudgets': none('policy/v1', 'PodDisruptionBudget'),
    '/apis/networking.k8s.io/v1/ingresses': none('networking.k8s.io/v1', 'Ingress'),
    '/apis/networking.k8s.io/v1/ingressclasses': none('networking.k8s.io/v1', 'IngressClass'),
    '/apis/networking.k8s.io/v1/networkpolicies': none('networking.k8s.io/v1', 'NetworkPolicy'),
    '/apis/storage.k8s.io/v1/storageclasses': none('storage.k8s.io/v1', 'StorageClass'),
    '/apis/scheduling.k8s.io/v1/priorityclasses': none('scheduling.k8s.io/v1', 'PriorityClass'),
    '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations': none(
      'admissionregistration.k8s.io/v1',
      'ValidatingWebhookConfiguration',
    ),
    '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations': none(
      'admissionregistration.k8s.io/v1',
      'MutatingWebhookConfiguration',
    ),
  };
}

/** A Deployment as the API server shows it. */
function deploymentObject(workload: Workload): Json {
  const { spec, uid, createdAt, replicas, generation } = workload;
  const revision = currentRevision(workload);
  const { ready } = endpointsOf(workload);
  const updated = workload.pods.filter((pod) => pod.revision.hash === revision.hash && !pod.deleting).length;
  const available = ready.length >= replicas;
  return {
    metadata: {
      name: spec.name,
      namespace: NAMESPACE,
      uid,
      generation,
      resourceVersion: String(1000 + generation),
      creationTimestamp: createdAt.toISOString(),
      labels: { app: spec.name },
      annotations: {
        'deployment.kubernetes.io/revision': String(revision.number),
        ...(revision.cause && { 'kubernetes.io/change-cause': revision.cause }),
      },
    },
    spec: {
      replicas,
      selector: { matchLabels: { app: spec.name } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: templateOf(workload, revision),
    },
    status: {
      observedGeneration: generation,
      replicas: workload.pods.length,
      updatedReplicas: updated,
      readyReplicas: ready.length,
      availableReplicas: ready.length,
      ...(ready.length < replicas && { unavailableReplicas: replicas - ready.length }),
      conditions: [
        {
          type: 'Available',
          status: available ? 'True' : 'False',
          reason: available ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
          message: `Deployment ${available ? 'has' : 'does not have'} minimum availability.`,
        },
        {
          type: 'Progressing',
          status: 'True',
          reason: 'NewReplicaSetAvailable',
          lastUpdateTime: workload.rolledOutAt.toISOString(),
        },
      ],
    },
  };
}

function replicaSetObjects(workload: Workload): Json[] {
  const { spec, uid, revisions } = workload;
  return revisions.map((revision) => {
    const pods = workload.pods.filter((pod) => pod.revision.hash === revision.hash);
    const isCurrent = revision === currentRevision(workload);
    return {
      metadata: {
        name: `${spec.name}-${revision.hash}`,
        namespace: NAMESPACE,
        uid: replicaSetUid(workload, revision.hash),
        creationTimestamp: revision.createdAt.toISOString(),
        labels: { app: spec.name, 'pod-template-hash': revision.hash },
        annotations: {
          'deployment.kubernetes.io/revision': String(revision.number),
          ...(revision.history && { 'deployment.kubernetes.io/revision-history': revision.history.join(',') }),
          ...(revision.cause && { 'kubernetes.io/change-cause': revision.cause }),
        },
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: spec.name, uid, controller: true }],
      },
      spec: {
        replicas: isCurrent ? workload.replicas : 0,
        selector: { matchLabels: { app: spec.name, 'pod-template-hash': revision.hash } },
        template: templateOf(workload, revision),
      },
      status: { replicas: pods.length, readyReplicas: pods.filter(({ ready }) => ready).length },
    };
  });
}

function statefulSetObject(workload: Workload): Json {
  const { spec, uid, createdAt, replicas, generation } = workload;
  const ready = endpointsOf(workload).ready.length;
  return {
    metadata: {
      name: spec.name,
      namespace: NAMESPACE,
      uid,
      generation,
      creationTimestamp: createdAt.toISOString(),
      labels: { app: spec.name },
    },
    spec: {
      replicas,
      serviceName: spec.name,
      selector: { matchLabels: { app: spec.name } },
      template: templateOf(workload, currentRevision(workload)),
    },
    status: {
      observedGeneration: generation,
      replicas: workload.pods.length,
      readyReplicas: ready,
      availableReplicas: ready,
    },
  };
}

function templateOf(workload: Workload, { image, env, restartedAt }: ReturnType<typeof currentRevision>): Json {
  const annotations = restartedAt === undefined ? {} : { 'kubectl.kubernetes.io/restartedAt': restartedAt };
  return { metadata: { labels: { app: workload.spec.name }, annotations }, spec: podSpec(workload, image, env) };
}

function subsetsOf(workload: Workload): Json[] {
  const { ready, notReady } = endpointsOf(workload);
  if (ready.length + notReady.length === 0) return [];
  const addresses = (pods: typeof ready) =>
    pods.map((pod) => ({
      ip: pod.ip,
      nodeName: NODE,
      targetRef: { kind: 'Pod', name: pod.name, namespace: NAMESPACE },
    }));
  return [
    {
      ...(ready.length > 0 && { addresses: addresses(ready) }),
      ...(notReady.length > 0 && { notReadyAddresses: addresses(notReady) }),
      ports: [{ name: portName(workload.spec.kind), port: workload.spec.port, protocol: 'TCP' }],
    },
  ];
}

function portName(kind: 'program' | 'database'): string {
  return kind === 'database' ? 'postgres' : 'http';
}
