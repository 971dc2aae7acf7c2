import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { createCognitoIdentity } from '../../../../bot/adapters/cognito/identity.ts';
import { Secret } from '../../../../bot/domain/secret.ts';
import { SYSTEM_ACTOR } from '../../../../bot/domain/system-actor.ts';
import { withSystemActor } from '../../../../bot/slack/system-people.ts';
import { challengeSecret, credentials, region, startCognito } from '../../../infra/local/stand-in.ts';

let cognito: Awaited<ReturnType<typeof startCognito>>;
let client: CognitoIdentityProviderClient;
beforeAll(async () => {
  cognito = await startCognito({ accessTokenSeconds: 3600 });
  client = new CognitoIdentityProviderClient({ region, credentials, endpoint: cognito.url, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await cognito.stop();
});

test('the bot itself is a viewer in the pool, whatever others start as, with a token of its own', async () => {
  const identity = createCognitoIdentity({
    client,
    userPoolId: cognito.poolId,
    clientId: cognito.clientId,
    challengeSecret: new Secret(challengeSecret),
    allowedEmailDomains: [],
    defaultRole: 'responder',
    clock: { now: () => new Date() },
  });
  const people = withSystemActor({ find: () => Promise.reject(new Error('Slack is not asked')) });
  const person = await people.find(SYSTEM_ACTOR.teamId, SYSTEM_ACTOR.userId);
  const actor = await identity.resolve(person);
  await identity.resolve(person);
  expect(actor).toMatchObject({ username: 'sre-bot', roles: ['viewer'] });
  const claims = decodeJwt((await identity.token(actor)).reveal());
  expect(claims.username).toBe('sre-bot');
  expect(claims['cognito:groups']).toEqual(['viewer']);
});
