import { z } from 'zod';
import { Secret } from './domain/secret.ts';
import { dutyEnvironment } from './duty/environment.ts';
import { LOGIN_CALLBACK } from './server/login-routes.ts';

const missing = (issue: { input?: unknown }) => (issue.input === undefined ? 'is missing' : 'is not a text');
const text = () => z.string({ error: missing });
const secret = () => text().transform((value) => new Secret(value));
const url = (...schemes: string[]) =>
  text().refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol), {
    error: `is not an address that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
  });
const port = () =>
  text()
    .refine((value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535, { error: 'is not a port (0 to 65535)' })
    .transform(Number);
/** Without a slash at the end. */
const origin = () =>
  url('https:', 'http:')
    .transform((value) => value.replace(/\/+$/, ''))
    .optional();
const money = () =>
  text()
    .refine((value) => /^\d{1,6}(\.\d{1,6})?$/.test(value), { error: 'is not an amount of US dollars such as 0.5' })
    .transform(Number);
const oneOf = <T extends string>(...values: [T, ...T[]]) =>
  z.enum(values, { error: `is not one of ${values.join(', ')}` });

/** The variables that the bot reads, each with its check; wrong ones are named, never quoted. */
export const environment = z.object({
  ...dutyEnvironment,
  HOST: text().default('127.0.0.1'),
  PORT: port().default(3443),
  OPERATIONS_HOST: text().default('127.0.0.1'),
  OPERATIONS_PORT: port().optional(),
  TLS_CERT_FILE: text().optional(),
  TLS_KEY_FILE: text().optional(),
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').default('info'),
  SLACK_API_URL: url('https:', 'http:').default('https://slack.com/api/'),
  SLACK_BOT_TOKEN: secret(),
  SLACK_APP_TOKEN: text()
    .refine((value) => value.startsWith('xapp-'), { error: 'is not an app-level token, which begins with xapp-' })
    .transform((value) => new Secret(value))
    .optional(),
  SLACK_SIGNING_SECRET: secret(),
  GATEWAY_URL: url('https:', 'http:'),
  AWS_REGION: text(),
  COGNITO_USER_POOL_ID: text(),
  COGNITO_CLIENT_ID: text(),
  COGNITO_CHALLENGE_SECRET: secret(),
  COGNITO_LOGIN_URL: origin(),
  COGNITO_LOGIN_CALLBACK_URL: url('https:', 'http:')
    .refine((value) => new URL(value).pathname === LOGIN_CALLBACK, { error: `does not end in ${LOGIN_CALLBACK}` })
    .optional(),
  COGNITO_ISSUER: origin(),
  ALLOWED_EMAIL_DOMAINS: text()
    .transform((value) =>
      value
        .split(',')
        .map((domain) => domain.trim().toLowerCase())
        .filter((domain) => domain !== ''),
    )
    .refine((domains) => domains.every((domain) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)), {
      error: 'is not a comma-separated list of domains such as example.com',
    })
    .default([]),
  DEFAULT_ROLE: oneOf('viewer', 'responder').default('viewer'),
  MEMORY_ID: text(),
  CONFIG_BUCKET: text(),
  REPORT_BUCKET: text().optional(),
  BEDROCK_MODEL_ID: text().optional(),
  BEDROCK_GUARDRAIL_ID: text().optional(),
  BEDROCK_GUARDRAIL_VERSION: text().optional(),
  BEDROCK_INPUT_PRICE: money().default(3),
  BEDROCK_OUTPUT_PRICE: money().default(15),
  BEDROCK_DOLLARS_PER_INVESTIGATION: money().default(0.5),
  BEDROCK_DOLLARS_PER_DAY: money().default(20),
  KNOWLEDGE_BASE_ID: text()
    .refine((value) => /^[0-9a-zA-Z]{1,10}$/.test(value), { error: 'is not the id of a Knowledge Base' })
    .optional(),
  RERANK_MODEL_ARN: text()
    .refine((value) => /^arn:aws[\w-]*:bedrock:[\w-]+:\d{0,12}:[\w-]+\/[\w.:-]+$/.test(value), {
      error: 'is not the ARN of a model in Bedrock',
    })
    .optional(),
  RUNTIME_ARN: text()
    .refine((value) => /^arn:aws[\w-]*:bedrock-agentcore:[\w-]+:\d{12}:runtime\/[\w-]+/.test(value), {
      error: 'is not the ARN of an AgentCore Runtime',
    })
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: url('http:', 'https:').optional(),
  REDACT_EMAILS: oneOf('yes', 'no').default('yes'),
  REDACT_ADDRESSES: oneOf('none', 'public', 'all').default('public'),
  DATABASE_URL: url('postgresql:', 'postgres:').transform((value) => new Secret(value)),
  DATABASE_IAM: oneOf('yes', 'no').default('no'),
});

/** Those of them that an examination alone needs. */
export const runtimeEnvironment = environment.pick({
  HOST: true,
  PORT: true,
  LOG_LEVEL: true,
  GATEWAY_URL: true,
  AWS_REGION: true,
  COGNITO_USER_POOL_ID: true,
  COGNITO_CLIENT_ID: true,
  COGNITO_CHALLENGE_SECRET: true,
  KNOWLEDGE_BASE_ID: true,
  RERANK_MODEL_ARN: true,
  REDACT_EMAILS: true,
  REDACT_ADDRESSES: true,
});
