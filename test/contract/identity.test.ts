import {
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { createCognitoIdentity } from '../../bot/adapters/cognito/identity.ts';
import { Secret } from '../../bot/domain/secret.ts';
import { systemClock } from '../../bot/ports/clock.ts';
import { challengeSecret, credentials, region, startCognito } from '../infra/local/stand-in.ts';
import { createFakeIdentity } from '../support/fakes/identity.ts';
import { identityContract } from './identity.ts';
import { describeWithMoto } from './moto.ts';

const policy = {
  challengeSecret: new Secret(challengeSecret),
  allowedEmailDomains: ['example.com'],
  defaultRole: 'viewer' as const,
  clock: systemClock,
};

describe('the fake', () => identityContract(() => createFakeIdentity()));

describe('Cognito', () => {
  let cognito: Awaited<ReturnType<typeof startCognito>>;
  let client: CognitoIdentityProviderClient;
  beforeAll(async () => {
    cognito = await startCognito();
    client = new CognitoIdentityProviderClient({ region, credentials, endpoint: cognito.url });
  });
  afterAll(async () => {
    client.destroy();
    await cognito.stop();
  });
  identityContract(() =>
    createCognitoIdentity({ client, userPoolId: cognito.poolId, clientId: cognito.clientId, ...policy }),
  );
});

// It has no CUSTOM_AUTH, so it is asked about users and groups only.
describeWithMoto('Cognito of moto', (urlOf) => {
  let client: CognitoIdentityProviderClient;
  let userPoolId: string;
  beforeAll(async () => {
    client = new CognitoIdentityProviderClient({ region, credentials, endpoint: urlOf() });
    const Schema = ['slack_team_id', 'slack_user_id'].map((Name) => ({ Name, AttributeDataType: 'String' as const }));
    const { UserPool } = await client.send(new CreateUserPoolCommand({ PoolName: 'oncall', Schema }));
    userPoolId = UserPool?.Id ?? '';
    await client.send(new CreateGroupCommand({ UserPoolId: userPoolId, GroupName: 'viewer' }));
  });
  afterAll(() => client.destroy());
  identityContract(() => createCognitoIdentity({ client, userPoolId, clientId: 'unused', ...policy }));
});
