import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { createS3ObjectStore } from '../../bot/adapters/s3/object-store.ts';
import { createS3, type S3Server } from '../../infra/local/s3/server.ts';
import { credentials, region, temporaryFolder } from '../infra/local/stand-in.ts';
import { createFakeObjectStore } from '../support/fakes/object-store.ts';
import { describeWithMoto } from './moto.ts';
import { objectStoreContract } from './object-store.ts';

describe('the fake', () => objectStoreContract(createFakeObjectStore));

describe('S3', () => {
  const { folder, remove } = temporaryFolder();
  let server: S3Server;
  let client: S3Client;
  beforeAll(async () => {
    server = await createS3({ folder: join(folder, 's3'), configBucket: 'config', ...credentials });
    client = new S3Client({ region, credentials, endpoint: await server.app.listen({ port: 0, host: '127.0.0.1' }) });
  });
  afterAll(async () => {
    client.destroy();
    await server.app.close();
    remove();
  });
  objectStoreContract(() => createS3ObjectStore({ client, bucket: 'config' }));
});

describeWithMoto('S3 of moto', (urlOf) => {
  let client: S3Client;
  beforeAll(async () => {
    client = new S3Client({ region, credentials, endpoint: urlOf(), forcePathStyle: true });
    const CreateBucketConfiguration = { LocationConstraint: region } as const;
    await client.send(new CreateBucketCommand({ Bucket: 'config', CreateBucketConfiguration }));
  });
  afterAll(() => client.destroy());
  objectStoreContract(() => createS3ObjectStore({ client, bucket: 'config' }));
});
