import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { AwsError, acceptRawBodies } from '../aws-json.ts';
import { createFaults, type Faults, misbehave } from '../faults.ts';
import { judgeSignature, type SignatureVerdict } from '../sigv4.ts';
import { listObjects, listVersions } from './listing.ts';
import { deleteObject, getObject, putObject } from './objects.ts';
import { type Bucket, type ObjectFiles, openObjectFiles, publishText } from './store.ts';
import { type XmlContent, xmlDocument, xmlTexts } from './xml.ts';

export interface S3Options {
  /** Where buckets and objects are kept. */
  readonly folder: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Made at start, with versions, when absent. */
  readonly configBucket: string;
  /** Every `*.yaml` here is published as `schemas/<file>` in the config bucket at start. */
  readonly schemasFolder?: string;
}

export interface S3Server {
  readonly app: FastifyInstance;
  readonly faults: Faults;
}

const REFUSED: Record<Exclude<SignatureVerdict, 'valid'>, [code: string, message: string, status: number]> = {
  missing: ['AccessDenied', 'Access Denied', 403],
  expired: ['AccessDenied', 'Request has expired', 403],
  'unknown-key': ['InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403],
  'wrong-signature': ['SignatureDoesNotMatch', 'The request signature we calculated does not match yours.', 403],
  'wrong-body': ['XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match.", 400],
};

function checkSignature(request: FastifyRequest, options: S3Options): void {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const signed = { method: request.method, url: request.raw.url ?? '/', headers: request.headers, body };
  const verdict = judgeSignature(signed, { ...options, service: 's3' });
  if (verdict !== 'valid') throw new AwsError(...REFUSED[verdict]);
}

const REFUSALS = {
  throttle: new AwsError('SlowDown', 'Please reduce your request rate.', 503),
  fail: new AwsError('InternalError', 'We encountered an internal error. Please try again.', 500),
  expire: new AwsError('ExpiredToken', 'The provided token has expired.', 400),
};

const sendXml = (reply: FastifyReply, document: string) =>
  reply.header('content-type', 'application/xml').send(document);

function deleteMany(bucket: Bucket, request: FastifyRequest): string {
  const document = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
  const wanted = [...document.matchAll(/<Object>([\s\S]*?)<\/Object>/g)].map(([, inner = '']) => inner);
  const Deleted: XmlContent = wanted.map((inner) => {
    const [key = ''] = xmlTexts(inner, 'Key');
    const [versionId] = xmlTexts(inner, 'VersionId');
    const removed = bucket.remove(key, versionId);
    return { Key: key, VersionId: versionId, DeleteMarker: removed.deleteMarker };
  });
  return xmlDocument('DeleteResult', { Deleted });
}

function bucketCall(
  files: ObjectFiles,
  name: string,
  query: URLSearchParams,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { method } = request;
  const body = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
  if (method === 'PUT' && !query.has('versioning')) {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
      throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.');
    }
    if (files.bucket(name)) throw new AwsError('BucketAlreadyOwnedByYou', 'You already own this bucket.', 409);
    files.createBucket(name);
    return reply.header('location', `/${name}`).send();
  }
  const bucket = files.bucket(name);
  if (!bucket) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  if (method === 'PUT') {
    bucket.setVersioned(xmlTexts(body, 'Status')[0] === 'Enabled');
    return reply.send();
  }
  if (method === 'HEAD') return reply.send();
  if (method === 'POST' && query.has('delete')) return sendXml(reply, deleteMany(bucket, request));
  if (method !== 'GET') throw new AwsError('NotImplemented', 'This call is not offered here.', 501);
  if (query.has('versioning')) {
    const Status = bucket.versioned() ? 'Enabled' : undefined;
    return sendXml(reply, xmlDocument('VersioningConfiguration', { Status }));
  }
  return sendXml(reply, query.has('versions') ? listVersions(bucket, query) : listObjects(bucket, query));
}

async function answer(files: ObjectFiles, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const [path = '/', search = ''] = (request.raw.url ?? '/').split('?', 2);
  const query = new URLSearchParams(search);
  const [, name = '', ...rest] = path.split('/');
  const key = decodeURIComponent(rest.join('/'));
  if (key === '') return bucketCall(files, name, query, request, reply);
  const bucket = files.bucket(name);
  if (!bucket) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  if (Buffer.byteLength(key) > 1024) throw new AwsError('KeyTooLongError', 'Your key is too long');
  const call = { bucket, key, query, request, reply };
  if (request.method === 'PUT') return putObject(call);
  if (request.method === 'DELETE') return deleteObject(call);
  if (request.method === 'GET' || request.method === 'HEAD') return getObject(call);
  throw new AwsError('NotImplemented', 'This call is not offered here.', 501);
}

/** A stand-in for S3's REST protocol, path-style, with conditional requests, versions and presigned addresses. */
export async function createS3(options: S3Options): Promise<S3Server> {
  const files = openObjectFiles(options.folder);
  const config = files.createBucket(options.configBucket);
  config.setVersioned(true);
  const { schemasFolder } = options;
  for (const file of schemasFolder ? readdirSync(schemasFolder).filter((name) => name.endsWith('.yaml')) : []) {
    const text = readFileSync(join(schemasFolder ?? '', file), 'utf8');
    await publishText(config, `schemas/${file}`, text, 'application/yaml');
  }
  const faults = createFaults();
  /** Answers that get lost on their way. */
  const lost = new WeakSet<FastifyRequest>();
  const app = fastify({
    forceCloseConnections: true,
    bodyLimit: 256 * 1024 * 1024,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 8192 },
  });
  app.register(async (scope) => faults.register(scope));
  app.get('/health', async () => ({ status: 'ok' }));
  app.get('/ready', async () => ({ status: 'ready' }));
  app.register(async (scope) => {
    acceptRawBodies(scope);
    scope.addHook('onSend', async (request, reply) => {
      if (lost.has(request)) reply.raw.destroy();
    });
    scope.setErrorHandler((error, request, reply) => {
      const known = error instanceof AwsError ? error : new AwsError('InternalError', 'Internal error.', 500);
      reply.code(known.status).header('x-amz-request-id', randomUUID());
      if (request.method === 'HEAD') return reply.send();
      const Resource = (request.raw.url ?? '/').split('?', 1)[0];
      return sendXml(
        reply,
        xmlDocument('Error', { Code: known.code, Message: known.message, Resource, RequestId: request.id }),
      );
    });
    scope.route({
      method: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
      url: '/*',
      handler: async (request, reply) => {
        const fault = await faults.take(request.method);
        if (fault === 'lose') lost.add(request);
        else if (fault) return misbehave(reply, fault, REFUSALS);
        checkSignature(request, options);
        return answer(files, request, reply);
      },
    });
  });
  return { app, faults };
}
