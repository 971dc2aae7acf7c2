import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { kubernetesSource } from '../../../backends/kubernetes/providers/kubernetes-source.ts';
import { type ApiServer, startApiServer } from '../../../infra/lab/cluster/api-server.ts';
import { createEventRecorder } from '../../../infra/lab/cluster/events.ts';
import { clusterLists } from '../../../infra/lab/cluster/objects.ts';
import { createWorkload } from '../../../infra/lab/cluster/workloads.ts';
import { SERVICES } from '../../../infra/lab/system.ts';
import { type LocalTls, prepareTls } from '../../../infra/local/tls.ts';
import { temporaryFolder } from '../local/stand-in.ts';

const { folder, remove } = temporaryFolder();
const restarted: string[] = [];
let tls: LocalTls;
let server: ApiServer;

beforeAll(async () => {
  tls = await prepareTls(folder);
  const events = createEventRecorder();
  events.record({ name: 'web-1', uid: 'u1' }, 'Warning', 'BackOff', 'Back-off restarting failed container web');
  events.record({ name: 'web-1', uid: 'u1' }, 'Warning', 'BackOff', 'Back-off restarting failed container web');
  const createdAt = new Date(Date.now() - 86_400_000);
  const workloads = SERVICES.map((spec) => createWorkload(spec, createdAt));
  const [web] = workloads;
  web?.revisions.push({
    ...web.revisions[0]!,
    number: 2,
    hash: 'newer',
    image: 'web:2',
    createdAt: new Date(),
    cause: 'faster',
  });
  server = await startApiServer({
    tls,
    lists: clusterLists({
      workloads,
      nodeAddress: '127.64.0.1',
      serviceAddress: () => '127.64.0.10',
      events: events.list,
      volumeBytes: 2 ** 27,
      createdAt,
    }),
    readToken: 'read-token',
    restartToken: 'restart-token',
    restart: (name) => restarted.push(name),
  });
});
afterAll(async () => {
  await server.stop();
  remove();
});

function send(path: string, token: string, patch?: object): Promise<{ status: number; body: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    const method = patch === undefined ? 'GET' : 'PATCH';
    const call = request(server.url + path, { method, headers, ca: readFileSync(tls.caFile) }, async (response) => {
      const pieces: Buffer[] = [];
      for await (const piece of response) pieces.push(piece as Buffer);
      resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(pieces).toString()) });
    });
    call.once('error', reject);
    call.end(patch === undefined ? undefined : JSON.stringify(patch));
  });
}

const DEPLOYMENT = '/apis/apps/v1/namespaces/shop/deployments/payments';
const restart = (at: string, metadata = {}) => ({
  metadata,
  spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': at } } } },
});

test('the Kubernetes backend reads all of it: every kind, events with counts, deploys from ReplicaSets', async () => {
  const token = join(folder, 'token');
  writeFileSync(token, 'read-token');
  const env = { KUBERNETES_API: server.url, KUBERNETES_CA_FILE: tls.caFile, KUBERNETES_BEARER_TOKEN_FILE: token };
  const read = kubernetesSource.read(env);
  if (!('open' in read)) throw new Error(read.problems.join());
  const provider = await read.open();
  const signal = new AbortController().signal;
  const { items } = await provider.objects({}, { signal });
  const names = (kind: string) => items.filter((item) => item.kind === kind).map(({ metadata }) => metadata.name);
  expect(names('Deployment').toSorted()).toEqual(['accounts', 'catalog', 'checkout', 'inventory', 'payments', 'web']);
  expect(names('StatefulSet')).toEqual(['db']);
  expect(names('Service')).toHaveLength(7);
  expect((await provider.events({}, { signal })).items).toMatchObject([{ reason: 'BackOff', count: 2 }]);
  const changes = (await provider.changes({ signal })).items.filter(({ service }) => service === 'web');
  expect(changes.at(-1)).toMatchObject({ kind: 'deploy', summary: 'Deployment web revision 2: web:2; faster' });
  expect(
    (await provider.describe({ signal })).warnings.filter((text) => !/\w\.k8s|cert-manager|gateway/.test(text)),
  ).toEqual([]);
});

test('lists come in pages, and only to those who prove themselves', async () => {
  const first = await send('/api/v1/services?limit=4', 'read-token');
  expect(first.body).toMatchObject({ kind: 'ServiceList', metadata: { continue: '4', remainingItemCount: 3 } });
  expect((await send('/api/v1/services?limit=4&continue=4', 'read-token')).body.items).toHaveLength(3);
  expect((await send('/api/v1/namespaces/other/services', 'read-token')).body.items).toEqual([]);
  expect((await send('/api/v1/services', 'guessed')).status).toBe(401);
  expect((await send('/api/v1/services', 'restart-token')).status).toBe(403);
  expect((await send('/api/v1/nothing', 'read-token')).status).toBe(404);
});

test('a restart needs its own rights, is tried first, and is refused when the object has changed', async () => {
  const at = '2026-03-01T12:00:00Z';
  expect((await send(DEPLOYMENT, 'read-token', restart(at))).status).toBe(403);
  const tried = await send(`${DEPLOYMENT}?dryRun=All`, 'restart-token', restart(at));
  expect(JSON.stringify(tried.body)).toContain(at);
  expect((await send(DEPLOYMENT, 'restart-token', restart(at, { resourceVersion: '1' }))).status).toBe(409);
  expect(restarted).toEqual([]);
  expect((await send(DEPLOYMENT, 'restart-token', restart(at))).status).toBe(200);
  expect(restarted).toEqual(['payments']);
});
