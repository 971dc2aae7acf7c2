import { once } from 'node:events';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from '@jest/globals';
import { assertPortFree, freePort } from '../../../infra/local/ports.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some((one) => one.address === '::1'));
if (!hasIpv6) console.warn('This machine has no ::1: the check of a port in use on IPv6 is skipped.');

test('a free port is free', async () => {
  await expect(assertPortFree(await freePort(), 'A part')).resolves.toBeUndefined();
});

for (const host of ['127.0.0.1', '::1', '0.0.0.0']) {
  (host === '::1' && !hasIpv6 ? test.skip : test)(`a port in use on ${host} is told`, async () => {
    const server = createServer().listen(0, host);
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await expect(assertPortFree(port, 'A part')).rejects.toThrow(`Port ${port} (A part) is already in use`);
    server.close();
  });
}
