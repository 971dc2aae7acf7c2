import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import selfsigned from 'selfsigned';
import { type BotServer, createApp, createOperationsApp } from '../../bot/app.ts';
import { SreError } from '../../bot/domain/errors.ts';
import { createMetrics } from '../../bot/server/metrics.ts';
import { createReadiness, type ReadinessCheck } from '../../bot/server/readiness.ts';

const folder = mkdtempSync(join(tmpdir(), 'app-'));
const files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
const log = pino({ level: 'silent' });
let app: BotServer | undefined;

afterEach(async () => {
  await app?.server.close();
  app = undefined;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(options: { tls?: typeof files; checks?: Record<string, ReadinessCheck> } = {}) {
  app = await createApp({
    config: options.tls === undefined ? {} : { tls: options.tls },
    slack: async (server) => {
      server.post('/slack/events', async () => 'slack');
      server.get('/break', async () => {
        throw new Error('postgresql://user:password@host');
      });
    },
    readiness: createReadiness(options.checks ?? {}),
    metrics: createMetrics(),
    log,
  });
  return app;
}

async function writeCertificate(name: string) {
  const pair = await selfsigned.generate([{ name: 'commonName', value: name }], { keySize: 2048 });
  writeFileSync(files.certFile, pair.cert);
  writeFileSync(files.keyFile, pair.private);
}

test('alive is one thing, ready another: each dependency is named', async () => {
  const { server } = await start({
    checks: {
      database: async () => undefined,
      slack: async () => {
        throw new SreError('unauthenticated', 'invalid_auth xoxb-123');
      },
      gateway: () => sleep(60_000, undefined, { ref: false }),
    },
  });
  expect((await server.inject('/health')).json()).toEqual({ status: 'ok' });
  const response = await server.inject('/ready');
  expect(response.statusCode).toBe(503);
  expect(response.json()).toEqual({
    status: 'not ready',
    checks: {
      database: 'ok',
      slack: 'unauthenticated: The sign-in was not accepted.',
      gateway: 'timeout: It took too long to answer.',
    },
  });
});

test('ready when everything is, without asking again within seconds', async () => {
  let asked = 0;
  const checks = {
    database: async () => {
      asked += 1;
    },
  };
  const { server } = await start({ checks });
  expect((await server.inject('/ready')).json()).toEqual({ status: 'ready', checks: { database: 'ok' } });
  await Promise.all([server.inject('/ready'), server.inject('/ready')]);
  expect(asked).toBe(1);
});

test('metrics are Prometheus text', async () => {
  const metrics = createMetrics();
  metrics.delivery('commands', 'acknowledged', 120);
  metrics.ended('answered', 4_200, 'fault');
  metrics.ended('failed', 100);
  metrics.error('rate-limited', 'memory not read');
  metrics.spent({ inputTokens: 900, outputTokens: 100, microDollars: 4_200 });
  metrics.waiting(3);
  const text = await metrics.registry.metrics();
  expect(text).toContain('sre_model_tokens_total{direction="input"} 900');
  expect(text).toContain('sre_model_tokens_total{direction="output"} 100');
  expect(text).toContain('sre_model_spend_dollars_total 0.0042');
  expect(text).toContain('sre_investigations_waiting 3');
  expect(text).toContain('sre_slack_delivery_seconds_bucket{le="0.25",kind="commands",outcome="acknowledged"} 1');
  expect(text).toContain('sre_investigations_total{status="answered",verdict="fault"} 1');
  expect(text).toContain('sre_investigations_total{status="failed",verdict="none"} 1');
  expect(text).toContain('sre_errors_total{kind="rate-limited",where="memory not read"} 1');
  const { server } = await start();
  const response = await server.inject('/metrics');
  expect(response.headers['content-type']).toContain('text/plain');
  expect(response.body).toContain('process_cpu_seconds_total');
});

test.each([
  ['from elsewhere', { remoteAddress: '203.0.113.9' }],
  ['from elsewhere in the VPC, as a load balancer is', { remoteAddress: '::ffff:10.40.0.7' }],
  ['through a proxy on this machine', { headers: { 'x-forwarded-for': '203.0.113.9' } }],
])('what is for those who run the bot does not exist for a caller %s', async (_who, caller) => {
  const { server } = await start({ checks: { database: async () => undefined } });
  const nowhere = await server.inject({ url: '/nowhere', ...caller });
  for (const url of ['/metrics', '/ready']) {
    const response = await server.inject({ url, ...caller });
    expect([response.statusCode, response.body]).toEqual([404, nowhere.body]);
  }
  expect((await server.inject({ url: '/health', ...caller })).statusCode).toBe(200);
});

test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('this machine is answered at %s', async (remoteAddress) => {
  const { server } = await start();
  for (const url of ['/metrics', '/ready']) {
    expect((await server.inject({ url, remoteAddress })).statusCode).toBe(200);
  }
});

test('a port of a private network answers readiness and metrics, and nothing else', async () => {
  const operations = createOperationsApp({ readiness: createReadiness({}), metrics: createMetrics() });
  const status = async (url: string) => (await operations.inject({ url, remoteAddress: '10.0.0.9' })).statusCode;
  expect(await Promise.all(['/health', '/ready', '/metrics', '/slack/events'].map(status))).toEqual([
    200, 200, 200, 404,
  ]);
  await operations.close();
});

test('errors and unknown paths tell nothing of the inside', async () => {
  const { server } = await start();
  const broken = await server.inject('/break');
  expect([broken.statusCode, broken.json()]).toEqual([500, { error: { kind: 'internal', message: '' } }]);
  expect((await server.inject('/nowhere')).statusCode).toBe(404);
});

test('HSTS is sent over HTTPS only, be it ended here or before', async () => {
  const { server } = await start();
  expect((await server.inject('/health')).headers['strict-transport-security']).toBeUndefined();
  const behind = await server.inject({ url: '/health', headers: { 'x-forwarded-proto': 'https' } });
  expect(behind.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
});

test('a renewed certificate is served to new connections while open ones go on', async () => {
  await writeCertificate('first');
  const { server, reloadCertificate } = await start({ tls: files });
  await server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.server.address() as AddressInfo;
  const open = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  const ask = (agent: Agent) =>
    new Promise<{ name: string; hsts: unknown; reused: boolean }>((resolve, reject) => {
      const sent = get({ host: '127.0.0.1', port, path: '/health', agent }, (response) => {
        const name = (response.socket as TLSSocket).getPeerCertificate().subject.CN as string;
        response
          .resume()
          .on('end', () =>
            resolve({ name, hsts: response.headers['strict-transport-security'], reused: sent.reusedSocket }),
          );
      }).on('error', reject);
    });
  const fresh = () => ask(new Agent({ rejectUnauthorized: false }));

  expect(await ask(open)).toEqual({ name: 'first', hsts: expect.stringContaining('max-age'), reused: false });
  await writeCertificate('second');
  reloadCertificate();
  expect((await fresh()).name).toBe('second');
  expect(await ask(open)).toMatchObject({ name: 'first', reused: true });

  writeFileSync(files.certFile, 'damaged');
  reloadCertificate();
  expect((await fresh()).name).toBe('second');
  open.destroy();
});

test('TLS begins at 1.2: an older one is refused', async () => {
  await writeCertificate('first');
  const { server } = await start({ tls: files });
  await server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.server.address() as AddressInfo;
  const speak = (version: 'TLSv1.1' | 'TLSv1.2') =>
    new Promise<string | undefined>((resolve) => {
      const socket = connect({
        host: '127.0.0.1',
        port,
        rejectUnauthorized: false,
        minVersion: version,
        maxVersion: version,
        // What a client needs to be allowed to offer an old version at all.
        ciphers: 'DEFAULT@SECLEVEL=0',
      });
      socket.once('secureConnect', () => {
        resolve(socket.getProtocol() ?? undefined);
        socket.destroy();
      });
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
  expect(await speak('TLSv1.2')).toBe('TLSv1.2');
  expect(await speak('TLSv1.1')).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
});

test('a certificate that cannot be used is said at the start', async () => {
  writeFileSync(files.certFile, 'damaged');
  await expect(start({ tls: files })).rejects.toMatchObject({
    kind: 'invalid-input',
    message: expect.stringContaining('TLS_CERT_FILE and TLS_KEY_FILE cannot be used'),
  });
});
