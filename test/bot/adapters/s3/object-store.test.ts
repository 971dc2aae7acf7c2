import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createS3ObjectStore } from '../../../../bot/adapters/s3/object-store.ts';
import type { ObjectStore } from '../../../../bot/ports/object-store.ts';
import { withoutSecrets } from '../../../../bot/redaction/redactor.ts';
import { createS3, type S3Server } from '../../../../infra/local/s3/server.ts';
import { credentials, region, temporaryFolder } from '../../../infra/local/stand-in.ts';

const { folder, remove } = temporaryFolder();
let s3: S3Server;
let client: S3Client;
let store: ObjectStore;

beforeAll(async () => {
  s3 = await createS3({ folder: join(folder, 's3'), configBucket: 'config', ...credentials });
  // No path style is asked for: the SDK uses it by itself for an address that is an IP number.
  const endpoint = await s3.app.listen({ port: 0, host: '127.0.0.1' });
  client = new S3Client({ region, credentials, endpoint, maxAttempts: 1 });
  store = createS3ObjectStore({ client, bucket: 'config' });
});
afterAll(async () => {
  client.destroy();
  await s3.app.close();
  remove();
});

test('an object is read as it was written, and not again while it is unchanged', async () => {
  const { etag } = await store.put('reports/één.txt', withoutSecrets('häh?'), {
    contentType: 'text/plain; charset=utf-8',
  });
  expect(await store.get('reports/één.txt')).toEqual({ text: 'häh?', etag });
  expect(await store.get('reports/één.txt', { ifNoneMatch: etag })).toEqual({ notModified: true });
  await store.put('reports/één.txt', withoutSecrets('new'), { contentType: 'text/plain' });
  expect(await store.get('reports/één.txt', { ifNoneMatch: etag })).toMatchObject({ text: 'new' });
});

test('a link gives the object to anybody who has it', async () => {
  await store.put('reports/a.txt', withoutSecrets('for the thread'), { contentType: 'text/plain' });
  const link = await store.link('reports/a.txt', 60);
  expect(new URL(link).searchParams.get('X-Amz-Expires')).toBe('60');
  const response = await fetch(link);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('for the thread');
  expect((await fetch(link.replace('a.txt', 'b.txt'))).status).toBe(403);
});

test('failures have their kinds', async () => {
  await expect(store.get('missing')).rejects.toMatchObject({ kind: 'not-found' });
  await expect(store.link('a', 0)).rejects.toMatchObject({ kind: 'invalid-input' });
  await expect(store.link('a', 8 * 86_400)).rejects.toMatchObject({ kind: 'invalid-input' });
  await expect(createS3ObjectStore({ client, bucket: 'nobody-has-this' }).get('a')).rejects.toMatchObject({
    kind: 'not-found',
  });
  s3.faults.add({ kind: 'throttle', count: 1 });
  await expect(store.get('a')).rejects.toMatchObject({ kind: 'rate-limited' });
  s3.faults.add({ kind: 'fail', count: 1 });
  await expect(store.get('a')).rejects.toMatchObject({ kind: 'unavailable' });
  const wrong = { ...credentials, secretAccessKey: 'wrong' };
  const stranger = new S3Client({ region, credentials: wrong, endpoint: s3.app.listeningOrigin, maxAttempts: 1 });
  await expect(createS3ObjectStore({ client: stranger, bucket: 'config' }).get('a')).rejects.toMatchObject({
    kind: 'unauthenticated',
  });
  stranger.destroy();
});
