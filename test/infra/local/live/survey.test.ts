import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { openLiveGateway } from '../../../../infra/local/live/live-gateway.ts';
import { readLive } from '../../../../infra/local/live/read-live.ts';
import { surveySources, surveyText } from '../../../../infra/local/live/survey.ts';
import { freePort } from '../../../../infra/local/ports.ts';
import { startKubernetesApi } from '../../../support/kubernetes-api.ts';
import { temporaryFolder } from '../stand-in.ts';

const { folder, remove } = temporaryFolder();
const cleanUps: (() => unknown)[] = [remove];
afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
});

async function survey(text: string) {
  const file = join(folder, 'live.yaml');
  writeFileSync(file, text);
  const gateway = await openLiveGateway(readLive(file));
  const lines = await surveySources(gateway);
  await gateway.close();
  return { text: surveyText(lines), of: (what: string) => lines.find((line) => line.what === what) };
}

/** What a Prometheus answers that holds one series and nothing else. */
async function startOneSeries(): Promise<string> {
  const point = [Math.floor(Date.now() / 1000), '1'];
  const metric = { __name__: 'up', job: 'web' };
  const answers: Record<string, unknown> = {
    'label/__name__/values': ['up'],
    metadata: {},
    query: { resultType: 'vector', result: [{ metric, value: point }] },
    query_range: { resultType: 'matrix', result: [{ metric, values: [point] }] },
  };
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0]!.replace('/api/v1/', '');
    const data = path === '/api/v2/alerts' ? [] : { status: 'success', data: answers[path] ?? {} };
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(data));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

test('a live system is surveyed: services, topology, alerts and logs as they are', async () => {
  const metadata = { name: 'web', namespace: 'shop' };
  const api = await startKubernetesApi({
    '/api/v1/namespaces': { kind: 'Namespace', apiVersion: 'v1', items: [{ metadata: { name: 'shop' } }] },
    '/apis/apps/v1/deployments': { kind: 'Deployment', apiVersion: 'apps/v1', items: [{ metadata }] },
  });
  cleanUps.push(() => api.stop());
  const prometheus = await startOneSeries();
  writeFileSync(join(folder, 'token'), api.token);
  writeFileSync(join(folder, 'ca.pem'), api.ca);
  mkdirSync(join(folder, 'logs'));
  mkdirSync(join(folder, 'runbooks'));
  writeFileSync(join(folder, 'logs', 'web.log'), `${new Date().toISOString()} hello\n`);
  writeFileSync(join(folder, 'runbooks', 'restart.md'), '# Restart');
  const seen = await survey(`
kubernetes: { server: "${api.url}", ca: ca.pem, token: { file: token } }
prometheus: { url: "${prometheus}" }
alertmanager: { url: "${prometheus}" }
logs: { folder: logs }
runbooks: runbooks
topology: { web: [checkout, catalog] }
`);
  expect(seen.of('Kubernetes')).toMatchObject({ state: 'seen', text: '1 service: web' });
  expect(seen.of('Topology')).toMatchObject({ state: 'seen', text: 'web -> catalog, web -> checkout' });
  expect(seen.of('Alerts')).toMatchObject({ state: 'seen', text: 'none fires' });
  expect(seen.of('Metrics')).toMatchObject({ state: 'seen', text: '1 series' });
  expect(seen.of('Logs')).toMatchObject({ state: 'seen', text: '1 service: web' });
  expect(seen.of('Runbooks')).toMatchObject({ state: 'seen' });
  expect(seen.text).not.toContain('unknown');
});

test('what is not connected and what does not answer are told apart', async () => {
  const away = `http://127.0.0.1:${await freePort()}`;
  const seen = await survey(`prometheus: { url: "${away}" }\nchanges: { url: "${away}" }\n`);
  expect(seen.of('Kubernetes')).toMatchObject({ state: 'absent' });
  expect(seen.of('Logs')).toMatchObject({ state: 'absent' });
  expect(seen.of('Metrics')).toMatchObject({ state: 'failed' });
  expect(seen.of('Changes')).toMatchObject({ state: 'failed' });
  expect(seen.text).toMatch(/Metrics {5}does not answer: Prometheus/);
  expect(seen.text).toContain('Note        no logs are connected');
  expect(seen.text).toMatch(
    /Shown as unknown in every answer: kubernetes, changes, logs, metrics, topology, alerts, runbooks\./,
  );
});
