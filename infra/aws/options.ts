import { z } from 'zod';

/** What a deployment is made from: the CDK context `oncall:*`, checked. */
export interface DeploymentOptions {
  /** Begins the names of stacks and resources, so that one account can hold several deployments. */
  readonly name: string;
  /** Where Slack reaches the bot: `oncall.example.com`. */
  readonly domain: string;
  /** A Route 53 zone that holds the domain. Absent: the DNS record is made by hand, and the challenge is HTTP-01. */
  readonly hostedZone?: { readonly id: string; readonly name: string };
  readonly certificateChallenge: 'dns-01' | 'http-01';
  /** Where certbot writes about a certificate that is near its end. */
  readonly certificateEmail?: string;
  readonly architecture: 'x86_64' | 'arm64';
  /** One IPv4 address as a /32; absent: no port 22, Session Manager instead. */
  readonly sshFrom?: string;
  /** An Auto Scaling group behind a load balancer over two zones, instead of one instance. */
  readonly growth: boolean;
  /** AWS WAF with rate limiting in front of the load balancer; only with growth. */
  readonly waf: boolean;
  /** The AgentCore Runtime, its image built at deployment from `runtime/Dockerfile`. */
  readonly runtime: boolean;
  /** The AgentCore Runtime, from an ARM64 image that is already in this account's ECR: `repository:tag`. */
  readonly runtimeImage?: string;
  /** Foundation models that the bot may call; empty: rules only. */
  readonly modelIds: readonly string[];
  /** A guardrail of Bedrock that every call of a model goes through. */
  readonly guardrail?: { readonly id: string; readonly version: string };
  /** A Knowledge Base of runbooks in Bedrock, and a model that orders what it finds. */
  readonly knowledgeBase?: { readonly id: string; readonly rerankModelId?: string };
  readonly allowedEmailDomains: readonly string[];
  readonly defaultRole: 'viewer' | 'responder';
  /** Besides the bot, who is told of alarms. */
  readonly alarmEmail?: string;
  /** Tokens of language models a day above which an alarm goes off. */
  readonly dailyTokens: number;
}

const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;
const OCTET = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const ONE_ADDRESS = new RegExp(`^${OCTET}(\\.${OCTET}){3}/32$`);

const flag = z
  .union([z.boolean(), z.enum(['true', 'false'])], { error: 'is not true or false' })
  .transform((value) => value === true || value === 'true')
  .default(false);
const domain = z.string({ error: 'is missing' }).regex(DOMAIN, 'is not a domain such as oncall.example.com');
const list = z
  .union([z.array(z.string()), z.string().transform((value) => value.split(','))])
  .transform((values) => values.map((value) => value.trim()).filter((value) => value !== ''))
  .default([]);

const schema = z.object({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,20}$/, 'is not 2 to 21 small letters, digits and hyphens')
    .default('oncall'),
  domain,
  hostedZoneId: z
    .string()
    .regex(/^Z[A-Z0-9]{5,31}$/, 'is not the id of a hosted zone')
    .optional(),
  hostedZoneName: domain.optional(),
  certificateChallenge: z.enum(['dns-01', 'http-01'], { error: 'is not dns-01 or http-01' }).optional(),
  certificateEmail: z.email('is not an e-mail address').optional(),
  architecture: z.enum(['x86_64', 'arm64'], { error: 'is not x86_64 or arm64' }).default('x86_64'),
  sshFrom: z.string().regex(ONE_ADDRESS, 'is not one IPv4 address such as 192.0.2.1/32').optional(),
  growth: flag,
  waf: flag,
  runtime: flag,
  runtimeImage: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._/-]{1,200}:[\w.-]{1,128}$/, 'is not repository:tag')
    .optional(),
  modelIds: list,
  guardrailId: z
    .string()
    .regex(/^[a-z0-9]{1,64}$/, 'is not the id of a guardrail, which is small letters and digits')
    .optional(),
  guardrailVersion: z
    .string()
    .regex(/^([1-9]\d{0,7}|DRAFT)$/, 'is not a version of a guardrail, such as 1')
    .optional(),
  knowledgeBaseId: z
    .string()
    .regex(/^[0-9a-zA-Z]{1,10}$/, 'is not the id of a Knowledge Base')
    .optional(),
  rerankModelId: z
    .string()
    .regex(/^[a-z0-9-]+\.[\w.:-]+$/, 'is not the id of a model such as amazon.rerank-v1:0')
    .optional(),
  allowedEmailDomains: list,
  defaultRole: z.enum(['viewer', 'responder'], { error: 'is not viewer or responder' }).default('viewer'),
  alarmEmail: z.email('is not an e-mail address').optional(),
  dailyTokens: z.coerce.number().int().positive('is not a number above zero').default(2_000_000),
});

/** The names that `readOptions` asks for, each as `oncall:<name>` in the CDK context. */
export const OPTION_NAMES = Object.keys(schema.shape) as readonly (keyof typeof schema.shape)[];

/** The options cannot be used; the message names every one that is wrong, a line each. */
export class InvalidOptions extends Error {
  override readonly name = 'InvalidOptions';
}

/** Reads the options from the CDK context. Throws InvalidOptions that names every problem together. */
export function readOptions(contextOf: (key: string) => unknown): DeploymentOptions {
  const entries = OPTION_NAMES.map((name) => [name, contextOf(`oncall:${name}`)] as const);
  const given = Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(given);
  const problems = (parsed.error?.issues ?? []).map((issue) => `oncall:${issue.path.join('.')} ${issue.message}`);
  if (parsed.success) problems.push(...conflicts(parsed.data));
  if (!parsed.success || problems.length > 0) throw new InvalidOptions(problems.sort().join('\n'));
  const { hostedZoneId, hostedZoneName, certificateChallenge, guardrailId, guardrailVersion, ...others } = parsed.data;
  const { knowledgeBaseId, rerankModelId, ...rest } = others;
  const hostedZone = hostedZoneId && hostedZoneName ? { id: hostedZoneId, name: hostedZoneName } : undefined;
  return {
    ...rest,
    ...(hostedZone && { hostedZone }),
    ...(knowledgeBaseId && { knowledgeBase: { id: knowledgeBaseId, ...(rerankModelId && { rerankModelId }) } }),
    ...(guardrailId && guardrailVersion && { guardrail: { id: guardrailId, version: guardrailVersion } }),
    certificateChallenge: certificateChallenge ?? (hostedZone ? 'dns-01' : 'http-01'),
  };
}

function conflicts(options: z.infer<typeof schema>): string[] {
  const { domain, hostedZoneId, hostedZoneName, certificateChallenge, growth, waf } = options;
  const { runtime, runtimeImage, modelIds, guardrailId, guardrailVersion } = options;
  const problems: string[] = [];
  if ((hostedZoneId === undefined) !== (hostedZoneName === undefined)) {
    problems.push('oncall:hostedZoneId and oncall:hostedZoneName come together');
  }
  if (hostedZoneName !== undefined && domain !== hostedZoneName && !domain.endsWith(`.${hostedZoneName}`)) {
    problems.push('oncall:domain is not in the zone oncall:hostedZoneName');
  }
  if (certificateChallenge === 'dns-01' && hostedZoneId === undefined) {
    problems.push('oncall:certificateChallenge dns-01 needs oncall:hostedZoneId');
  }
  if (growth && hostedZoneId === undefined) {
    problems.push('oncall:growth needs oncall:hostedZoneId, which proves the load balancer’s certificate');
  }
  if (runtime && runtimeImage !== undefined) {
    problems.push('oncall:runtime builds an image and oncall:runtimeImage names one: give one of them');
  }
  if ((guardrailId === undefined) !== (guardrailVersion === undefined)) {
    problems.push('oncall:guardrailId and oncall:guardrailVersion come together');
  }
  if (options.rerankModelId !== undefined && options.knowledgeBaseId === undefined) {
    problems.push('oncall:rerankModelId needs oncall:knowledgeBaseId: it orders what that finds');
  }
  if (guardrailId !== undefined && modelIds.length === 0) {
    problems.push('oncall:guardrailId needs oncall:modelIds: a guardrail stands before a model');
  }
  if (waf && !growth) problems.push('oncall:waf needs oncall:growth: a firewall stands before a load balancer');
  return problems;
}
