/** Everything that `npm start` runs, each on a port of its own; `bedrock` only where a model is asked for. */
export type PartName =
  | 'postgres'
  | 'cognito'
  | 's3'
  | 'memory'
  | 'bedrock'
  | 'gateway'
  | 'cluster'
  | 'kubernetes'
  | 'logs'
  | 'metrics'
  | 'runbooks'
  | 'workspace'
  | 'bot';

export type Ports = Readonly<Record<PartName, number>>;

/** The ports of `npm start`; all are on 127.0.0.1. */
export const DEFAULT_PORTS: Ports = {
  workspace: 3000,
  bot: 3443,
  kubernetes: 8011,
  logs: 8012,
  metrics: 8013,
  runbooks: 8014,
  gateway: 8020,
  cognito: 8021,
  s3: 8022,
  memory: 8023,
  bedrock: 8024,
  cluster: 8026,
  postgres: 8025,
};

/** What each part is called in messages. */
export const LABELS: Readonly<Record<PartName, string>> = {
  postgres: 'PostgreSQL',
  cognito: 'Cognito',
  s3: 'S3',
  memory: 'AgentCore Memory',
  bedrock: 'Bedrock, scripted',
  gateway: 'AgentCore Gateway',
  cluster: 'Kubernetes API',
  kubernetes: 'Kubernetes backend',
  logs: 'Logs backend',
  metrics: 'Metrics backend',
  runbooks: 'Runbooks backend',
  workspace: 'Slack workspace',
  bot: 'Bot',
};

export const PART_NAMES = Object.keys(DEFAULT_PORTS) as PartName[];

/** The address of a part; the bot speaks TLS, PostgreSQL is no web server. */
export function urlOf(part: Exclude<PartName, 'postgres'>, ports: Ports): string {
  return `${part === 'bot' ? 'https' : 'http'}://127.0.0.1:${ports[part]}`;
}
