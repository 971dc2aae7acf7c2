import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { Fault } from '../../infra/local/faults.ts';
import { freePort } from '../../infra/local/ports.ts';
import { createRuntimeFront } from '../../infra/local/runtime/server.ts';
import { type SlackWorkspace, startSlackWorkspace } from '../../infra/local/slack/index.ts';
import { type Local, startLocal } from '../../infra/local/start-local.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const RUNTIME_ARN = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:runtime/oncall-abcdefghij';
const STAND_INS = [
  'postgres',
  'cognito',
  's3',
  'gateway',
  'memory',
  'kubernetes',
  'logs',
  'metrics',
  'runbooks',
] as const;

/** A program of ours with its log. */
export interface Program {
  readonly url: string;
  readonly child: ChildProcess;
  log(): string;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/** The bot's own process over stand-ins of everything, and a workspace in this process to act in. */
export interface WholeBot {
  readonly local: Local;
  readonly workspace: SlackWorkspace;
  readonly bot: Program;
  /** There with `runtime`: the process that examines. */
  readonly runtime?: Program;
  readonly cognito: CognitoIdentityProviderClient;
  readonly poolId: string;
  /** Puts a fault into the gateway. */
  trouble(fault: Fault): Promise<void>;
  endTrouble(): Promise<void>;
  /** The lines that the stand-ins logged. */
  awsLog(): readonly Readonly<Record<string, unknown>>[];
  /** Starts another process in the place of the runtime's. */
  restartRuntime(): Promise<Program>;
  stop(): Promise<void>;
}

export interface WholeBotOptions {
  /** The recorded system; `checkout-slow` when absent. */
  readonly sample?: string;
  readonly accessTokenSeconds?: number;
  /** Examine through InvokeAgentRuntime in a process of its own. */
  readonly runtime?: boolean;
}

export async function startWholeBot(options: WholeBotOptions = {}): Promise<WholeBot> {
  const stateDir = mkdtempSync(join(tmpdir(), 'whole-bot-'));
  const snapshotDir = join(ROOT, 'infra/samples/snapshots', options.sample ?? 'checkout-slow');
  if (options.accessTokenSeconds !== undefined) process.env.ACCESS_TOKEN_SECONDS = String(options.accessTokenSeconds);
  const local = await startLocal({ snapshotDir, stateDir, freePorts: true, parts: STAND_INS });
  delete process.env.ACCESS_TOKEN_SECONDS;
  const { env } = local;
  const region = env.AWS_REGION ?? '';
  const credentials = { accessKeyId: env.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '' };
  const ends: (() => Promise<unknown>)[] = [async () => rmSync(stateDir, { recursive: true, force: true }), local.stop];

  async function start(file: string, more: Readonly<Record<string, string>>, ready: string, port?: number) {
    const program = await run(file, { ...awsOf(env), LOG_LEVEL: 'info', ...more }, ready, port);
    ends.push(() => program.kill());
    return program;
  }

  const botPort = await freePort();
  const workspace = await startSlackWorkspace({
    host: '127.0.0.1',
    port: 0,
    botUrl: `http://127.0.0.1:${botPort}`,
    signingSecret: env.SLACK_SIGNING_SECRET ?? '',
    botToken: env.SLACK_BOT_TOKEN ?? '',
    rateLimits: false,
  });
  ends.push(() => workspace.stop());

  let runtime: Program | undefined;
  let runtimeEnvironment: Readonly<Record<string, string>> = {};
  const runtimePort = await freePort();
  const startRuntime = () => start('bot/runtime.ts', { ...only(env, OF_THE_CONTAINER) }, '/ping', runtimePort);
  if (options.runtime) {
    runtime = await startRuntime();
    const front = createRuntimeFront({ runtimeArn: RUNTIME_ARN, containerUrl: runtime.url, ...credentials });
    const frontUrl = await front.app.listen({ port: 0, host: '127.0.0.1' });
    // AWS serves memory and runtime at one address.
    const both = await listenForBoth(frontUrl, env.AWS_ENDPOINT_URL_BEDROCK_AGENTCORE ?? '');
    ends.push(async () => {
      both.server.closeAllConnections();
      both.server.close();
      await front.app.close();
    });
    runtimeEnvironment = { RUNTIME_ARN, AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: both.url };
  }
  const bot = await start(
    'bot/main.ts',
    { ...only(env, OF_THE_BOT), SLACK_API_URL: workspace.apiUrl, ...runtimeEnvironment },
    '/ready',
    botPort,
  );
  const cognito = new CognitoIdentityProviderClient({ region, credentials, endpoint: local.urls.cognito });
  ends.push(async () => cognito.destroy());
  const faults = `${local.urls.gateway}/_faults`;
  return {
    local,
    workspace,
    bot,
    ...(runtime && { runtime }),
    cognito,
    poolId: env.COGNITO_USER_POOL_ID ?? '',
    async trouble(fault) {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(faults, { method: 'POST', headers, body: JSON.stringify(fault) });
      if (!answer.ok) throw new Error(`The gateway took no fault: ${answer.status}`);
    },
    async endTrouble() {
      await fetch(faults, { method: 'DELETE' });
    },
    awsLog: () =>
      readdirSync(join(stateDir, 'logs'))
        .flatMap((name) => readFileSync(join(stateDir, 'logs', name), 'utf8').split('\n'))
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    restartRuntime: startRuntime,
    async stop() {
      for (const end of ends.toReversed()) await end();
    },
  };
}

const AWS = ['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_EC2_METADATA_DISABLED'];
const IDENTITY = [
  'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER',
  'COGNITO_USER_POOL_ID',
  'COGNITO_CLIENT_ID',
  'COGNITO_CHALLENGE_SECRET',
];
/** What the README promises that the container needs, and no more. */
const OF_THE_CONTAINER = [...IDENTITY, 'GATEWAY_URL'];
const OF_THE_BOT = [
  ...IDENTITY,
  'GATEWAY_URL',
  'AWS_ENDPOINT_URL_S3',
  'AWS_ENDPOINT_URL_BEDROCK_AGENTCORE',
  'CONFIG_BUCKET',
  'MEMORY_ID',
  'DATABASE_URL',
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'ALLOWED_EMAIL_DOMAINS',
  'DEFAULT_ROLE',
];

const only = (env: Readonly<Record<string, string>>, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, env[name] ?? '']));
const awsOf = (env: Readonly<Record<string, string>>) => only(env, AWS);

async function run(
  file: string,
  variables: Readonly<Record<string, string>>,
  ready: string,
  port = 0,
): Promise<Program> {
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(ROOT, file)], {
    env: { PATH: process.env.PATH ?? '', HOST: '127.0.0.1', PORT: String(port), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (piece: Buffer) => {
      log += piece.toString();
    });
  }
  const program: Program = {
    url,
    child,
    log: () => log,
    async kill(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    },
  };
  for (const end = performance.now() + 150_000; ; await sleep(100)) {
    const answered = await fetch(`${url}${ready}`).catch(() => undefined);
    if (answered?.ok) return program;
    if (child.exitCode !== null || performance.now() > end) {
      await program.kill('SIGKILL');
      throw new Error(`${file} did not get ready:\n${log.slice(-2_000)}`);
    }
  }
}

/** One address for both services: requests go on as they are, so that their signatures hold. */
async function listenForBoth(runtime: string, memory: string): Promise<{ url: string; server: Server }> {
  const server = createServer((incoming, outgoing) => {
    const to = new URL(incoming.url?.startsWith('/runtimes/') ? runtime : memory);
    const { method, url: path, headers } = incoming;
    const onward = httpRequest({ host: to.hostname, port: to.port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
      answer.on('error', () => outgoing.destroy());
      answer.on('aborted', () => outgoing.destroy());
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, server };
}
