import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { createHttpSource, type HttpSource } from '../../backends/common/live/http-source.ts';
import { createKubernetesApp } from '../../backends/kubernetes/app.ts';
import { kubeconfigAccess } from '../../backends/kubernetes/providers/kube-access.ts';
import {
  createKubernetesApiProvider,
  type KubernetesApiOptions,
} from '../../backends/kubernetes/providers/kubernetes-api.ts';
import { kubernetesSource } from '../../backends/kubernetes/providers/kubernetes-source.ts';
import { API_KEY, read } from '../backends/support/call.ts';
import { type ServedList, type StandInApi, startKubernetesApi } from '../support/kubernetes-api.ts';
import { kubernetesProviderContract } from './provider-contracts.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const clean: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of clean.splice(0).toReversed()) await end();
});

const list = (kind: string, apiVersion: string, items: Record<string, unknown>[]): ServedList => ({
  kind,
  apiVersion,
  items,
});
const named = (name: string, namespace: string, more: object = {}) => ({
  metadata: { name, namespace, managedFields: [{ manager: 'kubectl' }], ...more },
});
const template = (image: string, password: string) => ({
  spec: { containers: [{ name: 'web', image, env: [{ name: 'PASSWORD', value: password }] }] },
});
const replicaSet = (revision: number, minute: string, image: string, password: string) => ({
  ...named(`web-${revision}`, 'prod', {
    creationTimestamp: `2026-03-01T11:${minute}:00Z`,
    annotations: { 'deployment.kubernetes.io/revision': String(revision), 'kubernetes.io/change-cause': 'release' },
    ownerReferences: [{ kind: 'Deployment', name: 'web' }],
  }),
  spec: { template: template(image, password) },
});
const HELD: Record<string, ServedList> = {
  '/api/v1/namespaces': list('Namespace', 'v1', [{ metadata: { name: 'prod' } }, { metadata: { name: 'batch' } }]),
  '/api/v1/pods': list('Pod', 'v1', [named('web', 'prod'), named('job', 'batch')]),
  '/api/v1/secrets': list('Secret', 'v1', [{ ...named('db', 'prod'), data: { password: 'aHVudGVyMg==' } }]),
  '/api/v1/events': list('Event', 'v1', [{ ...named('e', 'prod'), involvedObject: { kind: 'Pod', name: 'web' } }]),
  '/apis/apps/v1/deployments': list('Deployment', 'apps/v1', [
    named('web', 'prod', { annotations: { 'deployment.kubernetes.io/revision': '1' } }),
  ]),
  '/apis/apps/v1/replicasets': list('ReplicaSet', 'apps/v1', [replicaSet(1, '00', 'shop:1', 'old')]),
};

async function serve(lists = HELD): Promise<StandInApi> {
  const api = await startKubernetesApi(lists);
  clean.push(() => api.stop());
  return api;
}

function sourceOf(api: StandInApi, changes: { token?: string; timeoutMs?: number } = {}): HttpSource {
  const source = createHttpSource({
    name: 'The Kubernetes API',
    baseUrl: api.url,
    tls: { ca: api.ca },
    headers: () => ({ authorization: `Bearer ${changes.token ?? api.token}` }),
    ...(changes.timeoutMs === undefined ? {} : { timeoutMs: changes.timeoutMs }),
  });
  clean.push(() => source.close());
  return source;
}

const providerOf = (server: HttpSource, changes: Partial<KubernetesApiOptions> = {}) =>
  createKubernetesApiProvider({
    server,
    cluster: 'shop',
    namespaces: [],
    maxPerKind: 10_000,
    now: () => NOW,
    ...changes,
  });
const calmly = () => ({ signal: new AbortController().signal });

kubernetesProviderContract('kubernetes', {
  open: async () => providerOf(sourceOf(await serve())),
  openEmpty: async () => providerOf(sourceOf(await serve({ '/api/v1/pods': list('Pod', 'v1', []) }))),
});

test('kubernetes: of secrets only metadata is asked for', async () => {
  const api = await serve();
  const { items } = await providerOf(sourceOf(api)).objects({ kinds: ['Secret'] }, calmly());
  expect(items).toEqual([{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db', namespace: 'prod' } }]);
  const asked = api.requests.filter(({ path }) => path.includes('secrets'));
  expect(asked.length).toBeGreaterThan(0);
  for (const { accept } of asked) expect(accept).toContain('as=PartialObjectMetadataList');
});

const PODS = '/api/v1/pods';
const manyPods = (count: number) => ({
  ...HELD,
  [PODS]: list(
    'Pod',
    'v1',
    Array.from({ length: count }, (_, i) => named(`p${i}`, 'prod')),
  ),
});

test('kubernetes: lists are read page by page, and begun anew when their token expires', async () => {
  const api = await serve(manyPods(1_200));
  api.trouble.set(PODS, { status: 410, times: 1 });
  const { items } = await providerOf(sourceOf(api)).objects({ kinds: ['Pod'] }, calmly());
  expect(new Set(items.map(({ metadata }) => metadata.name)).size).toBe(1_200);
  expect(items).toHaveLength(1_200);
  const continued = api.requests.filter(({ path }) => path === PODS).map(({ query }) => query.get('continue'));
  expect(continued).toEqual([null, '500', null, '500', '1000']);
});

test('kubernetes: a list that keeps expiring is unavailable; one that is too long says so', async () => {
  const api = await serve(manyPods(1_200));
  const few = providerOf(sourceOf(api), { maxPerKind: 700 });
  expect((await few.objects({ kinds: ['Pod'] }, calmly())).items).toHaveLength(700);
  expect((await few.describe(calmly())).warnings).toEqual(['only the first 700 pods were read']);
  api.trouble.set(PODS, { status: 410 });
  const failed = providerOf(sourceOf(api)).objects({ kinds: ['Pod'] }, calmly());
  await expect(failed).rejects.toMatchObject({ kind: 'unavailable' });
});

test('kubernetes: a kind out of reach is a warning, and an error when it is all that was asked for', async () => {
  const api = await serve();
  api.trouble.set('/api/v1/secrets', { status: 403 });
  const provider = providerOf(sourceOf(api));
  const { items } = await provider.objects({}, calmly());
  expect(items.some(({ kind }) => kind === 'Pod')).toBe(true);
  expect((await provider.describe(calmly())).warnings).toEqual(['may not list secrets']);
  await expect(provider.objects({ kinds: ['Secret'] }, calmly())).rejects.toMatchObject({ kind: 'bad-upstream' });
});

test('kubernetes: forbidden, truncated, failed and unknown kinds are told apart', async () => {
  const api = await serve(manyPods(1_200));
  api.trouble.set('/api/v1/secrets', { status: 403 });
  api.trouble.set('/apis/metrics.k8s.io/v1beta1/nodes', { status: 500 });
  const { coverage } = await providerOf(sourceOf(api), { maxPerKind: 700 }).objects({}, calmly());
  const reading = (kind: string) => coverage.readings.find((one) => one.kind === kind);
  expect(reading('Secret')).toMatchObject({ state: 'forbidden', reason: 'may not be listed (403)' });
  expect(reading('Pod')).toMatchObject({ state: 'truncated', reason: 'only the first 700 were read' });
  expect(reading('NodeMetrics')).toMatchObject({ state: 'unread' });
  expect(reading('HTTPRoute')).toMatchObject({ state: 'not-served', items: 0 });
});

test('kubernetes: rights in some namespaces only are told by namespace', async () => {
  const api = await serve();
  api.trouble.set('/api/v1/namespaces/batch/secrets', { status: 403 });
  const provider = providerOf(sourceOf(api), { namespaces: ['prod', 'batch'] });
  const { coverage } = await provider.objects({ kinds: ['Secret'] }, calmly());
  expect(coverage.readings).toEqual([
    { kind: 'Secret', state: 'seen', items: 1, namespaces: ['prod'] },
    {
      kind: 'Secret',
      state: 'forbidden',
      items: 0,
      namespaces: ['batch'],
      reason: 'may not be listed in namespace batch (403)',
    },
  ]);
});

test('kubernetes: wrong credentials are a bad upstream whose message quotes no token', async () => {
  const provider = providerOf(sourceOf(await serve(), { token: 'wrong-token' }));
  const failure = await provider.objects({}, calmly()).catch((error: unknown) => error);
  expect(failure).toMatchObject({ kind: 'bad-upstream', message: expect.stringContaining('credentials (401)') });
  expect(String((failure as Error).cause)).not.toContain('wrong-token');
});

test('kubernetes: Retry-After is waited for, and a longer one than the time left is told', async () => {
  const api = await serve();
  api.trouble.set(PODS, { status: 429, times: 1, retryAfter: '1' });
  const began = performance.now();
  const { items } = await providerOf(sourceOf(api)).objects({ kinds: ['Pod'] }, calmly());
  expect(items).toHaveLength(2);
  expect(performance.now() - began).toBeGreaterThan(950);
  api.trouble.set(PODS, { status: 429, retryAfter: '3600' });
  const refused = providerOf(sourceOf(api)).objects({ kinds: ['Pod'] }, calmly());
  await expect(refused).rejects.toMatchObject({ kind: 'rate-limited' });
});

test('kubernetes: a stalled server is a timeout, a foreign certificate is unavailable', async () => {
  const api = await serve();
  api.trouble.set(PODS, { status: 500, delayMs: 2_000 });
  const stalled = providerOf(sourceOf(api, { timeoutMs: 200 })).objects({ kinds: ['Pod'] }, calmly());
  await expect(stalled).rejects.toMatchObject({ kind: 'timeout' });
  const untrusted = createHttpSource({ name: 'The Kubernetes API', baseUrl: api.url });
  clean.push(() => untrusted.close());
  await expect(providerOf(untrusted).objects({}, calmly())).rejects.toMatchObject({ kind: 'unavailable' });
});

test('kubernetes: only the named namespaces are asked about', async () => {
  const api = await serve();
  const provider = providerOf(sourceOf(api), { namespaces: ['batch'] });
  const { items } = await provider.objects({ kinds: ['Pod'] }, calmly());
  expect(items.map(({ metadata }) => metadata.name)).toEqual(['job']);
  expect(api.requests.map(({ path }) => path)).toEqual(['/api/v1/namespaces/batch/pods']);
});

test('kubernetes: a deploy says which fields of its pods changed, and no value of an environment', async () => {
  const sets = [replicaSet(1, '00', 'shop:1', 'old'), replicaSet(2, '30', 'shop:2', 'hunter2')];
  const lists = { ...HELD, '/apis/apps/v1/replicasets': list('ReplicaSet', 'apps/v1', sets) };
  const recorded = { timestamp: '2026-03-01T11:45:00.000Z', kind: 'flag', id: 'f', summary: 'on' } as const;
  const provider = providerOf(sourceOf(await serve(lists)), { recordedChanges: async () => [recorded] });
  const { items } = await provider.changes(calmly());
  expect(items.map(({ id }) => id)).toEqual(['prod/web@1', 'prod/web@2', 'f']);
  expect(items[1]).toMatchObject({
    timestamp: '2026-03-01T11:30:00.000Z',
    service: 'web',
    summary: 'Deployment web revision 2: shop:2; release',
    diff: 'containers[web].image: shop:1 -> shop:2\ncontainers[web].env[PASSWORD].value: changed',
  });
  expect(JSON.stringify(items)).not.toContain('hunter2');
});

test('kubernetes: the backend serves what an API server writes, nulls included', async () => {
  const odd = { ...named('odd', 'prod', { creationTimestamp: null, labels: null, ownerReferences: null }), spec: null };
  const lists = { ...HELD, [PODS]: list('Pod', 'v1', [...HELD[PODS]!.items, odd]) };
  const app = createKubernetesApp({ provider: providerOf(sourceOf(await serve(lists))), apiKey: API_KEY });
  clean.push(() => app.close());
  const { items } = await read<{ items: { metadata: { name: string } }[] }>(app, '/objects?kind=Pod&limit=10');
  expect(items.map(({ metadata }) => metadata.name)).toEqual(['job', 'odd', 'web']);
  for (const path of ['/objects', '/events/list', '/namespaces', '/changes', '/source'])
    await expect(read(app, path)).resolves.toBeDefined();
});

test('kubernetes: a kubeconfig opens the provider; a bad one names the variable', async () => {
  const api = await serve();
  const dir = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
  clean.push(() => rmSync(dir, { recursive: true }));
  const file = join(dir, 'config');
  const ca = Buffer.from(api.ca).toString('base64');
  const config = {
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
    clusters: [{ name: 'k', cluster: { server: api.url, 'certificate-authority-data': ca } }],
    users: [{ name: 'u', user: { token: api.token } }],
  };
  writeFileSync(file, JSON.stringify(config));
  const read = kubernetesSource.read({ KUBERNETES_API: file, CLUSTER_NAME: 'shop' });
  if (!('open' in read)) throw new Error(read.problems.join());
  expect(await (await read.open()).describe(calmly())).toMatchObject({
    cluster: 'shop',
    namespaces: ['prod', 'batch'],
  });
  const changes = join(dir, 'changes.ndjson');
  const flag = { timestamp: '2026-03-01T11:45:00Z', kind: 'flag', id: 'f', summary: 'on' };
  writeFileSync(changes, `${JSON.stringify(flag)}\n{"timestamp":`);
  const both = kubernetesSource.read({ KUBERNETES_API: file, CHANGES_FILE: changes });
  const recorded = 'open' in both ? (await (await both.open()).changes(calmly())).items : [];
  expect(recorded.map(({ id }) => id)).toEqual(['prod/web@1', 'f']);
  const wrong = kubernetesSource.read({ KUBERNETES_API: join(dir, 'none') });
  await expect('open' in wrong ? wrong.open() : undefined).rejects.toThrow(/^KUBERNETES_API: /);

  const status = `{"status":{"token":"${api.token}"}}`;
  const exec = { command: process.execPath, args: ['-p', `'${status}'`] };
  writeFileSync(file, JSON.stringify({ ...config, users: [{ name: 'u', user: { exec } }] }));
  const access = await kubeconfigAccess(file);
  expect(await access.headers()).toEqual({ authorization: `Bearer ${api.token}` });
});
