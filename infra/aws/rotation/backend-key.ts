import {
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';

/** What Secrets Manager sends for each of the four steps of a rotation. */
export interface RotationEvent {
  readonly Step: string;
  readonly SecretId: string;
  readonly ClientRequestToken: string;
}

/** The part of the client that a rotation uses. */
export type SecretsClient = Pick<SecretsManagerClient, 'send'>;

/**
 * Rotates `{"apiKey": "…"}`. Nothing has to be told of the new key: the gateway's credential provider and the instances
 * read the secret. Each step may be repeated. Throws for a version that is not this secret's pending one.
 */
export async function rotate(client: SecretsClient, event: RotationEvent): Promise<void> {
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
      return testPending(client, SecretId, version);
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

async function createPending(client: SecretsClient, SecretId: string, version: string): Promise<void> {
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

async function testPending(client: SecretsClient, SecretId: string, version: string): Promise<void> {
  const found = await client.send(
    new GetSecretValueCommand({ SecretId, VersionId: version, VersionStage: 'AWSPENDING' }),
  );
  const { apiKey } = JSON.parse(found.SecretString ?? '{}') as { apiKey?: unknown };
  if (typeof apiKey !== 'string' || apiKey.length < 32) throw new Error('The pending key cannot be used.');
}

/** The Lambda function. */
export const handler = (event: RotationEvent): Promise<void> => rotate(new SecretsManagerClient(), event);
