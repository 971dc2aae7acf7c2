import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BedrockAgentCoreClient, ListActorsCommand } from '@aws-sdk/client-bedrock-agentcore';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import pg from 'pg';
import { isReady } from '../../../infra/local/probe.ts';
import { type LocalOptions, startLocal } from '../../../infra/local/start-local.ts';
import { createUser } from './cognito/sign-in-as.ts';
import { temporaryFolder } from './stand-in.ts';

const snapshotDir = join(import.meta.dirname, '..', '..', '..', 'infra', 'samples', 'snapshots', 'checkout-slow');
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function start(options: Partial<LocalOptions> = {}) {
  const { folder, remove } = temporaryFolder();
  cleanUps.push(remove);
  const local = await startLocal({ snapshotDir, stateDir: folder, freePorts: true, ...options });
  cleanUps.push(() => local.stop());
  return { ...local, folder };
}

describe('the whole system', () => {
  test('gets ready, answers the real clients with its environment, and leaves nothing behind', async () => {
    const ready: string[] = [];
    const local = await start({ onReady: (part) => ready.push(part) });
    const { urls, env, caFile } = local;
    const ca = readFileSync(caFile, 'utf8');
    const web = Object.entries(urls).filter(([part]) => part !== 'postgres');
    expect(new Set(ready)).toEqual(new Set(Object.keys(urls)));
    for (const [part, url] of web) expect([part, await isReady(url, ca)]).toEqual([part, true]);

    const region = env.AWS_REGION;
    const credentials = { accessKeyId: env.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '' };
    const s3 = new S3Client({ region, credentials, endpoint: urls.s3, forcePathStyle: true });
    const schema = await s3.send(new GetObjectCommand({ Bucket: env.CONFIG_BUCKET, Key: 'schemas/kubernetes.yaml' }));
    expect(await schema.Body?.transformToString()).toContain('operationId: get_pod_status');
    const memory = new BedrockAgentCoreClient({ region, credentials, endpoint: urls.memory });
    expect((await memory.send(new ListActorsCommand({ memoryId: env.MEMORY_ID }))).actorSummaries).toEqual([]);
    const cognito = new CognitoIdentityProviderClient({ region, credentials, endpoint: urls.cognito });
    await createUser(
      { client: cognito, poolId: env.COGNITO_USER_POOL_ID ?? '', clientId: env.COGNITO_CLIENT_ID ?? '' },
      'someone',
      'U1',
    );
    const database = new pg.Client(env.DATABASE_URL);
    await database.connect();
    await database.end();
    const stranger = new Client({ name: 'test', version: '1' });
    const unsigned = stranger.connect(new StreamableHTTPClientTransport(new URL(env.GATEWAY_URL ?? '')));
    await expect(unsigned).rejects.toThrow('Missing Bearer token');

    for (const client of [s3, memory, cognito]) client.destroy();
    await local.stop();
    for (const [part, url] of web) expect([part, await isReady(url, ca)]).toEqual([part, false]);
    await expect(new pg.Client(env.DATABASE_URL).connect()).rejects.toThrow('ECONNREFUSED');
  });
});

test('a model is a part of its own that the bot is told the address and the name of', async () => {
  const parts = ['bedrock'] as const;
  const ready: string[] = [];
  const local = await start({ model: true, parts, onReady: (part) => ready.push(part) });
  expect(ready).toEqual(['bedrock']);
  expect(local.env).toMatchObject({
    AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME: local.urls.bedrock,
    BEDROCK_MODEL_ID: 'scripted.no-real-model-v1:0',
  });
  await local.stop();
  const without = await start({ parts });
  expect([without.urls.bedrock, without.env.BEDROCK_MODEL_ID]).toEqual([undefined, undefined]);
});

describe('a part', () => {
  const pidOf = (folder: string) => {
    const [line = ''] = readFileSync(join(folder, 'logs', 'workspace.log'), 'utf8')
      .trim()
      .split('\n')
      .slice(-1);
    return (JSON.parse(line) as { pid: number }).pid;
  };

  test('that ends by itself is told with the end of its log and started again, but not for ever', async () => {
    const crashes: string[] = [];
    const ready: boolean[] = [];
    const local = await start({
      parts: ['workspace'],
      onCrash: (message) => crashes.push(message),
      onReady: (_part, _port, restarted) => ready.push(restarted),
    });
    for (let round = 1; round <= 4; round += 1) {
      process.kill(pidOf(local.folder), 'SIGKILL');
      while (round < 4 && ready.length < round + 1) await sleep(50);
    }
    expect(await local.gaveUp).toBe('Slack workspace stopped 4 times within a minute.');
    expect(ready).toEqual([false, true, true, true]);
    expect(crashes).toHaveLength(4);
    expect(crashes[0]).toContain('Slack workspace stopped by itself (signal SIGKILL)');
  });

  test('that cannot start fails the start with the end of its log', async () => {
    const empty = temporaryFolder();
    cleanUps.push(empty.remove);
    const failed = start({ parts: ['kubernetes'], snapshotDir: empty.folder });
    await expect(failed).rejects.toThrow(/Kubernetes backend ended while it started:\n.*snapshot/s);
  });
});

test('a folder is used by one at a time', async () => {
  const { folder } = await start({ parts: ['workspace'] });
  const second = startLocal({ snapshotDir, stateDir: folder, freePorts: true, parts: ['workspace'] });
  await expect(second).rejects.toThrow(`already running from ${folder}`);
});

test('a start can be stopped half-way, and leaves nothing behind', async () => {
  const { folder, remove } = temporaryFolder();
  cleanUps.push(remove);
  const interrupted = new AbortController();
  setTimeout(() => interrupted.abort(), 300);
  const options = { snapshotDir, stateDir: folder, freePorts: true, signal: interrupted.signal };
  await expect(startLocal(options)).rejects.toThrow('Stopped while starting.');
  const again = await startLocal({ ...options, signal: undefined, parts: ['workspace'] });
  await again.stop();
});

test('two parts on one port are told by name', async () => {
  const ports = { workspace: 13_999, bot: 13_999 };
  await expect(start({ ports })).rejects.toThrow('Port 13999 is wanted by Slack workspace and Bot: choose another.');
});

test('a snapshot that is not there is told in words', async () => {
  await expect(start({ snapshotDir: '/nowhere' })).rejects.toThrow('There is no snapshot folder /nowhere.');
});
