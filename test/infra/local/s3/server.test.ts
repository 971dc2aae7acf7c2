import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createS3, type S3Server } from '../../../../infra/local/s3/server.ts';
import { needing } from '../../../support/programs.ts';
import { startMoto } from '../moto.ts';
import { credentials, region, temporaryFolder } from '../stand-in.ts';
import { checkObjects } from './conformance.ts';

const { folder, remove } = temporaryFolder();
const schemasFolder = join(folder, 'schemas');
const options = { folder: join(folder, 's3'), configBucket: 'config', schemasFolder, ...credentials };
const clientOf = (endpoint: string, key = credentials) =>
  new S3Client({ region, credentials: key, endpoint, forcePathStyle: true, maxAttempts: 1 });

let s3: S3Server;
let url: string;
let client: S3Client;

beforeAll(async () => {
  mkdirSync(schemasFolder);
  writeFileSync(join(schemasFolder, 'logs.yaml'), 'openapi: 3.0.3\n');
  s3 = await createS3(options);
  url = await s3.app.listen({ port: 0, host: '127.0.0.1' });
  client = clientOf(url);
});
afterAll(async () => {
  client.destroy();
  await s3.app.close();
  remove();
});

const schema = { Bucket: 'config', Key: 'schemas/logs.yaml' };

test('keeps objects as S3 does', async () => {
  await checkObjects(client);
});

test('of many conditional puts at once, one wins', async () => {
  const body = 'x'.repeat(100_000);
  const put = () => client.send(new PutObjectCommand({ Bucket: 'config', Key: 'lock', Body: body, IfNoneMatch: '*' }));
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, put));
  expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
});

test('publishes the schemas at start, a new version only when the text changed', async () => {
  const got = await client.send(new GetObjectCommand(schema));
  expect(await got.Body?.transformToString()).toBe('openapi: 3.0.3\n');
  expect(got.Metadata?.['content-sha256']).toMatch(/^[0-9a-f]{64}$/);
  expect(got.ContentType).toBe('application/yaml');
  const versions = async () => {
    const again = await createS3(options);
    await again.app.listen({ port: 0, host: '127.0.0.1' });
    const other = clientOf(again.app.listeningOrigin);
    const list = await other.send(new ListObjectVersionsCommand({ Bucket: 'config', Prefix: schema.Key }));
    other.destroy();
    await again.app.close();
    return list.Versions?.length;
  };
  expect(await versions()).toBe(1);
  writeFileSync(join(schemasFolder, 'logs.yaml'), 'openapi: 3.1.0\n');
  expect(await versions()).toBe(2);
});

test('a presigned address expires, and cannot be turned to another object', async () => {
  const signedAgo = (ms: number) =>
    getSignedUrl(client, new GetObjectCommand(schema), { expiresIn: 60, signingDate: new Date(Date.now() - ms) });
  const link = await signedAgo(0);
  expect((await fetch(link)).status).toBe(200);
  const other = await fetch(link.replace('logs.yaml', 'other.yaml'));
  expect(other.status).toBe(403);
  expect(await other.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
  const late = await fetch(await signedAgo(62_000));
  expect(late.status).toBe(403);
  expect(await late.text()).toContain('Request has expired');
  const longer = await fetch((await signedAgo(62_000)).replace('X-Amz-Expires=60&', 'X-Amz-Expires=999&'));
  expect(await longer.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
});

test('refuses no key, an unknown key, a forged signature and a changed body', async () => {
  const unsigned = await fetch(`${url}/config/schemas/logs.yaml`);
  expect(unsigned.status).toBe(403);
  const get = () => new GetObjectCommand(schema);
  const stranger = clientOf(url, { ...credentials, accessKeyId: 'AKIAOTHER' });
  await expect(stranger.send(get())).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
  const forger = clientOf(url, { ...credentials, secretAccessKey: 'other' });
  await expect(forger.send(get())).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  const put = new PutObjectCommand({ Bucket: 'config', Key: 'x', Body: 'right' });
  put.middlewareStack.add(
    (next) => (args) => {
      (args.request as { body: unknown }).body = 'wrong';
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  await expect(client.send(put)).rejects.toMatchObject({ name: expect.stringMatching(/BadDigest|Mismatch/) });
});

test('faults: told to slow down, broken', async () => {
  s3.faults.add({ kind: 'throttle', operation: 'GET', count: 1 });
  s3.faults.add({ kind: 'fail', count: 1 });
  const get = () => client.send(new GetObjectCommand(schema));
  await expect(get()).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } });
  await expect(get()).rejects.toMatchObject({ name: 'InternalError' });
  await expect(get()).resolves.toBeDefined();
});

needing('moto_server').test('an independent implementation (moto) answers the same', async () => {
  const moto = await startMoto();
  const other = clientOf(moto.url);
  try {
    await checkObjects(other);
  } finally {
    other.destroy();
    await moto.stop();
  }
});
