import type { Role } from './domain/actor.ts';
import { SreError } from './domain/errors.ts';
import type { Secret } from './domain/secret.ts';
import { type DutyConfig, readDutyConfig } from './duty/environment.ts';
import { environment, runtimeEnvironment } from './environment.ts';

/** Everything the bot reads from its environment, checked and frozen. AWS endpoints and credentials are read by the AWS SDK. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Where `/ready` and `/metrics` are answered to others than this machine, over plain HTTP; absent: nowhere. */
  readonly operations?: { readonly host: string; readonly port: number };
  /** Absent: plain HTTP, for behind a load balancer that ends TLS. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  readonly slack: {
    readonly apiUrl: string;
    readonly botToken: Secret;
    readonly signingSecret: Secret;
    /** An app-level token: deliveries then come over Socket Mode too. Absent: over HTTP only. */
    readonly appToken?: Secret;
  };
  /** The AgentCore Gateway's MCP endpoint. */
  readonly gatewayUrl: string;
  readonly awsRegion: string;
  readonly cognito: { readonly userPoolId: string; readonly clientId: string; readonly challengeSecret: Secret };
  /** Absent: Slack's word is enough, and nobody signs in by themselves. */
  readonly login?: { readonly url: string; readonly callbackUrl: string; readonly issuer: string };
  readonly access: { readonly allowedEmailDomains: readonly string[]; readonly defaultRole: Role };
  readonly memoryId: string;
  readonly configBucket: string;
  /** Where reports and postmortems lie; the configuration bucket when not set. */
  readonly reportBucket: string;
  readonly databaseUrl: Secret;
  /** Each connection signs in with a token of the process's AWS identity; the address then holds no password. */
  readonly databaseIam: boolean;
  /** Alerts, on-call sources and actions. */
  readonly duty: DutyConfig;
  /** Absent: rules only. */
  readonly model?: {
    readonly modelId: string;
    readonly guardrail?: { readonly id: string; readonly version: string };
    /** US dollars for a million tokens. */
    readonly prices: { readonly input: number; readonly output: number };
    /** US dollars. */
    readonly dollarsPerInvestigation: number;
    readonly dollarsPerDay: number;
  };
  /** A Knowledge Base of runbooks beside the runbooks backend. */
  readonly knowledgeBase?: { readonly knowledgeBaseId: string; readonly rerankModelArn?: string };
  /** An AgentCore Runtime that examines in place of this process; absent: this process does. */
  readonly runtimeArn?: string;
  /** A collector of OTLP over HTTP that investigations are traced to; absent: they are not traced. */
  readonly traceEndpoint?: string;
  /** What is hidden beside secrets in threads, in memory and before a model. */
  readonly redaction: { readonly emails: boolean; readonly addresses: 'none' | 'public' | 'all' };
}

/**
 * Reads the configuration. Throws one SreError `invalid-input` that names every variable that is missing or wrong and
 * how; values are not quoted, as they may be secrets. An empty variable counts as absent.
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(present);
  const problems = (parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}`);
  const half = halfOfPair(present, 'TLS_CERT_FILE', 'TLS_KEY_FILE');
  if (half !== undefined) problems.push(`${half} is missing: a certificate and its key come together`);
  if ('RERANK_MODEL_ARN' in present && !('KNOWLEDGE_BASE_ID' in present)) {
    problems.push('KNOWLEDGE_BASE_ID is missing: RERANK_MODEL_ARN ranks what it finds');
  }
  const halfLogin = halfOfPair(present, 'COGNITO_LOGIN_URL', 'COGNITO_LOGIN_CALLBACK_URL');
  if (halfLogin !== undefined)
    problems.push(`${halfLogin} is missing: the sign-in page and the way back come together`);
  const halfGuard = halfOfPair(present, 'BEDROCK_GUARDRAIL_ID', 'BEDROCK_GUARDRAIL_VERSION');
  if (halfGuard !== undefined) problems.push(`${halfGuard} is missing: a guardrail's id and version come together`);
  if (parsed.data?.DATABASE_IAM === 'yes') problems.push(...tokenProblems(parsed.data.DATABASE_URL));
  if (!parsed.success || problems.length > 0) {
    const list = problems.sort().map((problem) => `\n  ${problem}`);
    throw new SreError('invalid-input', `The environment cannot be used:${list.join('')}`);
  }
  const env = parsed.data;
  return deepFreeze({
    host: env.HOST,
    port: env.PORT,
    ...(env.OPERATIONS_PORT !== undefined && {
      operations: { host: env.OPERATIONS_HOST, port: env.OPERATIONS_PORT },
    }),
    ...(env.TLS_CERT_FILE && env.TLS_KEY_FILE
      ? { tls: { certFile: env.TLS_CERT_FILE, keyFile: env.TLS_KEY_FILE } }
      : {}),
    logLevel: env.LOG_LEVEL,
    slack: {
      apiUrl: env.SLACK_API_URL,
      botToken: env.SLACK_BOT_TOKEN,
      signingSecret: env.SLACK_SIGNING_SECRET,
      ...(env.SLACK_APP_TOKEN && { appToken: env.SLACK_APP_TOKEN }),
    },
    gatewayUrl: env.GATEWAY_URL,
    awsRegion: env.AWS_REGION,
    cognito: {
      userPoolId: env.COGNITO_USER_POOL_ID,
      clientId: env.COGNITO_CLIENT_ID,
      challengeSecret: env.COGNITO_CHALLENGE_SECRET,
    },
    ...(env.COGNITO_LOGIN_URL &&
      env.COGNITO_LOGIN_CALLBACK_URL && {
        login: {
          url: env.COGNITO_LOGIN_URL,
          callbackUrl: env.COGNITO_LOGIN_CALLBACK_URL,
          issuer:
            env.COGNITO_ISSUER ?? `https://cognito-idp.${env.AWS_REGION}.amazonaws.com/${env.COGNITO_USER_POOL_ID}`,
        },
      }),
    access: { allowedEmailDomains: env.ALLOWED_EMAIL_DOMAINS, defaultRole: env.DEFAULT_ROLE },
    memoryId: env.MEMORY_ID,
    configBucket: env.CONFIG_BUCKET,
    reportBucket: env.REPORT_BUCKET ?? env.CONFIG_BUCKET,
    databaseUrl: env.DATABASE_URL,
    databaseIam: env.DATABASE_IAM === 'yes',
    duty: readDutyConfig(env),
    ...(env.BEDROCK_MODEL_ID && {
      model: {
        modelId: env.BEDROCK_MODEL_ID,
        ...(env.BEDROCK_GUARDRAIL_ID &&
          env.BEDROCK_GUARDRAIL_VERSION && {
            guardrail: { id: env.BEDROCK_GUARDRAIL_ID, version: env.BEDROCK_GUARDRAIL_VERSION },
          }),
        prices: { input: env.BEDROCK_INPUT_PRICE, output: env.BEDROCK_OUTPUT_PRICE },
        dollarsPerInvestigation: env.BEDROCK_DOLLARS_PER_INVESTIGATION,
        dollarsPerDay: env.BEDROCK_DOLLARS_PER_DAY,
      },
    }),
    ...knowledgeBaseOf(env),
    ...(env.RUNTIME_ARN && { runtimeArn: env.RUNTIME_ARN }),
    ...(env.OTEL_EXPORTER_OTLP_ENDPOINT && { traceEndpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT }),
    redaction: { emails: env.REDACT_EMAILS === 'yes', addresses: env.REDACT_ADDRESSES },
  });
}

/** What the examination needs where it runs by itself, in an AgentCore Runtime. */
export type RuntimeConfig = Pick<
  Config,
  'host' | 'port' | 'logLevel' | 'gatewayUrl' | 'awsRegion' | 'cognito' | 'access' | 'redaction' | 'knowledgeBase'
>;

/** Reads the environment of a runtime, which has fewer variables and port 8080 on all addresses. Throws as `readConfig`. */
export function readRuntimeConfig(variables: Readonly<Record<string, string | undefined>>): RuntimeConfig {
  const present = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = runtimeEnvironment.safeParse({ HOST: '0.0.0.0', PORT: '8080', ...present });
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `\n  ${issue.path.join('.')} ${issue.message}`);
    throw new SreError('invalid-input', `The environment cannot be used:${problems.sort().join('')}`);
  }
  const env = parsed.data;
  return deepFreeze({
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    gatewayUrl: env.GATEWAY_URL,
    awsRegion: env.AWS_REGION,
    cognito: {
      userPoolId: env.COGNITO_USER_POOL_ID,
      clientId: env.COGNITO_CLIENT_ID,
      challengeSecret: env.COGNITO_CHALLENGE_SECRET,
    },
    access: { allowedEmailDomains: [], defaultRole: 'viewer' as const },
    ...knowledgeBaseOf(env),
    redaction: { emails: env.REDACT_EMAILS === 'yes', addresses: env.REDACT_ADDRESSES },
  });
}

/** A token lets in whoever holds it, so it goes to a server only that has proved who it is. */
function tokenProblems(address: Secret): string[] {
  const { password, username, searchParams } = new URL(address.reveal());
  return [
    ...(password === '' ? [] : ['DATABASE_URL holds a password, for which DATABASE_IAM=yes has no use']),
    ...(username === '' ? ['DATABASE_URL names no user, whom DATABASE_IAM=yes needs'] : []),
    ...(searchParams.get('sslmode') === 'verify-full'
      ? []
      : ['DATABASE_URL lacks sslmode=verify-full, which DATABASE_IAM=yes needs']),
  ];
}

function knowledgeBaseOf(env: {
  readonly KNOWLEDGE_BASE_ID?: string | undefined;
  readonly RERANK_MODEL_ARN?: string | undefined;
}): Pick<Config, 'knowledgeBase'> {
  const { KNOWLEDGE_BASE_ID: knowledgeBaseId, RERANK_MODEL_ARN: rerankModelArn } = env;
  if (knowledgeBaseId === undefined) return {};
  return { knowledgeBase: { knowledgeBaseId, ...(rerankModelArn && { rerankModelArn }) } };
}

/** The absent one of two variables of which exactly one is there. */
function halfOfPair(present: Readonly<Record<string, unknown>>, one: string, other: string): string | undefined {
  if (one in present === other in present) return undefined;
  return one in present ? other : one;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
