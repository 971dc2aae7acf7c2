import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:https';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { prepareTls } from '../../../infra/local/tls.ts';
import { temporaryFolder } from './stand-in.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

function statusOf(url: string, ca?: Buffer): Promise<number | string> {
  return new Promise((resolve) => {
    get(url, { agent: false, ...(ca ? { ca } : {}) }, (answer) => resolve(answer.resume().statusCode ?? 0)).on(
      'error',
      (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message),
    );
  });
}

test('the certificate serves localhost and 127.0.0.1 for whoever trusts the authority, and nobody else', async () => {
  const files = await prepareTls(folder);
  const [cert, key, ca] = [files.certFile, files.keyFile, files.caFile].map((file) => readFileSync(file));
  const server = createServer({ cert, key }, (_request, response) => response.end('ok')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  expect(await statusOf(`https://127.0.0.1:${port}`, ca)).toBe(200);
  expect(await statusOf(`https://localhost:${port}`, ca)).toBe(200);
  expect(await statusOf(`https://127.0.0.1:${port}`)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  server.close();
  expect(statSync(files.keyFile).mode & 0o777).toBe(0o600);
});

test('is used again while it is good, and made anew when a file is damaged', async () => {
  const files = await prepareTls(folder);
  const before = readFileSync(files.certFile, 'utf8');
  await prepareTls(folder);
  expect(readFileSync(files.certFile, 'utf8')).toBe(before);
  writeFileSync(join(folder, 'ca.pem'), 'damaged');
  await prepareTls(folder);
  expect(readFileSync(files.certFile, 'utf8')).not.toBe(before);
});
