import { beforeEach, expect, test } from '@jest/globals';
import { type RotationEvent, rotate, type SecretsClient } from '../../../../infra/aws/rotation/backend-key.ts';

/** Secrets Manager, as far as a rotation goes. */
function createSecrets() {
  const versions: Record<string, { value?: string; stages: string[] }> = {
    old: { value: '{"apiKey":"the-key-that-was-in-use-until-today"}', stages: ['AWSCURRENT'] },
    new: { stages: ['AWSPENDING'] },
  };
  let made = 0;
  const send = async (command: { constructor: { name: string }; input: Record<string, string> }) => {
    const { input } = command;
    switch (command.constructor.name) {
      case 'DescribeSecretCommand':
        return {
          RotationEnabled: true,
          VersionIdsToStages: Object.fromEntries(Object.entries(versions).map(([id, { stages }]) => [id, [...stages]])),
        };
      case 'GetSecretValueCommand': {
        const { value } = versions[input.VersionId!]!;
        if (value === undefined) throw Object.assign(new Error('no value'), { name: 'ResourceNotFoundException' });
        return { SecretString: value };
      }
      case 'GetRandomPasswordCommand':
        made += 1;
        return { RandomPassword: `${made}`.padStart(48, 'k') };
      case 'PutSecretValueCommand':
        versions[input.ClientRequestToken!]!.value = input.SecretString!;
        return {};
      case 'UpdateSecretVersionStageCommand':
        versions[input.RemoveFromVersionId!]!.stages = ['AWSPREVIOUS'];
        versions[input.MoveToVersionId!]!.stages = ['AWSCURRENT'];
        return {};
      default:
        throw new Error(command.constructor.name);
    }
  };
  return { versions, made: () => made, client: { send } as unknown as SecretsClient };
}

let secrets: ReturnType<typeof createSecrets>;
const step = (Step: string, version = 'new') =>
  rotate(secrets.client, { Step, SecretId: 'secret', ClientRequestToken: version } satisfies RotationEvent);

beforeEach(() => {
  secrets = createSecrets();
});

test('the four steps put a new key in the place of the old one, which stays as the previous', async () => {
  for (const name of ['createSecret', 'setSecret', 'testSecret', 'finishSecret']) await step(name);
  expect(secrets.versions.new).toEqual({
    value: JSON.stringify({ apiKey: '1'.padStart(48, 'k') }),
    stages: ['AWSCURRENT'],
  });
  expect(secrets.versions.old?.stages).toEqual(['AWSPREVIOUS']);
});

test('a step that is repeated changes nothing', async () => {
  await step('createSecret');
  await step('createSecret');
  expect(secrets.made()).toBe(1);
  await step('finishSecret');
  await step('finishSecret');
  expect(secrets.versions.new?.stages).toEqual(['AWSCURRENT']);
});

test('a key that cannot be used does not come into use', async () => {
  secrets.versions.new!.value = '{"apiKey":"short"}';
  await expect(step('testSecret')).rejects.toThrow('cannot be used');
});

test('a version that is not of this secret, or not pending, is refused', async () => {
  await expect(step('createSecret', 'unknown')).rejects.toThrow('not one of this secret');
  secrets.versions.stale = { stages: ['AWSPREVIOUS'] };
  await expect(step('createSecret', 'stale')).rejects.toThrow('not pending');
});
