import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from '@jest/globals';
import Fastify from 'fastify';
import { alertRoutes } from '../../../bot/alerts/routes.ts';
import type { Alert } from '../../../bot/domain/alert.ts';
import { Secret } from '../../../bot/domain/secret.ts';
import { freePort } from '../../../infra/local/ports.ts';
import { needing } from '../../support/programs.ts';
import { waitFor } from '../../support/wait-for.ts';

const BINARY = 'prometheus-alertmanager';
const SECRET = 'secret-of-the-webhook';

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

async function startAlertmanager(webhook: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'alertmanager-'));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'alertmanager.yml');
  await writeFile(
    file,
    `route: {receiver: bot, group_by: [alertname], group_wait: 100ms, group_interval: 1s, repeat_interval: 1h}
receivers:
  - name: bot
    webhook_configs:
      - url: ${webhook}
        send_resolved: true
        http_config: {authorization: {type: Bearer, credentials: ${SECRET}}}
`,
  );
  const port = await freePort();
  const options = ['--cluster.listen-address=', `--web.listen-address=127.0.0.1:${port}`];
  const child: ChildProcess = spawn(
    BINARY,
    [`--config.file=${file}`, `--storage.path=${join(folder, 'kept')}`, ...options],
    { stdio: 'ignore' },
  );
  ends.push(async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  });
  const url = `http://127.0.0.1:${port}`;
  await waitFor(async () => (await fetch(`${url}/-/ready`).catch(() => undefined))?.ok, 'Alertmanager is ready');
  return url;
}

needing(BINARY).test(
  'what the real Alertmanager sends is taken: firing, then resolved, as the same alert',
  async () => {
    const taken: Alert[] = [];
    const server = Fastify();
    ends.push(() => server.close());
    await server.register(
      alertRoutes({
        desk: { accept: async (alerts) => ({ taken: taken.push(...alerts) }) },
        secrets: { alertmanager: new Secret(SECRET) },
        topicArns: [],
        clock: { now: () => new Date() },
        log: { info: () => undefined, warn: () => undefined, error: () => undefined } as never,
      }),
    );
    const address = await server.listen({ host: '127.0.0.1', port: 0 });
    const alertmanager = await startAlertmanager(`${address}/alerts/alertmanager`);
    const labels = { alertname: 'BasketDown', service: 'basket', namespace: 'shop', severity: 'critical' };
    const send = (more: object) =>
      fetch(`${alertmanager}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([
          { labels, annotations: { summary: 'down' }, generatorURL: 'http://rule.example/', ...more },
        ]),
      });
    expect((await send({})).status).toBe(200);
    await waitFor(() => taken.some(({ status }) => status === 'firing'));
    await send({ endsAt: new Date(Date.now() - 1_000).toISOString() });
    await waitFor(() => taken.some(({ status }) => status === 'resolved'));
    expect(new Set(taken.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expect(taken[0]).toMatchObject({
      name: 'BasketDown',
      severity: 'critical',
      target: { kind: 'service', name: 'basket', namespace: 'shop' },
    });
    expect(taken[0]?.links.map(({ title }) => title)).toContain('Rule');
  },
);
