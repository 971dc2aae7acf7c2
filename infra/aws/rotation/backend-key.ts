import { get } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { BACKENDS } from '../constructs/backends.ts';

/** What Secrets Manager sends for each of the four steps of a rotation. */
export interface RotationEvent {
  readonly Step: string;
  readonly SecretId: string;
  readonly ClientRequestToken: string;
}

/** What a rotation needs of the world. */
export interface RotationDeps {
  readonly client: Pick<SecretsManagerClient, 'send'>;
  /** Calls a backend with a key: whether it let the key in. Throws where it does not answer. */
  readonly accepts: (port: number, key: string) => Promise<boolean>;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Every instance reads its settings each five minutes and a little (`oncall-settings.timer`). */
export const READ_WITHIN_MS = 6 * 60_000;
/** Lambda gives a function fifteen minutes. */
const PATIENCE_MS = 13 * 60_000;
const PAUSE_MS = 15_000;
/** Each with a connection of its own, which the balancer may lead to another instance. */
const CALLS_EACH = 6;

/**
 * Rotates `{"apiKey": "…"}`. Nothing has to be told of the new key: the gateway's credential provider reads the current
 * version, the instances the pending, current and previous ones. The new key becomes the current one only when the
 * backends let it in, so no call is refused. Each step may be repeated. Throws for a version that is not this secret's
 * pending one, and where the backends do not take the new key in time; the old one then stays in use.
 */
export async function rotate(deps: RotationDeps, event: RotationEvent): Promise<void> {
  const { client } = deps;
  const { SecretId, ClientRequestToken: version } = event;
  const secret = await client.send(new DescribeSecretCommand({ SecretId }));
  const stages = secret.VersionIdsToStages ?? {};
  if (!secret.RotationEnabled) throw new Error('Rotation is not enabled for this secret.');
  if (stages[version] === undefined) throw new Error('The version is not one of this secret.');
  if (stages[version].includes('AWSCURRENT')) return;
  if (!stages[version].includes('AWSPENDING')) throw new Error('The version is not pending.');
  switch (event.Step) {
    case 'createSecret':
      return createPending(client, SecretId, version);
    case 'setSecret':
      return;
    case 'testSecret':
      return testPending(deps, SecretId, version);
    case 'finishSecret': {
      const current = Object.entries(stages).find(([, names]) => names.includes('AWSCURRENT'))?.[0];
      await client.send(
        new UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage: 'AWSCURRENT',
          MoveToVersionId: version,
          RemoveFromVersionId: current,
        }),
      );
      return;
    }
    default:
      throw new Error('Unknown step of a rotation.');
  }
}

async function createPending(client: RotationDeps['client'], SecretId: string, version: string): Promise<void> {
  try {
    await client.send(new GetSecretValueCommand({ SecretId, VersionId: version, VersionStage: 'AWSPENDING' }));
    return;
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
  }
  const made = await client.send(new GetRandomPasswordCommand({ PasswordLength: 48, ExcludePunctuation: true }));
  await client.send(
    new PutSecretValueCommand({
      SecretId,
      ClientRequestToken: version,
      SecretString: JSON.stringify({ apiKey: made.RandomPassword }),
      VersionStages: ['AWSPENDING'],
    }),
  );
}

async function testPending(deps: RotationDeps, SecretId: string, version: string): Promise<void> {
  const began = deps.now();
  const pending = await readKey(deps.client, { SecretId, VersionId: version, VersionStage: 'AWSPENDING' });
  if (pending.key === undefined || pending.key.length < 32) throw new Error('The pending key cannot be used.');
  const current = await readKey(deps.client, { SecretId, VersionStage: 'AWSCURRENT' });
  // Secrets Manager tries a rotation that is new to it with the key that is in use.
  if (current.key === pending.key) return;
  for (;;) {
    if (deps.now() >= pending.madeAt + READ_WITHIN_MS && (await isAccepted(deps, pending.key))) return;
    if (deps.now() + PAUSE_MS > began + PATIENCE_MS) {
      throw new Error('The backends do not take the new key; the old one stays in use.');
    }
    await deps.sleep(PAUSE_MS);
  }
}

async function readKey(
  client: RotationDeps['client'],
  which: { SecretId: string; VersionId?: string; VersionStage: string },
): Promise<{ readonly key: string | undefined; readonly madeAt: number }> {
  const found = await client.send(new GetSecretValueCommand(which));
  const { apiKey } = JSON.parse(found.SecretString ?? '{}') as { apiKey?: unknown };
  return { key: typeof apiKey === 'string' ? apiKey : undefined, madeAt: found.CreatedDate?.getTime() ?? 0 };
}

async function isAccepted({ accepts }: RotationDeps, key: string): Promise<boolean> {
  for (const { port } of BACKENDS) {
    for (let call = 0; call < CALLS_EACH; call += 1) {
      // One that does not answer may be one that would refuse.
      if (!(await accepts(port, key).catch(() => false))) return false;
    }
  }
  return true;
}

/** Calls a backend through the private balancer, by the name that its certificate is for. */
function callBackend(port: number, key: string): Promise<boolean> {
  const { TOOLS_HOST = '', DOMAIN = '' } = process.env;
  return new Promise((resolve, reject) => {
    const headers = { host: `${DOMAIN}:${port}`, 'x-api-key': key };
    const where = { host: TOOLS_HOST, servername: DOMAIN, port, path: '/source', agent: false } as const;
    const call = get({ ...where, headers, timeout: 20_000 }, (response) => {
      response.resume();
      resolve(response.statusCode !== 401);
    });
    call.once('timeout', () => call.destroy(new Error('no answer in time')));
    call.once('error', reject);
  });
}

/** The Lambda function. */
export const handler = (event: RotationEvent): Promise<void> =>
  rotate(
    {
      client: new SecretsManagerClient(),
      accepts: callBackend,
      now: Date.now,
      sleep: (milliseconds) => sleep(milliseconds),
    },
    event,
  );
