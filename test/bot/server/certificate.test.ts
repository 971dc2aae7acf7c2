import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import selfsigned from 'selfsigned';
import { watchCertificate } from '../../../bot/server/certificate.ts';
import { waitFor } from '../../support/wait-for.ts';

const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
const files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function renew(): Promise<string> {
  const pair = await selfsigned.generate([{ name: 'commonName', value: 'bot' }], { keySize: 2048 });
  // As renewal tools do: a new file takes the old one's place.
  for (const [file, text] of [
    [files.keyFile, pair.private],
    [files.certFile, pair.cert],
  ] as const) {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  }
  return pair.cert;
}

test('a renewed pair is applied once it is whole; a half-written one is not', async () => {
  await renew();
  const applied: string[] = [];
  const complaints: string[] = [];
  const note = (_fields: unknown, message?: string) => void complaints.push(message ?? '');
  const log = { info: () => undefined, error: note } as never;
  const watching = watchCertificate(files, ({ cert }) => void applied.push(cert.toString()), log, 40);
  await sleep(100);
  expect(applied).toEqual([]);

  const renewed = await renew();
  await waitFor(() => applied.length > 0);
  expect(applied).toEqual([renewed]);

  writeFileSync(files.certFile, '-----BEGIN CERTIFICATE-----\nAA');
  await waitFor(() => complaints.length > 0);
  expect(complaints).toEqual(['certificate not reloaded, the old one stays']);
  expect(applied).toEqual([renewed]);

  watching.stop();
  await renew();
  await sleep(200);
  expect(applied).toEqual([renewed]);
});
