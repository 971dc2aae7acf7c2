import type { DeploymentOptions } from '../options.ts';

/** Calls the AWS command line: its answer as parsed JSON. Throws with what it said. */
export type CallAws = (args: readonly string[]) => Promise<unknown>;

/** One thing that has to be there before a deployment. */
export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  /** What is there, or what is missing and how to make it, in words. */
  readonly words: string;
}

/**
 * Everything that a deployment needs, looked up; each is told whether or not another is missing. `docker` rejects where
 * no Docker answers; it is asked only when an image is to be built.
 */
export async function checkPrerequisites(
  options: DeploymentOptions,
  aws: CallAws,
  docker: () => Promise<unknown>,
): Promise<readonly Finding[]> {
  const account = await checkAccount(aws);
  if (!account.ok) return [account];
  const rest = [
    checkRegion(aws),
    checkBootstrap(aws),
    checkSlack(options, aws),
    ...(options.hostedZone ? [checkZone(options.hostedZone, aws)] : []),
    ...options.modelIds.map((id) => checkModel(id, aws)),
    ...(options.guardrail ? [checkGuardrail(options.guardrail, aws)] : []),
    ...(options.runtime ? [checkDocker(docker)] : []),
    ...(options.runtimeImage === undefined ? [] : [checkImage(options.runtimeImage, aws)]),
  ];
  return [account, ...(await Promise.all(rest))];
}

async function checkAccount(aws: CallAws): Promise<Finding> {
  return looked(
    'account',
    async () => {
      const { Account } = (await aws(['sts', 'get-caller-identity'])) as { Account: string };
      return { ok: true, words: `deploys into account ${Account}` };
    },
    'Sign in to AWS first, for example with `aws sso login`, and install its command line (version 2).',
  );
}

async function checkRegion(aws: CallAws): Promise<Finding> {
  return looked(
    'region',
    async () => {
      await aws(['bedrock-agentcore-control', 'list-gateways', '--max-results', '1']);
      return { ok: true, words: 'AgentCore answers in this region' };
    },
    'Choose a region that has Amazon Bedrock AgentCore, with AWS_REGION or `aws configure`.',
  );
}

async function checkBootstrap(aws: CallAws): Promise<Finding> {
  return looked(
    'bootstrap',
    async () => {
      await aws(['ssm', 'get-parameter', '--name', '/cdk-bootstrap/hnb659fds/version']);
      return { ok: true, words: 'CDK is bootstrapped here' };
    },
    'Run `npx cdk bootstrap` once for this account and region.',
  );
}

async function checkSlack({ name }: DeploymentOptions, aws: CallAws): Promise<Finding> {
  const secret = `${name}/slack`;
  const how =
    `Make the Slack app from the manifest that \`npm run deploy -- --manifest\` prints, then keep its two secrets: ` +
    `\`aws secretsmanager create-secret --name ${secret} --secret-string file://slack.json\`, where slack.json is ` +
    `{"botToken": "xoxb-…", "signingSecret": "…"}; remove the file afterwards.`;
  return looked(
    'Slack secrets',
    async () => {
      const found = (await aws(['secretsmanager', 'get-secret-value', '--secret-id', secret])) as {
        SecretString?: string;
      };
      const missing = missingFields(found.SecretString ?? '');
      if (missing.length > 0)
        return { ok: false, words: `the secret ${secret} lacks ${missing.join(' and ')}. ${how}` };
      return { ok: true, words: `the secret ${secret} holds the bot's token and the signing secret` };
    },
    how,
  );
}

function missingFields(text: string): string[] {
  let fields: Record<string, unknown> = {};
  try {
    fields = JSON.parse(text) as Record<string, unknown>;
  } catch {
    // Not JSON: all fields are missing, which is what is said.
  }
  return ['botToken', 'signingSecret'].filter((name) => typeof fields[name] !== 'string' || fields[name] === '');
}

async function checkZone(zone: { id: string; name: string }, aws: CallAws): Promise<Finding> {
  return looked(
    'domain',
    async () => {
      const found = (await aws(['route53', 'get-hosted-zone', '--id', zone.id])) as { HostedZone: { Name: string } };
      const name = found.HostedZone.Name.replace(/\.$/, '');
      if (name !== zone.name) return { ok: false, words: `the zone ${zone.id} is of ${name}, not of ${zone.name}` };
      return { ok: true, words: `the zone of ${name} is in this account` };
    },
    `The zone ${zone.id} is not in this account; give its id and name, or none to make the DNS record by hand.`,
  );
}

async function checkModel(id: string, aws: CallAws): Promise<Finding> {
  const model = id.replace(/^(us|eu|apac|global)\./, '');
  return looked(
    `model ${id}`,
    async () => {
      const found = (await aws(['bedrock', 'get-foundation-model-availability', '--model-id', model])) as {
        authorizationStatus?: string;
        regionAvailability?: string;
      };
      const ok =
        found.authorizationStatus === 'AUTHORIZED' && (found.regionAvailability === 'AVAILABLE' || model !== id);
      return {
        ok,
        words: ok ? 'may be called' : 'is not open to this account and region: ask for access in the Bedrock console.',
      };
    },
    'Ask for access to it in the Bedrock console, or leave it out: the bot then works by rules alone.',
  );
}

async function checkGuardrail({ id, version }: { id: string; version: string }, aws: CallAws): Promise<Finding> {
  return looked(
    'guardrail',
    async () => {
      await aws(['bedrock', 'get-guardrail', '--guardrail-identifier', id, '--guardrail-version', version]);
      return { ok: true, words: `version ${version} of ${id} is there` };
    },
    'Give the id and version of a guardrail of this account and region, or leave both out.',
  );
}

async function checkDocker(docker: () => Promise<unknown>): Promise<Finding> {
  return looked(
    'Docker',
    async () => {
      await docker();
      return { ok: true, words: 'answers, and builds the runtime’s image' };
    },
    'Start Docker, which builds the image of the runtime for ARM64 (on another processor: with QEMU), or push an image ' +
      'elsewhere and name it with `--runtimeImage`.',
  );
}

async function checkImage(image: string, aws: CallAws): Promise<Finding> {
  const [repository = '', tag = ''] = image.split(':');
  return looked(
    'runtime image',
    async () => {
      await aws(['ecr', 'describe-images', '--repository-name', repository, '--image-ids', `imageTag=${tag}`]);
      return { ok: true, words: `${image} is in the registry` };
    },
    `Push ${image} to this account's registry first, or let \`--runtime\` build it.`,
  );
}

async function looked(what: string, look: () => Promise<Omit<Finding, 'what'>>, otherwise: string): Promise<Finding> {
  try {
    return { what, ...(await look()) };
  } catch (error) {
    const said = error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error);
    return { what, ok: false, words: `${said}. ${otherwise}` };
  }
}
