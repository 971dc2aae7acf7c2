import type { ServiceLevels } from '../../bot/domain/service-level.ts';
import type { EvidenceSet, KubernetesObject, MetricSeries, Observed, ServiceLogs } from '../../bot/domain/signals.ts';

/** The moment that the hand-made clusters are looked at. */
export const NOW = '2026-03-04T10:00:00Z';
export const NAMESPACE = 'market';

/** RFC 3339, so many seconds before the moment looked at. */
export function ago(seconds: number): string {
  return new Date(Date.parse(NOW) - seconds * 1000).toISOString();
}

type Fields = Record<string, unknown>;

/** A cluster that tests change before it is read. */
export interface World {
  objects: KubernetesObject[];
  events: KubernetesObject[];
  metrics?: MetricSeries[];
  logs?: ServiceLogs[];
  topology: Record<string, string[]>;
  question?: string;
}

export function observed<T>(value: T, tool = 'test'): Observed<T> {
  return { status: 'observed', value, tool, query: 'all', at: NOW };
}

export function unobserved(tool = 'test'): { status: 'unknown'; tool: string; reason: string } {
  return { status: 'unknown', tool, reason: 'no data' };
}

/** The world as the analyzers read it; what it does not hold was not observed. */
export function evidenceOf(world: World, over: Partial<EvidenceSet> = {}): EvidenceSet {
  return {
    asOf: NOW,
    window: { start: ago(3600), end: NOW },
    question: world.question,
    namespaces: [NAMESPACE],
    objects: observed(world.objects),
    events: observed(world.events),
    changes: unobserved(),
    logs: world.logs === undefined ? unobserved() : observed(world.logs),
    metrics: world.metrics === undefined ? unobserved() : observed(world.metrics),
    slis: world.metrics === undefined ? unobserved() : observed(wellServed()),
    topology: observed(world.topology),
    alerts: observed([]),
    traces: unobserved(),
    ...over,
  };
}

/** Requests of the entry as they are on a quiet morning: none fails, and all are answered soon. */
function wellServed(): ServiceLevels {
  const course = Array.from({ length: 12 }, (_, slice) => [Date.parse(ago(3600 - slice * 300)) / 1000, 1] as const);
  const shared = { service: 'stall', side: 'server', points: 12, stepSeconds: 300, requests: 3600 } as const;
  const figures = (value: number) => ({
    ...{ normal: value, spread: value / 20, value, last: value, worst: value, metric: 'http_requests' },
    course: course.map(([at]) => [at, value] as const),
  });
  return {
    items: [
      { ...shared, indicator: 'rate', unit: 'requests/s', basis: 'counter', ...figures(1) },
      { ...shared, indicator: 'error_ratio', unit: 'ratio', basis: 'counter', failed: 0, ...figures(0) },
      { ...shared, indicator: 'latency', statistic: 'p95', unit: 's', basis: 'histogram', ...figures(0.04) },
    ],
    leftOut: [],
  };
}

export function object(kind: string, name: string, rest: Fields = {}, namespace: string = NAMESPACE): KubernetesObject {
  const { metadata, ...others } = rest;
  return { kind, ...others, metadata: { name, ...(namespace === '' ? {} : { namespace }), ...(metadata as Fields) } };
}

export function node(
  name: string,
  rest: { labels?: Fields; spec?: Fields; conditions?: Fields[] } = {},
): KubernetesObject {
  return object(
    'Node',
    name,
    {
      metadata: { labels: { 'kubernetes.io/hostname': name, ...rest.labels } },
      spec: rest.spec ?? {},
      status: {
        allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
        conditions: rest.conditions ?? [{ type: 'Ready', status: 'True', lastTransitionTime: ago(9e5) }],
      },
    },
    '',
  );
}

export function service(name: string, port: number, rest: Fields = {}): KubernetesObject {
  const spec = { selector: { app: name }, ports: [{ name: 'http', port, targetPort: 8080, protocol: 'TCP' }], ...rest };
  return object('Service', name, { spec });
}

export function event(
  kind: string,
  name: string,
  reason: string,
  message: string,
  rest: Fields = {},
): KubernetesObject {
  const namespace = kind === 'Node' ? '' : NAMESPACE;
  return object('Event', `${name}.${reason}.${message.length}`, {
    type: 'Warning',
    reason,
    message,
    count: 3,
    firstTimestamp: ago(300),
    lastTimestamp: ago(10),
    involvedObject: { kind, name, ...(namespace === '' ? {} : { namespace }) },
    ...rest,
  });
}

export interface ContainerShape extends Fields {
  env?: { name: string; value: string }[];
}

/** A Deployment of one running, ready pod with its ReplicaSet: `NAME-1` owns `NAME-1-a`. */
export function deployment(name: string, container: ContainerShape, on: string): KubernetesObject[] {
  const spec = {
    containers: [
      {
        name: 'main',
        image: `registry.example/${name}:1.0`,
        ports: [{ containerPort: 8080, protocol: 'TCP' }],
        resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } },
        ...container,
      },
    ],
    serviceAccountName: 'default',
  };
  const template = { metadata: { labels: { app: name } }, spec };
  const common = { replicas: 1, selector: { matchLabels: { app: name } }, template };
  return [
    object('Deployment', name, { spec: common, status: { replicas: 1, readyReplicas: 1 } }),
    object('ReplicaSet', `${name}-1`, {
      metadata: { ownerReferences: [{ kind: 'Deployment', name }] },
      spec: common,
      status: { replicas: 1 },
    }),
    object('Pod', `${name}-1-a`, {
      metadata: {
        labels: { app: name },
        ownerReferences: [{ kind: 'ReplicaSet', name: `${name}-1` }],
        creationTimestamp: ago(7200),
      },
      spec: { ...structuredClone(spec), nodeName: on },
      status: {
        phase: 'Running',
        startTime: ago(7200),
        containerStatuses: [
          { name: 'main', ready: true, restartCount: 0, state: { running: { startedAt: ago(7100) } } },
        ],
      },
    }),
  ];
}

export function find(world: World, kind: string, name: string): KubernetesObject & { spec: Fields; status: Fields } {
  const found = world.objects.find((one) => one.kind === kind && one.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found as KubernetesObject & { spec: Fields; status: Fields };
}

export function remove(world: World, kind: string, name: string): void {
  world.objects = world.objects.filter((one) => !(one.kind === kind && one.metadata.name === name));
}

/** The container of a workload as written in its Deployment, ReplicaSet and pod. */
export function containersOf(world: World, name: string): Fields[] {
  const specs = [
    (find(world, 'Deployment', name).spec.template as { spec: Fields }).spec,
    (find(world, 'ReplicaSet', `${name}-1`).spec.template as { spec: Fields }).spec,
    find(world, 'Pod', `${name}-1-a`).spec,
  ];
  return specs.map((spec) => (spec.containers as Fields[])[0]!);
}

/** Sets fields of the container everywhere that it is written. */
export function setContainer(world: World, name: string, change: Fields): void {
  for (const container of containersOf(world, name)) Object.assign(container, structuredClone(change));
}

/** The pod has not been given a node; its specification is changed on the way. */
export function unschedule(world: World, name: string, message: string | undefined, change: Fields = {}): void {
  const pod = find(world, 'Pod', `${name}-1-a`);
  Object.assign(pod.spec, structuredClone(change));
  delete pod.spec.nodeName;
  Object.assign(pod.metadata, { creationTimestamp: ago(300) });
  Object.assign(pod, { status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False' }] } });
  if (message !== undefined) world.events.push(event('Pod', `${name}-1-a`, 'FailedScheduling', message));
}

/** Sets the pod's one container status; ready and restarts default to a container in trouble. */
export function setStatus(world: World, name: string, status: Fields, phase = 'Running'): void {
  const pod = find(world, 'Pod', `${name}-1-a`);
  pod.status.phase = phase;
  pod.status.containerStatuses = [{ name: 'main', ready: false, restartCount: 0, state: {}, ...status }];
}

/** No pod of the workload was ever made. */
export function withoutPods(world: World, name: string, refusal?: string): void {
  remove(world, 'Pod', `${name}-1-a`);
  find(world, 'ReplicaSet', `${name}-1`).status.replicas = 0;
  find(world, 'Deployment', name).status = { replicas: 0 };
  if (refusal !== undefined) world.events.push(event('ReplicaSet', `${name}-1`, 'FailedCreate', refusal));
}

export function unit(name: string, on: string, state: string): MetricSeries[] {
  return ['active', 'inactive', 'failed'].map((one) => ({
    name: 'node_systemd_unit_state',
    labels: { name: `${name}.service`, node: on, state: one },
    points: 1,
    from: NOW,
    to: NOW,
    last: one === state ? 1 : 0,
    min: 0,
    max: 1,
    median: 0,
    changes: [],
    sketch: [],
  }));
}

/** A small market: an entry, three services behind it, a store; two workers and a closed control plane. */
export function market(): World {
  const probe = {
    httpGet: { port: 8080, path: '/ok' },
    periodSeconds: 10,
    failureThreshold: 3,
    initialDelaySeconds: 10,
  };
  const probes = { livenessProbe: probe, readinessProbe: probe };
  const names = ['stall', 'ledger', 'parcel', 'greeter', 'vault'];
  return {
    objects: [
      node('gate', {
        labels: { 'node-role.kubernetes.io/control-plane': '' },
        spec: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
      }),
      node('field-1', { labels: { disk: 'fast' } }),
      node('field-2'),
      object('ServiceAccount', 'default'),
      object('Namespace', NAMESPACE, { apiVersion: 'v1', status: { phase: 'Active' } }, ''),
      object('Application', 'market', {
        apiVersion: 'argoproj.io/v1alpha1',
        status: { sync: { status: 'Synced' }, health: { status: 'Healthy' } },
      }),
      ...names.map((name) => service(name, 80)),
      ...deployment(
        'stall',
        {
          ...probes,
          env: [
            { name: 'LEDGER_URL', value: 'http://ledger:80' },
            { name: 'PARCEL_URL', value: 'http://parcel' },
            { name: 'GREETER_ADDR', value: 'greeter:80' },
            { name: 'COUPON_SERVICE_ADDR', value: 'coupon-engine:9090' },
          ],
        },
        'field-1',
      ),
      ...deployment(
        'ledger',
        { ...probes, env: [{ name: 'VAULT_ADDR', value: 'vault.market.svc.cluster.local:80' }] },
        'field-2',
      ),
      ...deployment('parcel', probes, 'field-1'),
      ...deployment('greeter', probes, 'field-2'),
      ...deployment('vault', probes, 'field-1'),
    ],
    events: [
      // Noise that healed: a start-up probe that failed once, a service account that came a second late.
      event(
        'Pod',
        'parcel-1-a',
        'Unhealthy',
        'Readiness probe failed: dial tcp 10.0.0.4:8080: connect: connection refused',
        {
          count: 1,
          lastTimestamp: ago(7090),
        },
      ),
      event(
        'ReplicaSet',
        'greeter-1',
        'FailedCreate',
        'Error creating: pods "greeter-1-" is forbidden: error looking up service account market/default: serviceaccount "default" not found',
        {
          lastTimestamp: ago(7200),
        },
      ),
    ],
    metrics: ['field-1', 'field-2'].flatMap((one) =>
      ['kubelet', 'containerd', 'kube-proxy'].flatMap((name) => unit(name, one, 'active')),
    ),
    logs: [],
    topology: { stall: ['ledger', 'parcel', 'greeter'], ledger: ['vault'], parcel: [], greeter: [], vault: [] },
  };
}
