import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  GetGroupCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { needing } from '../../../support/programs.ts';
import { startMoto } from '../moto.ts';
import { credentials, region, startCognito } from '../stand-in.ts';
import { checkUsersAndGroups } from './users-and-groups.ts';

describe('the stand-in', () => {
  let cognito: Awaited<ReturnType<typeof startCognito>>;
  let client: CognitoIdentityProviderClient;
  beforeAll(async () => {
    cognito = await startCognito();
    client = new CognitoIdentityProviderClient({ region, credentials, endpoint: cognito.url, maxAttempts: 1 });
  });
  afterAll(async () => {
    client.destroy();
    await cognito.stop();
  });

  test('keeps users and groups as Cognito does', async () => {
    await checkUsersAndGroups(client, cognito.poolId);
  });

  test('has the three roles from the start', async () => {
    for (const GroupName of ['viewer', 'responder', 'admin']) {
      await client.send(new GetGroupCommand({ UserPoolId: cognito.poolId, GroupName }));
    }
  });

  test('pages through users, and finds names whatever their case', async () => {
    for (const number of [1, 2, 3]) {
      await client.send(new AdminCreateUserCommand({ UserPoolId: cognito.poolId, Username: `Paged-${number}` }));
    }
    const query = { UserPoolId: cognito.poolId, Filter: 'username ^= "paged"', Limit: 2 };
    const first = await client.send(new ListUsersCommand(query));
    const { PaginationToken } = first;
    const second = await client.send(new ListUsersCommand({ ...query, PaginationToken }));
    const names = [...(first.Users ?? []), ...(second.Users ?? [])].map((user) => user.Username);
    expect(names).toEqual(['Paged-1', 'Paged-2', 'Paged-3']);
    expect(second.PaginationToken).toBeUndefined();
    const same = new AdminCreateUserCommand({ UserPoolId: cognito.poolId, Username: 'PAGED-1' });
    await expect(client.send(same)).rejects.toMatchObject({ name: 'UsernameExistsException' });
  });

  test.each([
    ['a custom attribute in a filter', 'custom:slack_user_id = "U1"'],
    ['a broken filter', 'email'],
  ])('refuses %s', async (_name, Filter) => {
    const query = new ListUsersCommand({ UserPoolId: cognito.poolId, Filter });
    await expect(client.send(query)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('refuses an attribute that the pool does not define', async () => {
    const UserAttributes = [{ Name: 'custom:other', Value: 'x' }];
    const command = new AdminCreateUserCommand({ UserPoolId: cognito.poolId, Username: 'x', UserAttributes });
    await expect(client.send(command)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

needing('moto_server').test('an independent implementation (moto) answers the same', async () => {
  const moto = await startMoto();
  const client = new CognitoIdentityProviderClient({ region, credentials, endpoint: moto.url, maxAttempts: 1 });
  try {
    const names = ['slack_team_id', 'slack_user_id'];
    const Schema = names.map((Name) => ({ Name, AttributeDataType: 'String' as const, Mutable: true }));
    const { UserPool } = await client.send(new CreateUserPoolCommand({ PoolName: 'second-opinion', Schema }));
    await checkUsersAndGroups(client, UserPool?.Id ?? '');
  } finally {
    client.destroy();
    await moto.stop();
  }
});
