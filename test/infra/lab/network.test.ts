import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { startDnsServer } from '../../../infra/lab/network/dns-server.ts';
import { createServiceProxy } from '../../../infra/lab/network/service-proxy.ts';
import { freePort } from '../../../infra/local/ports.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

test('the name server knows services of its domain and forgets those it is told to', async () => {
  const address = (service: string) => (service === 'payments' ? '127.64.0.12' : undefined);
  const server = await startDnsServer('127.0.0.1', 'shop.svc.cluster.local', address);
  cleanUps.push(() => server.stop());
  const resolver = new Resolver();
  resolver.setServers([server.address]);
  expect(await resolver.resolve4('payments.shop.svc.cluster.local')).toEqual(['127.64.0.12']);
  await expect(resolver.resolve4('paymnts.shop.svc.cluster.local')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  await expect(resolver.resolve4('payments.other.svc.cluster.local')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  await expect(resolver.resolve6('payments.shop.svc.cluster.local')).rejects.toMatchObject({ code: 'ENODATA' });
  server.forgotten.add('payments');
  await expect(resolver.resolve4('payments.shop.svc.cluster.local')).rejects.toMatchObject({ code: 'ENOTFOUND' });
});

/** A pod that sends back what it gets. */
async function startEcho(host: string, port: number) {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.pipe(socket);
  }).listen(port, host);
  await once(server, 'listening');
  cleanUps.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
}

async function say(port: number, words: string): Promise<{ words: string; ms: number }> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const began = performance.now();
  socket.end(words);
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(piece as Buffer);
  return { words: Buffer.concat(pieces).toString(), ms: performance.now() - began };
}

test('a service passes on to ready pods, as late as the link is, and refuses where there are none', async () => {
  const port = await freePort();
  await startEcho('127.0.0.2', port);
  let ready: string[] = ['127.0.0.2'];
  let delayMs = 0;
  const proxy = createServiceProxy({
    address: '127.0.0.1',
    port,
    endpoints: () => ready,
    quality: () => (delayMs > 0 ? { delayMs } : undefined),
  });
  cleanUps.push(() => proxy.stop());
  await proxy.update();
  const long = 'all of it '.repeat(50_000);
  expect((await say(port, long)).words === long).toBe(true);
  delayMs = 150;
  const late = await say(port, long);
  expect(late.words === long).toBe(true);
  // Once on the way there, once on the way back.
  expect(late.ms).toBeGreaterThanOrEqual(295);
  ready = [];
  await proxy.update();
  await expect(say(port, 'hello')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
