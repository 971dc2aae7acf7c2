import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Secret } from '../../../bot/domain/secret.ts';
import { createHeartbeat } from '../../../bot/duty/heartbeat.ts';
import { createMetrics } from '../../../bot/server/metrics.ts';

const heard: string[] = [];
let status = 200;
const monitor = createServer((request, response) => {
  heard.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`.trim());
  response.writeHead(status).end('OK');
});
let url: string;
beforeEach(async () => {
  heard.length = 0;
  status = 200;
  await new Promise<void>((resolve) => monitor.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(monitor.address() as AddressInfo).port}/ping/0a1b-secret`;
});
afterEach(() => void monitor.close());

const beating = (isWell: () => Promise<boolean>, authorization?: string) => {
  const metrics = createMetrics();
  const beat = createHeartbeat({
    isWell,
    monitor: { url: new Secret(url), ...(authorization && { authorization: new Secret(authorization) }) },
    onBeat: metrics.beat,
    log: { warn: () => undefined },
  });
  const counted = async () => Number(/^sre_heartbeats_total (\d+)/m.exec(await metrics.registry.metrics())?.[1]);
  return { beat, counted };
};

test('a bot that is well is heard by the monitor and counted, with the key that the monitor wants', async () => {
  const { beat, counted } = beating(async () => true, 'GenieKey 123-456');
  await beat();
  expect([heard, await counted()]).toEqual([['GET /ping/0a1b-secret GenieKey 123-456'], 1]);
});

test('a bot without its database or Slack is not heard: that is what the monitor is for', async () => {
  const { beat, counted } = beating(async () => false);
  await beat();
  expect([heard, await counted()]).toEqual([[], 0]);
});

test('a monitor that refuses or is away costs nothing but a warning, which does not tell its address', async () => {
  const { beat, counted } = beating(async () => true);
  status = 404;
  await expect(beat()).rejects.toThrow('the heartbeat monitor answered 404');
  await new Promise((resolve) => monitor.close(resolve));
  const failed = await beat().catch((error: Error) => `${error.message} ${String(error.cause)}`);
  expect(failed).toContain('does not answer');
  expect(failed).not.toContain('0a1b-secret');
  expect(await counted()).toBe(2);
  await new Promise<void>((resolve) => monitor.listen(0, '127.0.0.1', resolve));
});
