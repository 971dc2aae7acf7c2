import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { awsClientOptions } from '../../../bot/adapters/aws-client.ts';
import { createS3ObjectStore } from '../../../bot/adapters/s3/object-store.ts';
import type { ObjectStore } from '../../../bot/ports/object-store.ts';
import { withoutSecrets } from '../../../bot/redaction/redactor.ts';
import { createS3, type S3Server } from '../../../infra/local/s3/server.ts';
import { credentials, region, temporaryFolder } from '../../infra/local/stand-in.ts';
import { commandsOf, createTroubles, describeCalls } from './table.ts';

const TRIES = 2;
const { folder, remove } = temporaryFolder();
let server: S3Server;
let client: S3Client;
let store: ObjectStore;

beforeAll(async () => {
  server = await createS3({ folder: join(folder, 's3'), configBucket: 'config', ...credentials });
  const endpoint = await server.app.listen({ port: 0, host: '127.0.0.1' });
  const patience = awsClientOptions(region, { answerMs: 1_500, attempts: TRIES });
  client = new S3Client({ ...patience, credentials, endpoint, forcePathStyle: true });
  store = createS3ObjectStore({ client, bucket: 'config' });
  await store.put('known.txt', withoutSecrets('häh?'), { contentType: 'text/plain' });
});
afterAll(async () => {
  client.destroy();
  await server.app.close();
  remove();
});

const troubles = createTroubles(() => server.faults);
const get = () => store.get('known.txt');
const put = (text = 'again') => store.put('written.txt', withoutSecrets(text), { contentType: 'text/plain' });

describeCalls(
  'S3',
  {
    GetObject: {
      success: async () => expect(await get()).toMatchObject({ text: 'häh?' }),
      ...troubles('GET', { tries: TRIES }, get),
      'partial failure': 'not applicable because a body cut short is told by its length, as a malformed answer',
    },
    PutObject: {
      success: async () => {
        const { etag } = await put('new');
        expect(await store.get('written.txt')).toEqual({ text: 'new', etag });
      },
      ...troubles('PUT', { tries: TRIES }, () => put()),
      // Written, but nobody heard so: it is written again, the same.
      'partial failure': async () => {
        server.faults.add({ kind: 'lose', operation: 'PUT', count: 1 });
        const { etag } = await put('twice');
        expect(await store.get('written.txt')).toEqual({ text: 'twice', etag });
      },
    },
  },
  commandsOf('client-s3'),
);
