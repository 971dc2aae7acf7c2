import { expect, test } from '@jest/globals';
import { openSnapshot } from '../../../backends/common/snapshot/index.ts';
import { createKubernetesApp } from '../../../backends/kubernetes/app.ts';
import { createSnapshotKubernetesProvider } from '../../../backends/kubernetes/providers/snapshot.ts';
import type { Operations } from '../../../schemas/generated/kubernetes.ts';
import { API_KEY, call, type Failure, read } from '../support/call.ts';
import { before, CAPTURED_AT, lines, snapshotFolder } from '../support/snapshot-folder.ts';

type Response<K extends keyof Operations> = Operations[K]['response'];

const running = { state: { running: { startedAt: before(500) } }, ready: true, restartCount: 0 };
const container = (name: string, requests?: object, limits?: object) => ({ name, resources: { requests, limits } });

function pod(name: string, namespace: string, spec: object, status: object, labels: object = {}) {
  return { kind: 'Pod', metadata: { name, namespace, labels, creationTimestamp: before(600) }, spec, status };
}

const OBJECTS = [
  pod(
    'web-1',
    'prod',
    { nodeName: 'n1', containers: [container('web', { cpu: '500m', memory: '1Gi' }, { memory: '2Gi' })] },
    { phase: 'Running', containerStatuses: [{ name: 'web', ...running }] },
    { app: 'web', tier: 'front' },
  ),
  pod(
    'api-1',
    'prod',
    {
      nodeName: 'n1',
      containers: [container('api', undefined, { cpu: 1 })],
      initContainers: [container('migrate', { cpu: '2' })],
    },
    {
      phase: 'Running',
      containerStatuses: [
        {
          name: 'api',
          ready: false,
          restartCount: 7,
          state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m' } },
          lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt: before(30) } },
        },
      ],
      initContainerStatuses: [
        { name: 'migrate', ready: false, restartCount: 0, state: { terminated: { exitCode: 0 } } },
      ],
    },
    { app: 'api' },
  ),
  pod(
    'job-1',
    'batch',
    { nodeName: 'n1', containers: [container('job', { cpu: '4' })] },
    { phase: 'Succeeded', containerStatuses: [] },
  ),
  pod(
    'stuck-1',
    'batch',
    { containers: [container('c', { cpu: '64' })] },
    {
      phase: 'Pending',
      conditions: [
        { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes are available' },
      ],
    },
  ),
  {
    kind: 'Node',
    metadata: { name: 'n1', labels: { 'node-role.kubernetes.io/worker': '' } },
    spec: { unschedulable: true, taints: [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }] },
    status: {
      allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
      conditions: [
        { type: 'Ready', status: 'Unknown' },
        { type: 'DiskPressure', status: 'True' },
      ],
    },
  },
  {
    kind: 'ResourceQuota',
    metadata: { name: 'q', namespace: 'prod' },
    status: { hard: { 'requests.cpu': '2', pods: '10' }, used: { 'requests.cpu': '1500m', pods: '2' } },
  },
  { kind: 'NodeMetrics', metadata: { name: 'n1' }, usage: { cpu: '1200m' } },
  {
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'prod' },
    spec: { replicas: 1, template: { spec: { containers: [{ image: 'web:2' }] } } },
    status: { replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 },
  },
  {
    kind: 'Deployment',
    metadata: { name: 'api', namespace: 'prod' },
    spec: { replicas: 3 },
    status: {
      updatedReplicas: 1,
      conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
    },
  },
  { kind: 'Namespace', metadata: { name: 'prod' }, status: { phase: 'Active' } },
  { kind: 'Secret', metadata: { name: 's', namespace: 'prod' }, data: { key: 'dmFsdWU=' } },
];

function event(name: string, type: string, reason: string, age: number, about = 'api-1') {
  const metadata = { name, namespace: 'prod' };
  return {
    kind: 'Event',
    metadata,
    type,
    reason,
    lastTimestamp: before(age),
    involvedObject: { kind: 'Pod', name: about },
  };
}

const EVENTS = [
  event('a', 'Warning', 'BackOff', 60),
  event('b', 'Normal', 'Pulled', 120),
  event('c', 'Warning', 'NodeAffinityChanged', 300, 'web-1'),
  event('d', 'Warning', 'FailedMount', 7_200),
  {
    kind: 'Event',
    metadata: { name: 'e', namespace: 'batch' },
    type: 'Warning',
    reason: 'FailedScheduling',
    note: 'no room',
    eventTime: before(900),
    series: { count: 9, lastObservedTime: before(10) },
    regarding: { kind: 'Pod', name: 'stuck-1' },
  },
];

const CHANGES = lines(
  JSON.stringify({ timestamp: before(7_200), kind: 'deploy', service: 'web', id: 'aaa', summary: 'Release 1' }),
  JSON.stringify({
    timestamp: before(600),
    kind: 'config',
    service: 'api',
    id: 'bbb',
    summary: 'Less memory',
    files: ['a.yaml'],
  }),
);

async function open(files: Record<string, unknown> = {}) {
  const dir = snapshotFolder({
    'snapshot.json': { cluster: 'shop', capturedAt: CAPTURED_AT, namespaces: ['prod', 'batch'] },
    'kubernetes/objects.json': { kind: 'List', items: OBJECTS },
    'kubernetes/events.json': { kind: 'List', items: EVENTS },
    'changes/all.ndjson': CHANGES,
    ...files,
  });
  return createKubernetesApp({ provider: createSnapshotKubernetesProvider(await openSnapshot(dir)), apiKey: API_KEY });
}

test('pods: troubled ones first, with the reason that tells most', async () => {
  const { items, total, asOf } = await read<Response<'get_pod_status'>>(await open(), '/pods/status');
  expect([asOf, total]).toEqual(['2026-03-01T12:00:00.000Z', 4]);
  expect(items.map(({ name }) => name)).toEqual(['stuck-1', 'api-1', 'job-1', 'web-1']);
  expect(items[0]).toMatchObject({ reason: 'Unschedulable', message: '0/1 nodes are available', containers: 1 });
  expect(items[1]).toMatchObject({ reason: 'CrashLoopBackOff', restarts: 7, readyContainers: 0, ageSeconds: 600 });
  expect(items[1]!.containerStatuses.at(-1)).toMatchObject({ lastTerminationReason: 'OOMKilled', lastExitCode: 137 });
  const one = await read<Response<'get_pod_status'>>(await open(), '/pods/status?namespace=prod&pod_name=web-1');
  expect(one.items.map(({ phase, node }) => [phase, node])).toEqual([['Running', 'n1']]);
});

test('deployments: incomplete ones first, stalled told from complete', async () => {
  const { items } = await read<Response<'get_deployment_status'>>(await open(), '/deployments/status');
  expect(items.map(({ name, rollout, unavailable }) => [name, rollout, unavailable])).toEqual([
    ['api', 'stalled', 3],
    ['web', 'complete', 0],
  ]);
  const named = await read<Response<'get_deployment_status'>>(await open(), '/deployments/status?deployment_name=web');
  expect(named.items.map(({ images }) => images)).toEqual([['web:2']]);
});

test('nodes: readiness, cordon, taints, pressure and roles', async () => {
  const { items } = await read<Response<'get_node_status'>>(await open(), '/nodes/status?node_name=n1');
  expect(items).toMatchObject([
    {
      ready: false,
      unschedulable: true,
      taints: ['gpu=yes:NoSchedule'],
      pressures: ['DiskPressure'],
      roles: ['worker'],
    },
  ]);
  expect((await read<Response<'get_node_status'>>(await open(), '/nodes/status?node_name=n2')).items).toEqual([]);
});

test('every severity of cluster events returns something, and the window applies', async () => {
  const app = await open();
  const reasons = async (query: string) =>
    (await read<Response<'get_cluster_events'>>(app, `/events${query}`)).items.map(({ reason }) => reason);
  expect(await reasons('')).toEqual(['FailedScheduling', 'BackOff', 'Pulled', 'NodeAffinityChanged']);
  expect(await reasons('?severity=Error')).toEqual(['FailedScheduling', 'BackOff']);
  expect(await reasons('?severity=Warning')).toEqual(['FailedScheduling', 'BackOff', 'NodeAffinityChanged']);
  expect(await reasons('?severity=Normal')).toEqual(['Pulled']);
  expect(await reasons('?since=24h&severity=Error&namespace=prod')).toEqual(['BackOff', 'FailedMount']);
  expect(await reasons('?since=30s')).toEqual(['FailedScheduling']);
});

test('raw events come newest first, by what they are about, in either API', async () => {
  const app = await open();
  const names = async (query: string) =>
    (await read<Response<'list_events'>>(app, `/events/list${query}`)).items.map(({ metadata }) => metadata.name);
  expect(await names('')).toEqual(['e', 'a', 'b', 'c', 'd']);
  expect(await names('?involvedKind=pod&involvedName=stuck-1')).toEqual(['e']);
  expect(await names('?involvedName=api-1&since=1h')).toEqual(['a', 'b']);
});

test('resource usage counts what the scheduler counts, and leaves finished pods out', async () => {
  const usage = await read<Response<'get_resource_usage'>>(await open(), '/resource_usage');
  const node = (resource: string) => usage.nodes.find((row) => row.resource === resource);
  // web 500m, and api the larger of its container (limit 1 stands for its request) and its init container (2).
  expect(node('cpu')).toMatchObject({ allocatable: 4, requested: 2.5, used: 1.2, requestedPercent: 62.5, pods: 2 });
  expect(node('memory')).toMatchObject({ allocatable: 8 * 2 ** 30, requested: 2 ** 30, limits: 2 * 2 ** 30 });
  expect(node('pods')).toMatchObject({ allocatable: 110, requested: 2 });
  expect(usage.quotas).toContainEqual({
    namespace: 'prod',
    quota: 'q',
    resource: 'requests.cpu',
    hard: 2,
    used: 1.5,
    usedPercent: 75,
  });
  expect(usage.pods[0]).toMatchObject({ pod: 'stuck-1', requested: 64 });
  const only = await read<Response<'get_resource_usage'>>(
    await open(),
    '/resource_usage?resource_type=pods&namespace=prod',
  );
  expect(only.nodes.map(({ resource }) => resource)).toEqual(['pods']);
  expect(only.quotas.map(({ resource }) => resource)).toEqual(['pods']);
});

test('objects: kinds, names, selectors, no events unless asked, no secret values', async () => {
  const app = await open();
  const found = async (query: string) =>
    (await read<Response<'list_objects'>>(app, `/objects${query}`)).items.map(
      ({ kind, metadata }) => `${kind}/${metadata.name}`,
    );
  expect(await found('?kind=pod,Deployment&namespace=prod')).toEqual([
    'Deployment/api',
    'Deployment/web',
    'Pod/api-1',
    'Pod/web-1',
  ]);
  expect(await found('?kind=Pod&labelSelector=app%20in%20(web,api),tier!=front')).toEqual(['Pod/api-1']);
  expect(await found('?kind=Pod&labelSelector=!app')).toEqual(['Pod/job-1', 'Pod/stuck-1']);
  expect((await found('')).some((name) => name.startsWith('Event/'))).toBe(false);
  expect(await found('?kind=Event&name=a')).toEqual(['Event/a']);
  const [secret] = (await read<Response<'list_objects'>>(app, '/objects?kind=Secret')).items;
  expect(secret).toMatchObject({ data: { key: '' } });
});

test('the pages of objects hold each object once', async () => {
  const app = await open();
  const seen: string[] = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const page: Response<'list_objects'> = await read(app, `/objects?limit=4&cursor=${cursor}`);
    expect(page.total).toBe(OBJECTS.length);
    seen.push(...page.items.map(({ kind, metadata }) => `${kind}/${metadata.name}`));
    cursor = page.nextCursor;
  }
  expect(new Set(seen).size).toBe(OBJECTS.length);
  expect(seen).toHaveLength(OBJECTS.length);
});

test.each([
  ['/objects?labelSelector=a%20like%20b', 'labelSelector'],
  ['/objects?cursor=nonsense', 'cursor'],
  ['/events?since=yesterday', 'since'],
  ['/events?severity=error', 'severity'],
  ['/resource_usage?resource_type=disk', 'resource_type'],
])('%s is refused', async (url, field) => {
  const { status, body } = await call<Failure>(await open(), url);
  expect([status, body.error.field]).toEqual([400, field]);
});

test('namespaces: those of the recording, with what is in them', async () => {
  const { items } = await read<Response<'list_namespaces'>>(await open(), '/namespaces');
  expect(items).toEqual([
    { name: 'batch', objects: 2, pods: 2 },
    { name: 'prod', phase: 'Active', objects: 6, pods: 2 },
  ]);
});

test('changes: newest first, by service and window', async () => {
  const app = await open();
  const ids = async (query: string) =>
    (await read<Response<'list_changes'>>(app, `/changes${query}`)).items.map(({ id }) => id);
  expect(await ids('')).toEqual(['bbb', 'aaa']);
  expect(await ids('?since=1h')).toEqual(['bbb']);
  expect(await ids('?service=web')).toEqual(['aaa']);
  const cut = await read<Response<'list_changes'>>(app, '/changes?limit=1');
  expect(cut).toMatchObject({ total: 2, truncated: true });
  expect(await ids(`?limit=1&cursor=${cut.nextCursor}`)).toEqual(['aaa']);
});

test('absent signals say so, and are not among the signals of the source', async () => {
  const provider = createSnapshotKubernetesProvider(await openSnapshot(snapshotFolder({ 'logs/web.log': 'hi\n' })));
  const app = createKubernetesApp({ provider, apiKey: API_KEY });
  for (const url of ['/objects', '/events/list', '/changes', '/pods/status', '/events', '/nodes/status']) {
    const { searched, items } = await read<Response<'list_objects'>>(app, url);
    expect([url, searched.present, items]).toEqual([url, false, []]);
  }
  expect((await read<Response<'describe_source'>>(app, '/source')).signals).toEqual([]);
  const full = await read<Response<'describe_source'>>(await open(), '/source');
  expect(full.signals).toEqual(['objects', 'events', 'changes']);
});

test('a wrong key is 401', async () => {
  const response = await (await open()).inject({ url: '/pods/status', headers: { 'x-api-key': 'nope' } });
  expect(response.statusCode).toBe(401);
});
