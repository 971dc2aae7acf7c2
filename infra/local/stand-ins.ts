import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { openSnapshot } from '../../backends/common/snapshot/index.ts';
import type { Deployment } from './cluster/deployment.ts';
import { createCluster } from './cluster/server.ts';
import { createCognito } from './cognito/server.ts';
import { publishConfigObjects } from './config-objects.ts';
import { createGateway } from './gateway/server.ts';
import { createMemory, type MemoryOptions } from './memory/server.ts';
import { type PartName, type Ports, urlOf } from './parts.ts';
import { createS3 } from './s3/server.ts';

// The process that stands in for AWS (Cognito, S3, AgentCore Gateway, AgentCore Memory) and for the Kubernetes API that
// actions act on, each on its own port.

/** Asked all the time, or logged with more sense elsewhere. */
const UNLOGGED = ['/ready', '/health', '/mcp'];

const logger = pino({ name: 'stand-ins', level: process.env.LOG_LEVEL ?? 'info' });

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}

const ports = JSON.parse(required('LOCAL_PORTS')) as Ports;
const stateDir = required('STATE_DIR');
const region = required('AWS_REGION');
const accessKeyId = required('AWS_ACCESS_KEY_ID');
const secretAccessKey = required('AWS_SECRET_ACCESS_KEY');
const configBucket = required('CONFIG_BUCKET');
const listening: FastifyInstance[] = [];

async function serve(part: PartName, app: FastifyInstance): Promise<void> {
  app.addHook('onResponse', async (request, reply) => {
    if (UNLOGGED.includes(request.url)) return;
    const { method } = request;
    const target = request.headers['x-amz-target'];
    const ms = Math.round(reply.elapsedTime);
    logger.info({ part, method, path: request.url.split('?', 1)[0], target, status: reply.statusCode, ms }, 'answered');
  });
  listening.push(app);
  await app.listen({ host: '127.0.0.1', port: ports[part] });
  logger.info({ part, port: ports[part] }, 'listening');
}

/** PostgreSQL starts at the same time as this process: its first seconds are waited out. */
async function openMemory(options: MemoryOptions) {
  for (const deadline = Date.now() + 60_000; ; ) {
    try {
      return await createMemory(options);
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

let closing = false;
async function close(signal: string): Promise<void> {
  if (closing) return;
  closing = true;
  logger.info({ signal }, 'closing');
  await Promise.allSettled(listening.map((app) => app.close()));
  process.exit(0);
}
process.on('SIGTERM', () => void close('SIGTERM'));
process.on('SIGINT', () => void close('SIGINT'));

const cognito = await createCognito({
  folder: join(stateDir, 'cognito'),
  region,
  url: urlOf('cognito', ports),
  accessKeyId,
  secretAccessKey,
  callbackUrls: [`${urlOf('bot', ports)}/login/callback`],
  // For a look at what expires.
  ...(process.env.ACCESS_TOKEN_SECONDS && { accessTokenSeconds: Number(process.env.ACCESS_TOKEN_SECONDS) }),
});
await serve('cognito', cognito.app);

const schemasFolder = join(import.meta.dirname, '..', '..', 'schemas');
const s3 = await createS3({ folder: join(stateDir, 's3'), accessKeyId, secretAccessKey, configBucket, schemasFolder });
await serve('s3', s3.app);
const s3Client = new S3Client({ forcePathStyle: true });
await publishConfigObjects(s3Client, configBucket, process.env.DUTY_FILE);

const targets = (['kubernetes', 'logs', 'metrics', 'runbooks'] as const).map((name) => ({
  name,
  schemaKey: `schemas/${name}.yaml`,
  url: urlOf(name, ports),
}));
const gateway = createGateway({
  s3: s3Client,
  configBucket,
  targets,
  apiKey: required('BACKEND_API_KEY'),
  discoveryUrl: `${cognito.issuer}/.well-known/openid-configuration`,
  allowedClients: [cognito.clientId],
  onAnswered: (call) => logger.info({ part: 'gateway', ...call }, 'answered'),
});
await serve('gateway', gateway.app);

// A live system has an API server of its own.
if (process.env.SNAPSHOT_DIR) {
  const { objects } = await (await openSnapshot(process.env.SNAPSHOT_DIR)).kubernetes();
  const deployments = objects.filter(({ kind }) => kind === 'Deployment') as unknown as readonly Deployment[];
  await serve('cluster', createCluster({ deployments, token: required('CLUSTER_TOKEN') }).app);
}

const databaseUrl = required('DATABASE_URL');
const memory = await openMemory({ databaseUrl, memoryId: required('MEMORY_ID'), accessKeyId, secretAccessKey });
await serve('memory', memory.app);
