import type { FastifyReply, FastifyRequest } from 'fastify';
import { AwsError } from '../aws-json.ts';
import type { Bucket } from './store.ts';
import { readUpload } from './upload.ts';
import { currentVersion, type ObjectVersion } from './versions.ts';

/** One call about one object. */
export interface ObjectCall {
  readonly bucket: Bucket;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

const failed = () =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);

function matches(header: string, etag: string): boolean {
  return header
    .split(',')
    .some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '').replaceAll('"', '') === etag);
}

export async function putObject({ bucket, key, request, reply }: ObjectCall): Promise<FastifyReply> {
  const { headers } = request;
  if (headers['x-amz-copy-source']) throw new AwsError('NotImplemented', 'Copying is not offered here.', 501);
  const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const version = await bucket.put(key, readUpload(headers, raw), () => {
    const present = currentVersion(bucket.find(key));
    const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers;
    if (ifMatch !== undefined) {
      if (!present) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
      if (!matches(ifMatch, present.etag)) throw failed();
    }
    if (ifNoneMatch !== undefined && present && matches(ifNoneMatch, present.etag)) throw failed();
  });
  if (bucket.versioned()) reply.header('x-amz-version-id', version.versionId);
  for (const [name, value] of Object.entries(version.headers)) {
    if (name.startsWith('x-amz-checksum-')) reply.header(name, value);
  }
  return reply.header('etag', `"${version.etag}"`).send();
}

function chosenVersion({ bucket, key, query, reply }: ObjectCall): ObjectVersion {
  const object = bucket.find(key);
  const versionId = query.get('versionId');
  if (versionId === null) {
    const present = currentVersion(object);
    if (present) return present;
    if (object?.versions.at(-1)?.deleted) reply.header('x-amz-delete-marker', 'true');
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  }
  const version = object?.versions.find((one) => one.versionId === versionId);
  if (!version) throw new AwsError('NoSuchVersion', 'The specified version does not exist.', 404);
  if (version.deleted) {
    reply.header('x-amz-delete-marker', 'true');
    throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
  }
  return version;
}

/** First and last byte of a `Range: bytes=…`; undefined for the whole object. Throws InvalidRange. */
function byteRange(header: string | undefined, size: number): [number, number] | undefined {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!parts || (parts[1] === '' && parts[2] === '')) return undefined;
  const suffix = parts[1] === '';
  const first = suffix ? Math.max(0, size - Number(parts[2])) : Number(parts[1]);
  const last = suffix || parts[2] === '' ? size - 1 : Math.min(Number(parts[2]), size - 1);
  if (first > last) throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  return [first, last];
}

/** GetObject and HeadObject. */
export async function getObject(call: ObjectCall): Promise<FastifyReply> {
  const { bucket, key, query, request, reply } = call;
  const version = chosenVersion(call);
  reply.header('etag', `"${version.etag}"`).header('last-modified', new Date(version.lastModified).toUTCString());
  if (bucket.versioned()) reply.header('x-amz-version-id', version.versionId);
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
  if (ifMatch !== undefined && !matches(ifMatch, version.etag)) throw failed();
  if (ifNoneMatch !== undefined && matches(ifNoneMatch, version.etag)) return reply.code(304).send();
  const range = byteRange(request.headers.range, version.size);
  reply
    .header('content-type', query.get('response-content-type') ?? version.contentType)
    .header('accept-ranges', 'bytes');
  for (const [name, value] of Object.entries(version.metadata)) reply.header(`x-amz-meta-${name}`, value);
  for (const [name, value] of Object.entries(version.headers)) {
    const checksum = name.startsWith('x-amz-checksum-');
    if (!checksum || (request.headers['x-amz-checksum-mode'] === 'ENABLED' && !range)) reply.header(name, value);
  }
  const disposition = query.get('response-content-disposition');
  if (disposition !== null) reply.header('content-disposition', disposition);
  if (request.method === 'HEAD') return reply.header('content-length', version.size).send();
  const body = await bucket.read(key, version);
  if (!range) return reply.send(body);
  const [first, last] = range;
  return reply
    .code(206)
    .header('content-range', `bytes ${first}-${last}/${version.size}`)
    .send(body.subarray(first, last + 1));
}

export function deleteObject({ bucket, key, query, reply }: ObjectCall): FastifyReply {
  const removed = bucket.remove(key, query.get('versionId') ?? undefined);
  if (removed.versionId !== undefined) reply.header('x-amz-version-id', removed.versionId);
  if (removed.deleteMarker) reply.header('x-amz-delete-marker', 'true');
  return reply.code(204).send();
}
