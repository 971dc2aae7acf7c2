import type { ClusterEvent, Scene } from '../scene.ts';
import { rfc3339 } from '../time-axis.ts';
import type { KubeObject, Pod, Workload } from './state.ts';

const API: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  CronJob: 'batch/v1',
  Job: 'batch/v1',
  Ingress: 'networking.k8s.io/v1',
  HelmRelease: 'helm.toolkit.fluxcd.io/v2',
  Kustomization: 'kustomize.toolkit.fluxcd.io/v1',
};

type Told = Partial<Pick<ClusterEvent, 'first' | 'last' | 'count' | 'type' | 'source' | 'container'>>;

/** An event about a pod; `told.first` defaults to the pod's creation, `last` to the end of the recording. */
export function podEvent(scene: Scene, pod: Pod, reason: string, message: string, told: Told = {}): void {
  const first = told.first ?? pod.createdAt;
  scene.events.push({
    type: 'Warning',
    source: 'kubelet',
    last: scene.axis.end - scene.random.whole(3, 60),
    count: 1,
    container: pod.part.name,
    ...told,
    first,
    reason,
    message,
    kind: 'Pod',
    name: pod.name,
    namespace: pod.part.namespace,
    node: pod.node,
  });
}

/** An event about a workload, or any other object of its namespace. */
export function objectEvent(
  scene: Scene,
  kind: string,
  namespace: string | undefined,
  name: string,
  reason: string,
  message: string,
  told: Told = {},
): void {
  scene.events.push({
    type: 'Warning',
    source: 'controller-manager',
    first: scene.axis.end - 1_200,
    last: scene.axis.end - scene.random.whole(3, 60),
    count: 1,
    ...told,
    reason,
    message,
    kind,
    name,
    namespace,
  });
}

/** What a rollout leaves behind: the scaling of replica sets and the birth of pods. */
export function rolloutEvents(scene: Scene, workload: Workload, pods: readonly Pod[]): void {
  const { part, rolledAt } = workload;
  const normal = { type: 'Normal' as const, first: rolledAt, last: rolledAt };
  objectEvent(
    scene,
    'Deployment',
    part.namespace,
    part.name,
    'ScalingReplicaSet',
    `Scaled up replica set ${pods[0]?.name.replace(/-[^-]+$/, '') ?? part.name} to ${workload.replicas}`,
    { ...normal, source: 'deployment-controller' },
  );
  for (const pod of pods) {
    const at = { type: 'Normal' as const, first: pod.createdAt, last: pod.createdAt };
    podEvent(scene, pod, 'Scheduled', `Successfully assigned ${part.namespace}/${pod.name} to ${pod.node}`, {
      ...at,
      source: 'default-scheduler',
    });
    podEvent(
      scene,
      pod,
      'Pulled',
      `Successfully pulled image "${pod.image}" in 2.31s (2.31s including waiting). Image size: 84123441 bytes.`,
      at,
    );
    podEvent(scene, pod, 'Started', `Started container ${part.name}`, at);
  }
}

/** Events as `kubectl get events -A -o json` writes them; those older than an hour are gone, as in a real cluster. */
export function eventObjects(scene: Scene): KubeObject[] {
  return scene.events
    .filter(({ last }) => last > scene.axis.end - 3_600 && last <= scene.axis.end)
    .map((event, index) => ({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: {
        name: `${event.name}.17d${(index + 4096).toString(16)}f0a`,
        namespace: event.namespace ?? 'default',
        creationTimestamp: rfc3339(Math.round(event.first)),
      },
      involvedObject: {
        kind: event.kind,
        name: event.name,
        ...(event.namespace === undefined ? {} : { namespace: event.namespace }),
        apiVersion: API[event.kind] ?? 'v1',
        ...(event.container === undefined ? {} : { fieldPath: `spec.containers{${event.container}}` }),
      },
      type: event.type,
      reason: event.reason,
      message: event.message,
      source: { component: event.source, ...(event.node === undefined ? {} : { host: event.node }) },
      firstTimestamp: rfc3339(Math.round(event.first)),
      lastTimestamp: rfc3339(Math.round(event.last)),
      count: event.count,
    }));
}
