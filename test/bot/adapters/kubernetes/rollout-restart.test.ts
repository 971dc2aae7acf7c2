import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { createRolloutRestart } from '../../../../bot/adapters/kubernetes/rollout-restart.ts';
import type { ActionRequest } from '../../../../bot/domain/action.ts';
import { Secret } from '../../../../bot/domain/secret.ts';

const REQUEST: ActionRequest = { kind: 'rollout-restart', namespace: 'shop', name: 'basket' };
const ANNOTATION = 'kubectl.kubernetes.io/restartedAt';
const signal = () => AbortSignal.timeout(2_000);
let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
});

interface Deployed {
  metadata: { name: string; namespace: string; uid: string; resourceVersion: string; generation: number };
  spec: { replicas: number; paused?: boolean; template: { metadata: { annotations?: Record<string, string> } } };
}

/** The part of a Kubernetes API server that Deployments need: GET and strategic merge PATCH, dry runs, uids, Status errors. */
async function startApiServer() {
  const calls: { method: string; url: string; type?: string }[] = [];
  const state = {
    deployment: {
      metadata: { name: 'basket', namespace: 'shop', uid: 'uid-1', resourceVersion: '41', generation: 3 },
      spec: { replicas: 2, template: { metadata: { annotations: { team: 'shop' } as Record<string, string> } } },
    } as Deployed,
    fail: undefined as number | undefined,
    stall: false,
  };
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '', 'http://server');
    calls.push({
      method: request.method ?? '',
      url: `${url.pathname}${url.search}`,
      type: request.headers['content-type'],
    });
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const refuse = (status: number, reason: string) =>
      send(status, {
        kind: 'Status',
        apiVersion: 'v1',
        status: 'Failure',
        reason,
        code: status,
        message: 'secret text',
      });
    if (state.stall) return;
    if (state.fail) return refuse(state.fail, 'Failing');
    if (request.headers.authorization !== 'Bearer token-made-up') return refuse(401, 'Unauthorized');
    if (url.pathname !== '/apis/apps/v1/namespaces/shop/deployments/basket') return refuse(404, 'NotFound');
    if (request.method === 'GET') return send(200, state.deployment);
    if (request.method !== 'PATCH') return refuse(405, 'MethodNotAllowed');
    if (request.headers['content-type'] !== 'application/strategic-merge-patch+json')
      return refuse(415, 'UnsupportedMediaType');
    const patch = JSON.parse(Buffer.concat(chunks).toString()) as Partial<Deployed>;
    if (patch.metadata?.uid !== undefined && patch.metadata.uid !== state.deployment.metadata.uid)
      return refuse(409, 'Conflict');
    const { resourceVersion } = patch.metadata ?? {};
    if (resourceVersion !== undefined && resourceVersion !== state.deployment.metadata.resourceVersion)
      return refuse(409, 'Conflict');
    const dryRun = url.searchParams.get('dryRun');
    if (dryRun !== null && dryRun !== 'All') return refuse(422, 'Invalid');
    const changed = structuredClone(state.deployment);
    const before = JSON.stringify(changed.spec);
    const { metadata } = changed.spec.template;
    metadata.annotations = { ...metadata.annotations, ...patch.spec?.template.metadata.annotations };
    if (JSON.stringify(changed.spec) !== before) changed.metadata.generation += 1;
    if (dryRun === null) state.deployment = changed;
    send(200, changed);
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const port = createRolloutRestart({ url, token: async () => new Secret('token-made-up') });
  return { port, calls, state };
}

test('a preview is a dry run: it shows the change and changes nothing', async () => {
  const { port, calls, state } = await startApiServer();
  const { diff, effect } = await port.preview(REQUEST, signal());
  expect(diff.join('\n')).toContain(`+   ${ANNOTATION}`);
  expect(effect).toContain('All 2 pods');
  expect(state.deployment.metadata.generation).toBe(3);
  expect(calls.map(({ method, url }) => `${method} ${new URL(url, 'http://x').search}`)).toEqual([
    'GET ',
    'PATCH ?dryRun=All&fieldManager=sre-bot',
  ]);
});

test('acting tries it first, then does it once, however often it is asked with the same stamp', async () => {
  const { port, calls, state } = await startApiServer();
  const stamp = '2026-03-04T05:06:07.000Z';
  await port.act(REQUEST, { at: stamp }, signal());
  await port.act(REQUEST, { at: stamp }, signal());
  expect(state.deployment.metadata.generation).toBe(4);
  expect(state.deployment.spec.template.metadata.annotations).toEqual({ team: 'shop', [ANNOTATION]: stamp });
  const patches = calls.filter(({ method }) => method === 'PATCH').map(({ url }) => url.includes('dryRun=All'));
  expect(patches).toEqual([true, false]);
});

test('a paused Deployment and an earlier restart are shown', async () => {
  const { port, state } = await startApiServer();
  state.deployment.spec.paused = true;
  state.deployment.spec.template.metadata.annotations = { [ANNOTATION]: 'before' };
  const { diff, effect } = await port.preview(REQUEST, signal());
  expect(diff).toContain(`-   ${ANNOTATION}: "before"`);
  expect(effect).toContain('paused');
});

test.each([
  [401, 'unauthenticated'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [409, 'unavailable'],
  [422, 'invalid-input'],
  [500, 'unavailable'],
])('HTTP %i is %s and changes nothing', async (status, kind) => {
  const { port, state } = await startApiServer();
  state.fail = status;
  const failure = await port.act(REQUEST, { at: 'now' }, signal()).catch((error: Error) => error);
  expect(failure).toMatchObject({ kind });
  expect((failure as Error).message).not.toMatch(/secret|made-up/);
  expect(state.deployment.metadata.generation).toBe(3);
});

test('a silent server is a timeout, and names that are none are refused before anything is sent', async () => {
  const { port, state, calls } = await startApiServer();
  for (const name of ['../../secrets/x', 'a b', 'A', '', 'x?dryRun=None']) {
    await expect(port.act({ ...REQUEST, name }, { at: 'now' }, signal())).rejects.toMatchObject({
      kind: 'invalid-input',
    });
  }
  expect(calls).toEqual([]);
  state.stall = true;
  await expect(port.preview(REQUEST, AbortSignal.timeout(100))).rejects.toMatchObject({ kind: 'timeout' });
});

test('what was changed after the dry run is not touched; a change of its status alone is none', async () => {
  const { port, state } = await startApiServer();
  const { version } = await port.preview(REQUEST, signal());
  state.deployment.metadata.resourceVersion = '42';
  await port.act(REQUEST, { at: 'first', version }, signal());
  expect(state.deployment.metadata.generation).toBe(4);
  // Asked again after a crash: its own change is no reason to refuse.
  expect(await port.act(REQUEST, { at: 'first', version }, signal())).toContain('under way already');
  await expect(port.act(REQUEST, { at: 'second', version }, signal())).rejects.toMatchObject({
    kind: 'forbidden',
    message: expect.stringContaining('changed after the dry run'),
  });
  state.deployment.metadata.uid = 'uid-2';
  await expect(port.act(REQUEST, { at: 'third', version }, signal())).rejects.toMatchObject({ kind: 'forbidden' });
  expect(state.deployment.metadata.generation).toBe(4);
});

test('the effect is told in the right number', async () => {
  const { port, state } = await startApiServer();
  const effects = [];
  for (const replicas of [0, 1, 3]) {
    state.deployment.spec.replicas = replicas;
    effects.push((await port.preview(REQUEST, signal())).effect);
  }
  expect(effects).toEqual([
    'It has no pods, so nothing is replaced.',
    "Its one pod is replaced, as the Deployment's strategy says.",
    "All 3 pods are replaced, step by step, as the Deployment's strategy says.",
  ]);
});
