import type { RotationDeps } from '../../../../infra/aws/rotation/backend-key.ts';

/** Secrets Manager, as far as the rotation of one secret goes. */
export interface SecretVersions {
  readonly versions: Record<string, { value?: string; stages: string[]; madeAt?: number }>;
  readonly client: RotationDeps['client'];
  /** How many new keys were asked for. */
  made(): number;
  /** The key of a stage; undefined where there is none. */
  keyOf(stage: string): string | undefined;
}

/** One key in use, and a version that waits for its value, as Secrets Manager has it at the start of a rotation. */
export function createSecretVersions(now: () => number = Date.now): SecretVersions {
  const versions: SecretVersions['versions'] = {
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
        const found = Object.entries(versions).find(
          ([id, { stages }]) =>
            (input.VersionId === undefined || id === input.VersionId) && stages.includes(input.VersionStage!),
        )?.[1];
        if (found?.value === undefined) {
          throw Object.assign(new Error('no value'), { name: 'ResourceNotFoundException' });
        }
        return { SecretString: found.value, CreatedDate: new Date(found.madeAt ?? 0) };
      }
      case 'GetRandomPasswordCommand':
        made += 1;
        return { RandomPassword: `${made}`.padStart(48, 'k') };
      case 'PutSecretValueCommand':
        Object.assign(versions[input.ClientRequestToken!]!, { value: input.SecretString!, madeAt: now() });
        return {};
      case 'UpdateSecretVersionStageCommand':
        versions[input.RemoveFromVersionId!]!.stages = ['AWSPREVIOUS'];
        versions[input.MoveToVersionId!]!.stages = ['AWSCURRENT'];
        return {};
      default:
        throw new Error(command.constructor.name);
    }
  };
  return {
    versions,
    made: () => made,
    client: { send } as unknown as RotationDeps['client'],
    keyOf(stage) {
      const found = Object.values(versions).find(({ stages, value }) => stages.includes(stage) && value !== undefined);
      return found?.value === undefined ? undefined : (JSON.parse(found.value) as { apiKey: string }).apiKey;
    },
  };
}
