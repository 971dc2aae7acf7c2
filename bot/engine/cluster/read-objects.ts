import type { KubernetesObject } from '../../domain/signals.ts';
import type {
  ContainerSpec,
  ContainerStatus,
  EnvironmentVariable,
  LabelSelector,
  NodeSelectorTerm,
  Pod,
  PodSpec,
  Probe,
  SelectorRequirement,
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

/** The value as a text that holds something; undefined for anything else. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Milliseconds since the epoch of an RFC 3339 time; undefined where it is none. */
export function timeMs(value: unknown): number | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

/** A record's string values; numbers and booleans as text, anything else left out. */
export function pairs(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields(value)).flatMap(([key, item]) =>
      typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean' ? [[key, String(item)]] : [],
    ),
  );
}

/** The value as a number, also where it is written as text; `otherwise` for what is none. */
export function number(value: unknown, otherwise: number): number {
  const read = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isFinite(read) ? read : otherwise;
}

/** The object with metadata of the types that the API gives it; what is of another type is taken as absent. */
export function readMetadata(object: KubernetesObject): KubernetesObject {
  const { metadata } = object;
  return {
    ...object,
    metadata: {
      ...metadata,
      namespace: text(metadata.namespace),
      labels: pairs(metadata.labels),
      annotations: pairs(metadata.annotations),
      creationTimestamp: text(metadata.creationTimestamp),
      deletionTimestamp: text(metadata.deletionTimestamp),
      ownerReferences: records(metadata.ownerReferences).map((owner) => ({
        kind: String(owner.kind),
        name: String(owner.name),
      })),
    },
  };
}

function readRequirement(value: Fields): SelectorRequirement {
  return { key: String(value.key), operator: String(value.operator), values: texts(value.values) };
}

/** A label selector; undefined for what is none. */
export function readSelector(value: unknown): LabelSelector | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { matchLabels, matchExpressions } = fields(value);
  return { matchLabels: pairs(matchLabels), matchExpressions: records(matchExpressions).map(readRequirement) };
}

function readProbe(value: unknown): Probe | undefined {
  if (Object.keys(fields(value)).length === 0) return undefined;
  const probe = fields(value);
  const seconds = (name: string) => (probe[name] === undefined ? undefined : number(probe[name], 0));
  const handler = (name: string) => {
    const { port, path, scheme } = fields(probe[name]);
    const known = typeof port === 'number' || typeof port === 'string' ? port : undefined;
    return probe[name] === undefined
      ? undefined
      : { port: known as number | undefined, path: text(path), scheme: text(scheme) };
  };
  return {
    httpGet: handler('httpGet'),
    tcpSocket: handler('tcpSocket'),
    grpc: handler('grpc'),
    initialDelaySeconds: seconds('initialDelaySeconds'),
    timeoutSeconds: seconds('timeoutSeconds'),
    periodSeconds: seconds('periodSeconds'),
    failureThreshold: seconds('failureThreshold'),
    successThreshold: seconds('successThreshold'),
  };
}

/** A variable with neither a value nor a source is empty: the API leaves empty values out. */
function readVariable(variable: Fields): EnvironmentVariable {
  const name = String(variable.name);
  if (variable.valueFrom == null) return { name, value: typeof variable.value === 'string' ? variable.value : '' };
  const reference = fields(fields(variable.valueFrom).configMapKeyRef);
  const configMap = { name: text(reference.name) ?? '', key: text(reference.key) ?? '' };
  return configMap.name === '' ? { name } : { name, configMap };
}

function readContainer(container: Fields): ContainerSpec {
  const resources = fields(container.resources);
  return {
    name: String(container.name ?? ''),
    image: String(container.image ?? ''),
    ports: records(container.ports).map((port) => ({
      name: text(port.name),
      containerPort: number(port.containerPort, 0),
      protocol: text(port.protocol) ?? 'TCP',
    })),
    env: records(container.env).map(readVariable),
    envFrom: records(container.envFrom).flatMap((source) => {
      const configMap = text(fields(source.configMapRef).name);
      return configMap === undefined ? [] : [{ configMap, prefix: text(source.prefix) ?? '' }];
    }),
    args: [...texts(container.command), ...texts(container.args)],
    requests: { ...fields(resources.limits), ...fields(resources.requests) },
    limits: fields(resources.limits),
    mounts: records(container.volumeMounts).map((mount) => ({
      name: String(mount.name),
      path: String(mount.mountPath),
    })),
    livenessProbe: readProbe(container.livenessProbe),
    readinessProbe: readProbe(container.readinessProbe),
    startupProbe: readProbe(container.startupProbe),
  };
}

function readTerm(value: Fields): NodeSelectorTerm {
  return {
    matchExpressions: records(value.matchExpressions).map(readRequirement),
    matchFields: records(value.matchFields).map(readRequirement),
  };
}

/** Reads a pod specification (of a pod or a template); missing lists become empty ones. */
export function readPodSpec(value: unknown): PodSpec {
  const spec = fields(value);
  const affinity = fields(spec.affinity);
  const required = (kind: string) => fields(affinity[kind]).requiredDuringSchedulingIgnoredDuringExecution;
  return {
    containers: records(spec.containers).map(readContainer),
    initContainers: records(spec.initContainers).map(readContainer),
    volumes: records<Fields & { name: string }>(spec.volumes),
    nodeSelector: pairs(spec.nodeSelector),
    tolerations: records(spec.tolerations).map((item) => ({
      key: text(item.key),
      operator: text(item.operator),
      value: text(item.value),
      effect: text(item.effect),
    })),
    imagePullSecrets: records(spec.imagePullSecrets).map((secret) => String(secret.name)),
    serviceAccountName: text(spec.serviceAccountName),
    nodeName: text(spec.nodeName),
    requiredNodeTerms: records(fields(required('nodeAffinity')).nodeSelectorTerms).map(readTerm),
    requiredAntiAffinity: records(required('podAntiAffinity')).map((term) => ({
      topologyKey: String(term.topologyKey),
      namespaces: Array.isArray(term.namespaces) ? term.namespaces.map(String) : undefined,
      labelSelector: readSelector(term.labelSelector),
    })),
  };
}

function readTermination(value: unknown): Termination | undefined {
  const ended = fields(value);
  if (Object.keys(ended).length === 0) return undefined;
  return {
    reason: text(ended.reason),
    exitCode: ended.exitCode === undefined ? undefined : number(ended.exitCode, 0),
    message: text(ended.message),
    startedAt: text(ended.startedAt),
    finishedAt: text(ended.finishedAt),
  };
}

function readStatus(status: Fields, init: boolean): ContainerStatus {
  const state = fields(status.state);
  return {
    name: String(status.name ?? ''),
    init,
    ready: status.ready === true,
    restarts: number(status.restartCount, 0),
    waiting:
      state.waiting == null
        ? undefined
        : { reason: text(fields(state.waiting).reason), message: text(fields(state.waiting).message) },
    running: state.running == null ? undefined : { startedAt: text(fields(state.running).startedAt) },
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
    selector: pairs(spec.selector),
    ports: records(spec.ports).map((port) => ({
      name: text(port.name),
      port: number(port.port, 0),
      targetPort: typeof port.targetPort === 'string' ? port.targetPort : number(port.targetPort ?? port.port, 0),
      protocol: text(port.protocol) ?? 'TCP',
      appProtocol: text(port.appProtocol),
    })),
  };
}
