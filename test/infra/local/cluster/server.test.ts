import { afterEach, expect, test } from '@jest/globals';
import { createRolloutRestart } from '../../../../bot/adapters/kubernetes/rollout-restart.ts';
import { Secret } from '../../../../bot/domain/secret.ts';
import { type ClusterServer, createCluster } from '../../../../infra/local/cluster/server.ts';

const REQUEST = { kind: 'rollout-restart', namespace: 'shop', name: 'basket' } as const;
const TOKEN = 'made-up-token';
const RESTARTED = 'kubectl.kubernetes.io/restartedAt';
const signal = () => AbortSignal.timeout(2_000);
let cluster: ClusterServer;
afterEach(() => cluster.app.close());

async function open(token = TOKEN) {
  cluster = createCluster({
    token: TOKEN,
    deployments: [
      {
        metadata: { name: 'basket', namespace: 'shop', generation: 4 },
        spec: { replicas: 2, template: { metadata: { labels: { app: 'basket' } }, spec: {} } },
      },
    ],
  });
  const url = await cluster.app.listen({ host: '127.0.0.1', port: 0 });
  const patch = (body: object, query = '') =>
    fetch(`${url}/apis/apps/v1/namespaces/shop/deployments/basket${query}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/strategic-merge-patch+json' },
      body: JSON.stringify(body),
    });
  return { port: createRolloutRestart({ url, token: async () => new Secret(token) }), patch };
}
const now = () => cluster.find('shop', 'basket');

test('the bot tries a restart and changes nothing, then does it once', async () => {
  const { port } = await open();
  const { version, effect } = await port.preview(REQUEST, signal());
  expect(effect).toContain('All 2 pods');
  expect(now()?.metadata.generation).toBe(4);
  await port.act(REQUEST, { at: 'then', version }, signal());
  await port.act(REQUEST, { at: 'then', version }, signal());
  expect(now()?.metadata.generation).toBe(5);
  expect(now()?.spec.template.metadata).toEqual({ labels: { app: 'basket' }, annotations: { [RESTARTED]: 'then' } });
});

test('what somebody else changed meanwhile is not touched', async () => {
  const { port, patch } = await open();
  const { version } = await port.preview(REQUEST, signal());
  expect((await patch({ spec: { replicas: 5 } })).status).toBe(200);
  await expect(port.act(REQUEST, { at: 'then', version }, signal())).rejects.toMatchObject({ kind: 'forbidden' });
  expect(now()?.spec).toMatchObject({ replicas: 5, template: { metadata: { annotations: {} } } });
});

test('a stale patch, an unknown dry run, another Deployment and a stranger are refused', async () => {
  const { patch, port } = await open();
  expect((await patch({ metadata: { resourceVersion: '1' } })).status).toBe(409);
  expect((await patch({ metadata: { uid: 'other' } })).status).toBe(409);
  expect((await patch({}, '?dryRun=None')).status).toBe(422);
  await expect(port.preview({ ...REQUEST, name: 'gone' }, signal())).rejects.toMatchObject({ kind: 'not-found' });
  await cluster.app.close();
  const stranger = await open('another');
  await expect(stranger.port.preview(REQUEST, signal())).rejects.toMatchObject({ kind: 'unauthenticated' });
});
