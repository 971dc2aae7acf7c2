import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCluster } from '../../../infra/local/cluster/server.ts';
import { COMPILE_CACHE } from '../../../infra/local/compile-cache.ts';
import { freePort } from '../../../infra/local/ports.ts';
import { type LocalPostgres, startPostgres } from '../../../infra/local/postgres.ts';
import { type SlackWorkspace, startSlackWorkspace } from '../../../infra/local/slack/index.ts';
import { startLocal } from '../../../infra/local/start-local.ts';
import { type Balancer, startBalancer } from './balancer.ts';
import { type Bot, createBot } from './bots.ts';
import { type DatabaseRelay, type DatabaseState, startDatabaseRelay } from './database-relay.ts';
import { createTraps, type Place, type Traps } from './traps.ts';
import { type Exchange, startWebRelay } from './web-relay.ts';

const SAMPLE = join(import.meta.dirname, '..', '..', '..', 'infra/samples/snapshots/checkout-slow');
const PARTS = ['postgres', 'cognito', 's3', 'gateway', 'memory', 'kubernetes', 'logs', 'metrics', 'runbooks'] as const;
export const NAMESPACE = 'tickets';
const CLUSTER_TOKEN = 'bench-cluster-token';
/** Slack asks again at once, after a minute and after five; here it does not keep anybody waiting. */
const SLACK_RETRIES_MS = [0, 2_000, 8_000];

export interface System {
  readonly bots: readonly Bot[];
  readonly traps: Traps;
  readonly workspace: SlackWorkspace;
  readonly balancer: Balancer;
  readonly alertSecret: string;
  readonly logs: string;
  /** Ends of bots that nobody had killed. */
  readonly crashes: readonly string[];
  /** How often a Deployment was restarted. */
  restarts(name: string): number;
  /** All bots' ways to the database. */
  database: {
    become(state: DatabaseState): void;
    /** Ends the server, in order or as a crash does, and starts it again. */
    restart(how: 'SIGINT' | 'SIGQUIT'): Promise<void>;
    readonly url: string;
  };
  stop(): Promise<void>;
}

export interface SystemOptions {
  /** Deployments that may be restarted: their names in the namespace `tickets`. */
  readonly deployments: readonly string[];
  /** Told of everything that Slack took from a bot. */
  readonly onSlack: (exchange: Exchange) => void;
  /** True leaves the folder with the logs where it is. */
  readonly keep: boolean;
}

/** Two bots on one PostgreSQL behind a balancer, with a trap on each way out of each of them, over the local stand-ins. */
export async function startSystem({ deployments, onSlack, keep }: SystemOptions): Promise<System> {
  const stateDir = mkdtempSync(join(tmpdir(), 'bench-faults-'));
  const ends: (() => unknown)[] = [() => keep || rmSync(stateDir, { recursive: true, force: true })];
  const snapshotDir = join(stateDir, 'snapshot');
  // Without its metrics it is read in no time: how the bot finds causes is for other benches.
  cpSync(SAMPLE, snapshotDir, { recursive: true, filter: (from) => !/metrics\.om$|traces$/.test(from) });
  const local = await startLocal({ snapshotDir, stateDir, freePorts: true, parts: PARTS, logLevel: 'error' });
  ends.push(() => local.stop());

  const postgresOptions = {
    folder: join(stateDir, 'bots-postgres'),
    port: await freePort(),
    password: 'bench',
    logFile: join(stateDir, 'bots-postgres.log'),
  };
  let postgres: LocalPostgres = await startPostgres(postgresOptions);
  ends.push(() => postgres.stop());

  const cluster = createCluster({
    token: CLUSTER_TOKEN,
    deployments: deployments.map((name) => ({
      metadata: { name, namespace: NAMESPACE },
      spec: { replicas: 1, template: {} },
    })),
  });
  const clusterUrl = await cluster.app.listen({ host: '127.0.0.1', port: 0 });
  ends.push(() => cluster.app.close());
  const tokenFile = join(stateDir, 'bench-cluster-token');
  writeFileSync(tokenFile, CLUSTER_TOKEN);

  const traps = createTraps();
  const crashes: string[] = [];
  const bots: Bot[] = [];
  const databases: DatabaseRelay[] = [];
  const slackUrls: string[] = [];
  const signingSecret = local.env.SLACK_SIGNING_SECRET ?? '';
  const balancer = await startBalancer({ bots, slackUrls, signingSecret });
  ends.push(() => balancer.close());
  const workspace = await startSlackWorkspace({
    host: '127.0.0.1',
    port: 0,
    botUrl: balancer.url,
    signingSecret,
    botToken: local.env.SLACK_BOT_TOKEN ?? '',
    rateLimits: false,
    retryDelaysMs: SLACK_RETRIES_MS,
  });
  ends.push(() => workspace.stop());

  async function addBot(index: number): Promise<void> {
    const relay = async (at: Place, target: string, seen?: (exchange: Exchange) => void) => {
      const take = (what: string) => traps.take(at, what);
      const started = await startWebRelay({ target: () => target, bot: index, take, ...(seen && { seen }) });
      ends.push(() => started.close());
      return started.url;
    };
    const database = await startDatabaseRelay(postgresOptions.port, index, traps);
    databases.push(database);
    ends.push(() => database.close());
    const slack = await relay('slack', workspace.url, onSlack);
    slackUrls.push(slack);
    const { env, urls } = local;
    const address = new URL(postgres.url);
    address.port = String(database.port);
    const bot = createBot({
      port: await freePort(),
      logFile: join(stateDir, 'logs', `bot-${index}.log`),
      onCrash: (reason) => crashes.push(`bot ${index} ${reason}`),
      env: {
        PATH: process.env.PATH ?? '',
        NODE_COMPILE_CACHE: COMPILE_CACHE,
        LOG_LEVEL: 'info',
        ...env,
        DATABASE_URL: address.href,
        SLACK_API_URL: `${slack}/api/`,
        GATEWAY_URL: `${await relay('gateway', urls.gateway)}/mcp`,
        KUBERNETES_API_URL: await relay('cluster', clusterUrl),
        KUBERNETES_TOKEN_FILE: tokenFile,
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: await relay('aws', urls.cognito),
        AWS_ENDPOINT_URL_S3: await relay('aws', urls.s3),
        AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: await relay('aws', urls.memory),
      },
    });
    bots.push(bot);
    ends.push(() => bot.kill());
  }
  for (const index of [0, 1]) await addBot(index);
  await Promise.all(bots.map((bot) => bot.up()));

  return {
    bots,
    traps,
    workspace,
    balancer,
    crashes,
    alertSecret: local.env.ALERT_SECRET_ALERTMANAGER ?? '',
    logs: join(stateDir, 'logs'),
    restarts: (name) => (cluster.find(NAMESPACE, name)?.metadata.generation ?? 1) - 1,
    database: {
      url: postgres.url,
      become: (state) => {
        for (const each of databases) each.become(state);
      },
      async restart(how) {
        process.kill(postgres.pid, how);
        await postgres.exited;
        postgres = await startPostgres(postgresOptions);
      },
    },
    async stop() {
      for (const end of ends.toReversed()) await end();
    },
  };
}
