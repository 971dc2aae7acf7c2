import { join } from 'node:path';
import { SCRIPTED_MODEL_ID } from './bedrock/scripted-model.ts';
import { COMPILE_CACHE } from './compile-cache.ts';
import { type BackendName, backendEnvironment } from './live/backend-environment.ts';
import type { LiveSystem } from './live/read-live.ts';
import { type PartName, type Ports, urlOf } from './parts.ts';
import { BOT_USER } from './postgres-bot.ts';
import type { LocalSecrets } from './secrets.ts';
import type { LocalTls } from './tls.ts';

export const REGION = 'eu-central-1';
const CONFIG_BUCKET = 'oncall-config';
/** AgentCore's form of a memory id: a name and ten characters. */
const MEMORY_ID = 'oncall_memory-local00001';

/** What the backends read: a recorded system, replayed so that it ends now, or a running one. */
export type ObservedSystem =
  /** A recording; `replay` moves its times, so that it ends as the parts start. */
  | { readonly snapshotDir: string; readonly replay: boolean }
  | {
      readonly live: LiveSystem;
      /** Where a topology written in live.yaml itself was put. */
      readonly topologyFile?: string | undefined;
      /** Holds the token for what the bot may change; absent: it may change nothing. */
      readonly actionsTokenFile?: string | undefined;
    };

/** What the parts' environments are made from. */
export interface EnvironmentSource {
  readonly ports: Ports;
  readonly secrets: LocalSecrets;
  readonly tls: LocalTls;
  readonly poolId: string;
  readonly clientId: string;
  readonly stateDir: string;
  readonly observed: ObservedSystem;
  readonly logLevel: string;
  /** Types of blocks that the workspace does not know; none when absent. */
  readonly unknownBlocks?: readonly string[];
  /** Whether the bot has a model, which is a script. */
  readonly model: boolean;
  /** Whether people sign in by themselves, at the stand-in's page. */
  readonly login?: boolean;
}

export type Environment = Readonly<Record<string, string>>;

const FOREIGN =
  /^(AWS_|BEDROCK_|KNOWLEDGE_BASE_ID$|RERANK_MODEL_ARN$|SLACK_|COGNITO_|ALERT_|KUBERNETES_|DATABASE_|OPERATIONS_|BACKEND_API_KEY|PROVIDER$|CLUSTER_NAME$|PROMETHEUS_|ALERTMANAGER_|METRICS_|TOPOLOGY_|LOKI_|LOGS_|RUNBOOKS_|CHANGES_|DUTY_FILE$|PG|SNAPSHOT_|TLS_|HOST$|PORT$|npm_|NODE_OPTIONS$|NODE_COMPILE_CACHE$|JEST_|NODE_ENV$)/;

/** This process's own environment without what could lead a part to another account, workspace, cluster or database. */
function inherited(): Environment {
  const entries = Object.entries(process.env).filter(([name, value]) => value !== undefined && !FOREIGN.test(name));
  return Object.fromEntries(entries) as Environment;
}

/** Where the owner of everything in PostgreSQL signs in: the stand-ins, and whoever looks after the database. */
export function ownerDatabaseUrl({ secrets, ports }: Pick<EnvironmentSource, 'secrets' | 'ports'>): string {
  return databaseUrl('oncall', secrets.postgresPassword, ports);
}

function databaseUrl(user: string, password: string, { postgres }: Ports): string {
  return `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${postgres}/oncall`;
}

/** Endpoints, names and made-up credentials: what a program needs to use the local parts as if they were AWS. */
export function sharedEnvironment(source: EnvironmentSource): Environment {
  const { ports, secrets } = source;
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: secrets.awsAccessKeyId,
    AWS_SECRET_ACCESS_KEY: secrets.awsSecretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: urlOf('cognito', ports),
    AWS_ENDPOINT_URL_S3: urlOf('s3', ports),
    AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: urlOf('memory', ports),
    ...(source.login && {
      COGNITO_LOGIN_URL: urlOf('cognito', ports),
      COGNITO_LOGIN_CALLBACK_URL: `${urlOf('bot', ports)}/login/callback`,
      COGNITO_ISSUER: `${urlOf('cognito', ports)}/${source.poolId}`,
    }),
    ...(source.model && {
      AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME: urlOf('bedrock', ports),
      BEDROCK_MODEL_ID: SCRIPTED_MODEL_ID,
    }),
    COGNITO_USER_POOL_ID: source.poolId,
    COGNITO_CLIENT_ID: source.clientId,
    CONFIG_BUCKET,
    MEMORY_ID,
    GATEWAY_URL: `${urlOf('gateway', ports)}/mcp`,
    DATABASE_URL: databaseUrl(BOT_USER, secrets.postgresBotPassword, ports),
    SLACK_API_URL: `${urlOf('workspace', ports)}/api/`,
    SLACK_BOT_TOKEN: secrets.slackBotToken,
    SLACK_SIGNING_SECRET: secrets.slackSigningSecret,
    COGNITO_CHALLENGE_SECRET: secrets.challengeSecret,
    ALERT_CHANNEL: 'C0INCIDENT',
    ALERT_SECRET_ALERTMANAGER: secrets.alertSecret,
    ALERT_SECRET_GENERIC: secrets.alertSecret,
    ALLOWED_EMAIL_DOMAINS: 'example.com',
    DEFAULT_ROLE: 'responder',
  };
}

/** Holds the bot's token for the Kubernetes API, as the token of a service account is held. */
export function clusterTokenFile(stateDir: string): string {
  return join(stateDir, 'cluster-token');
}

/** Holds what an Alertmanager proves itself with, for its `credentials_file`. */
export function alertSecretFile(stateDir: string): string {
  return join(stateDir, 'alert-secret');
}

/** The cluster that actions act on; empty where a live system gives the bot no rights. */
export function clusterEnvironment({ ports, stateDir, observed }: EnvironmentSource): Environment {
  if ('snapshotDir' in observed)
    return { KUBERNETES_API_URL: urlOf('cluster', ports), KUBERNETES_TOKEN_FILE: clusterTokenFile(stateDir) };
  const { actions } = observed.live;
  if (actions === undefined || observed.actionsTokenFile === undefined) return {};
  return {
    KUBERNETES_API_URL: actions.server,
    KUBERNETES_TOKEN_FILE: observed.actionsTokenFile,
    ...(actions.ca !== undefined && { NODE_EXTRA_CA_CERTS: actions.ca }),
  };
}

/** What a backend reads. A source set in the shell never decides. */
function observedBy(backend: BackendName, observed: ObservedSystem): Environment {
  if ('snapshotDir' in observed)
    return {
      PROVIDER: 'snapshot',
      SNAPSHOT_DIR: observed.snapshotDir,
      SNAPSHOT_REPLAY: observed.replay ? '1' : '0',
    };
  const variables = backendEnvironment(backend, observed.live, observed.topologyFile);
  // A kubeconfig may ask a program such as `aws eks get-token`, which needs what it finds in the shell.
  const plugin = backend === 'kubernetes' && observed.live.kubernetes?.kubeconfig !== undefined;
  const ofPlugin = Object.entries(process.env).filter(([name, value]) => plugin && /^AWS_/.test(name) && value);
  return { ...(Object.fromEntries(ofPlugin) as Environment), ...variables };
}

/** The environment of one process; each is given no more than it needs. */
export function environmentOf(part: Exclude<PartName, 'postgres'>, source: EnvironmentSource): Environment {
  const { ports, secrets, tls, stateDir } = source;
  const shared = sharedEnvironment(source);
  const base = {
    ...inherited(),
    LOG_LEVEL: source.logLevel,
    HOST: '127.0.0.1',
    PORT: String(ports[part]),
    NODE_COMPILE_CACHE: COMPILE_CACHE,
  };
  switch (part) {
    case 'kubernetes':
    case 'logs':
    case 'metrics':
    case 'runbooks':
      return {
        ...base,
        BACKEND_API_KEY: secrets.backendApiKey,
        ...observedBy(part, source.observed),
      };
    case 'workspace':
      return {
        ...base,
        STATE_DIR: stateDir,
        BOT_URL: urlOf('bot', ports),
        BOT_CA_FILE: tls.caFile,
        UNKNOWN_BLOCKS: (source.unknownBlocks ?? []).join(','),
        SLACK_BOT_TOKEN: secrets.slackBotToken,
        SLACK_SIGNING_SECRET: secrets.slackSigningSecret,
      };
    case 'bot':
      return {
        ...base,
        ...shared,
        ...clusterEnvironment(source),
        TLS_CERT_FILE: tls.certFile,
        TLS_KEY_FILE: tls.keyFile,
      };
    default:
      return {
        ...base,
        ...shared,
        DATABASE_URL: ownerDatabaseUrl(source),
        STATE_DIR: stateDir,
        BACKEND_API_KEY: secrets.backendApiKey,
        CLUSTER_TOKEN: secrets.clusterToken,
        ...('snapshotDir' in source.observed
          ? { SNAPSHOT_DIR: source.observed.snapshotDir }
          : source.observed.live.duty !== undefined && { DUTY_FILE: source.observed.live.duty }),
        LOCAL_PORTS: JSON.stringify(ports),
      };
  }
}
