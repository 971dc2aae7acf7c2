import type { KubernetesObject } from '../../domain/signals.ts';
import type {
  ClusterEvent,
  ContainerSpec,
  ContainerStatus,
  Node,
  Pod,
  PodAffinityTerm,
  PodSpec,
  Service,
  Termination,
} from './types.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The value as a record; an empty one for anything else. */
export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The value as a list of records; empty for anything else. */
export function records<T = Fields>(value: unknown): readonly T[] {
  return Array.isArray(value) ? (value.filter((item) => typeof item === 'object' && item !== null) as T[]) : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Milliseconds since the epoch of an RFC 3339 time; undefined where it is none. */
export function timeMs(value: unknown): number | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

function readContainer(container: Fields): ContainerSpec {
  const resources = fields(container.resources);
  return {
    ...container,
    name: String(container.name ?? ''),
    image: String(container.image ?? ''),
    command: texts(container.command),
    args: texts(container.args),
    ports: records(container.ports),
    env: records(container.env),
    requests: { ...fields(resources.limits), ...fields(resources.requests) },
    limits: fields(resources.limits),
  } as ContainerSpec;
}

/** Reads a pod specification (of a pod or a template); missing lists become empty ones. */
export function readPodSpec(value: unknown): PodSpec {
  const spec = fields(value);
  const affinity = fields(spec.affinity);
  const required = (kind: string) => fields(affinity[kind]).requiredDuringSchedulingIgnoredDuringExecution;
  return {
    containers: records(spec.containers).map(readContainer),
    initContainers: records(spec.initContainers).map(readContainer),
    volumes: records(spec.volumes),
    nodeSelector: fields(spec.nodeSelector) as Record<string, string>,
    tolerations: records(spec.tolerations),
    imagePullSecrets: records(spec.imagePullSecrets).map((secret) => String(secret.name)),
    serviceAccountName: text(spec.serviceAccountName),
    nodeName: text(spec.nodeName),
    requiredNodeTerms: records(fields(required('nodeAffinity')).nodeSelectorTerms),
    requiredAffinity: records<PodAffinityTerm>(required('podAffinity')),
    requiredAntiAffinity: records<PodAffinityTerm>(required('podAntiAffinity')),
    spreadConstraints: records(spec.topologySpreadConstraints),
    restartPolicy: text(spec.restartPolicy) ?? 'Always',
  };
}

function readTermination(value: unknown): Termination | undefined {
  return Object.keys(fields(value)).length === 0 ? undefined : (value as Termination);
}

function readStatus(status: Fields, init: boolean): ContainerStatus {
  const state = fields(status.state);
  return {
    name: String(status.name ?? ''),
    init,
    ready: status.ready === true,
    restarts: Number(status.restartCount ?? 0),
    waiting: state.waiting === undefined ? undefined : fields(state.waiting),
    running: state.running === undefined ? undefined : fields(state.running),
    terminated: readTermination(state.terminated),
    lastTerminated: readTermination(fields(status.lastState).terminated),
  };
}

/** Reads a Pod. `healthy` is running with all containers ready, or finished with success. */
export function readPod(object: KubernetesObject): Pod {
  const spec = readPodSpec(object.spec);
  const status = fields(object.status);
  const main = records(status.containerStatuses).map((item) => readStatus(item, false));
  const init = records(status.initContainerStatuses).map((item) => readStatus(item, true));
  const phase = text(status.phase) ?? 'Unknown';
  return {
    object,
    name: object.metadata.name,
    namespace: object.metadata.namespace ?? '',
    labels: object.metadata.labels ?? {},
    spec,
    node: spec.nodeName,
    phase,
    reason: text(status.reason),
    message: text(status.message),
    deleting: object.metadata.deletionTimestamp !== undefined,
    statuses: [...init, ...main],
    healthy: phase === 'Succeeded' || (phase === 'Running' && main.length > 0 && main.every((item) => item.ready)),
    createdAt: timeMs(object.metadata.creationTimestamp),
    startedAt: timeMs(status.startTime),
  };
}

/** Reads a Service; `targetPort` defaults to the port, the protocol to TCP, as the API server does. */
export function readService(object: KubernetesObject): Service {
  const spec = fields(object.spec);
  return {
    object,
    name: object.metadata.name,
    namespace: object.metadata.namespace ?? '',
    type: text(spec.type) ?? 'ClusterIP',
    selector: fields(spec.selector) as Record<string, string>,
    ports: records(spec.ports).map((port) => ({
      name: text(port.name),
      port: Number(port.port),
      targetPort: (port.targetPort ?? port.port) as number | string,
      protocol: text(port.protocol) ?? 'TCP',
      appProtocol: text(port.appProtocol),
    })),
  };
}

const CONTROL_PLANE_LABELS = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];
const CONTROL_PLANE_ROLES = ['master', 'control-plane', 'controlplane'];

/** Reads a Node. Control-plane nodes are known by their role labels or the taint that kubeadm gives them. */
export function readNode(object: KubernetesObject): Node {
  const spec = fields(object.spec);
  const status = fields(object.status);
  // The kubelet gives every node this label; a dump without it means the node's name.
  const labels: Record<string, string> = { 'kubernetes.io/hostname': object.metadata.name, ...object.metadata.labels };
  const taints = records<Node['taints'][number]>(spec.taints);
  return {
    object,
    name: object.metadata.name,
    labels,
    taints,
    unschedulable:
      spec.unschedulable === true || taints.some((taint) => taint.key === 'node.kubernetes.io/unschedulable'),
    controlPlane:
      CONTROL_PLANE_LABELS.some((label) => label in labels || taints.some((taint) => taint.key === label)) ||
      CONTROL_PLANE_ROLES.includes(labels['kubernetes.io/role'] ?? ''),
    allocatable: fields(status.allocatable),
    conditions: records(status.conditions),
    createdAt: timeMs(object.metadata.creationTimestamp),
  };
}

/** Reads an Event of either API (core/v1 or events.k8s.io/v1). */
export function readEvent(object: KubernetesObject): ClusterEvent {
  const involved = fields(object.involvedObject ?? object.regarding);
  const series = fields(object.series);
  const first = text(object.firstTimestamp) ?? text(object.deprecatedFirstTimestamp) ?? text(object.eventTime);
  const last =
    text(object.lastTimestamp) ??
    text(series.lastObservedTime) ??
    text(object.deprecatedLastTimestamp) ??
    text(object.eventTime) ??
    object.metadata.creationTimestamp;
  return {
    type: text(object.type) ?? 'Normal',
    reason: text(object.reason) ?? '',
    message: text(object.message) ?? text(object.note) ?? '',
    kind: text(involved.kind) ?? '',
    name: text(involved.name) ?? '',
    namespace: text(involved.namespace) ?? object.metadata.namespace ?? '',
    count: Number(object.count ?? series.count ?? object.deprecatedCount ?? 1),
    component: text(fields(object.source).component) ?? text(object.reportingComponent),
    first: first ?? last,
    last,
    lastMs: timeMs(last) ?? 0,
  };
}
