import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect } from '@jest/globals';

const status = (httpStatusCode: number) => ({ $metadata: expect.objectContaining({ httpStatusCode }) });

/** The S3 calls of this project, held against any implementation: the stand-in and an independent one. */
export async function checkObjects(client: S3Client): Promise<void> {
  const Bucket = `bucket-${randomBytes(4).toString('hex')}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  const Key = 'reports/a b+ü/x&y.json';
  const object = { Bucket, Key };
  const put = (Body: string, more: object = {}) => client.send(new PutObjectCommand({ ...object, Body, ...more }));
  const read = async (more: object = {}) =>
    (await client.send(new GetObjectCommand({ ...object, ...more }))).Body?.transformToString();

  await expect(read()).rejects.toMatchObject({ name: 'NoSuchKey' });
  await expect(client.send(new HeadObjectCommand(object))).rejects.toMatchObject({ name: 'NotFound' });
  await expect(client.send(new GetObjectCommand({ Bucket: `${Bucket}-no`, Key }))).rejects.toMatchObject({
    name: 'NoSuchBucket',
  });

  const first = await put('{"a":1}', { ContentType: 'application/json', Metadata: { kind: 'report' } });
  expect(first.ETag).toBe('"bb6cb5c68df4652941caf652a366f2d8"');
  const got = await client.send(new GetObjectCommand(object));
  expect(got).toMatchObject({ ContentType: 'application/json', ContentLength: 7, Metadata: { kind: 'report' } });
  expect(await got.Body?.transformToString()).toBe('{"a":1}');
  expect(await client.send(new HeadObjectCommand(object))).toMatchObject({ ETag: first.ETag, ContentLength: 7 });
  expect(await read({ Range: 'bytes=1-3' })).toBe('"a"');

  await expect(read({ IfNoneMatch: first.ETag })).rejects.toMatchObject(status(304));
  expect(await read({ IfNoneMatch: '"other"' })).toBe('{"a":1}');
  await expect(read({ IfMatch: '"other"' })).rejects.toMatchObject(status(412));
  await expect(put('late', { IfNoneMatch: '*' })).rejects.toMatchObject(status(412));
  await expect(put('late', { IfMatch: '"other"' })).rejects.toMatchObject(status(412));
  await put('{"a":2}', { IfMatch: first.ETag });
  expect(await read()).toBe('{"a":2}');

  for (const name of ['list/1', 'list/2', 'list/deep/3', 'list/deep/4']) {
    await client.send(new PutObjectCommand({ Bucket, Key: name, Body: name }));
  }
  const list = (more: object) => client.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/', ...more }));
  const whole = await list({ Delimiter: '/' });
  expect(whole.Contents?.map((one) => one.Key)).toEqual(['list/1', 'list/2']);
  expect(whole.CommonPrefixes).toEqual([{ Prefix: 'list/deep/' }]);
  const page = await list({ MaxKeys: 3 });
  expect(page).toMatchObject({ IsTruncated: true, KeyCount: 3 });
  const rest = await list({ ContinuationToken: page.NextContinuationToken });
  expect(rest.Contents?.map((one) => one.Key)).toEqual(['list/deep/4']);
  expect((await list({ Prefix: 'absent/' })).KeyCount).toBe(0);
  const doomed = { Objects: [{ Key: 'list/1' }, { Key: 'list/2' }] };
  const { Deleted } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: doomed }));
  expect(Deleted?.map((one) => one.Key).sort()).toEqual(['list/1', 'list/2']);

  const VersioningConfiguration = { Status: 'Enabled' as const };
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  const old = await put('old');
  const fresh = await put('fresh');
  expect(old.VersionId).not.toBe(fresh.VersionId);
  expect(await read({ VersionId: old.VersionId })).toBe('old');
  expect(await read()).toBe('fresh');
  const removed = await client.send(new DeleteObjectCommand(object));
  expect(removed.DeleteMarker).toBe(true);
  await expect(read()).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect(await read({ VersionId: fresh.VersionId })).toBe('fresh');
  await client.send(new DeleteObjectCommand({ ...object, VersionId: removed.VersionId }));
  expect(await read()).toBe('fresh');

  const stream = Readable.from([Buffer.alloc(70_000, 'a'), Buffer.alloc(70_000, 'b')]);
  const streamed = { Bucket, Key: 'streamed', Body: stream, ContentLength: 140_000 };
  await client.send(new PutObjectCommand(streamed));
  const back = await client.send(new GetObjectCommand({ Bucket, Key: 'streamed' }));
  expect((await back.Body?.transformToByteArray())?.length).toBe(140_000);

  const link = await getSignedUrl(client, new GetObjectCommand(object), { expiresIn: 60 });
  expect(await (await fetch(link)).text()).toBe('fresh');
}
