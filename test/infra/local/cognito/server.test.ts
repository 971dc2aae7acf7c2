import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { createCognito } from '../../../../infra/local/cognito/server.ts';
import { credentials, region, startCognito } from '../stand-in.ts';
import { answerSignIn, beginSignIn, createUser, signInAs } from './sign-in-as.ts';

let cognito: Awaited<ReturnType<typeof startCognito>>;
let client: CognitoIdentityProviderClient;
let pool: { client: CognitoIdentityProviderClient; poolId: string; clientId: string };
let count = 0;
let name = '';

beforeAll(async () => {
  cognito = await startCognito();
  client = new CognitoIdentityProviderClient({ region, credentials, endpoint: cognito.url, maxAttempts: 1 });
  pool = { client, poolId: cognito.poolId, clientId: cognito.clientId };
});
afterAll(async () => {
  client.destroy();
  await cognito.stop();
});
beforeEach(async () => {
  count += 1;
  name = `slack-t1-u${count}`;
  await createUser(pool, name, 'U1');
});

const user = () => ({ UserPoolId: pool.poolId, Username: name });
const refresh = (token: string) =>
  client.send(
    new AdminInitiateAuthCommand({
      UserPoolId: pool.poolId,
      ClientId: pool.clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: token },
    }),
  );

describe('tokens', () => {
  test('a right answer brings an access token of this user, verified by the published key', async () => {
    await client.send(new AdminAddUserToGroupCommand({ ...user(), GroupName: 'responder' }));
    const { access, AuthenticationResult } = await signInAs(pool, name, 'U1');
    const keys = createRemoteJWKSet(new URL(`${cognito.issuer}/.well-known/jwks.json`));
    const { payload, protectedHeader } = await jwtVerify(access, keys, { issuer: cognito.issuer });
    expect(protectedHeader.alg).toBe('RS256');
    expect(payload).toMatchObject({
      client_id: pool.clientId,
      token_use: 'access',
      username: name,
      'cognito:groups': ['responder'],
    });
    expect(payload.aud).toBeUndefined();
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
    expect(AuthenticationResult).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });
    const id = decodeJwt(AuthenticationResult.IdToken ?? '');
    expect(id).toMatchObject({ aud: pool.clientId, token_use: 'id', email_verified: true, 'cognito:username': name });
  });

  test('a refresh brings the groups of now, and no other refresh token', async () => {
    const first = await signInAs(pool, name, 'U1');
    expect(decodeJwt(first.access)['cognito:groups']).toBeUndefined();
    await client.send(new AdminAddUserToGroupCommand({ ...user(), GroupName: 'viewer' }));
    const { AuthenticationResult: again } = await refresh(first.refresh);
    expect(decodeJwt(again?.AccessToken ?? '')['cognito:groups']).toEqual(['viewer']);
    expect(decodeJwt(again?.AccessToken ?? '').origin_jti).toBe(decodeJwt(first.access).origin_jti);
    expect(again?.RefreshToken).toBeUndefined();
  });

  test('revoked, signed out and foreign refresh tokens are refused', async () => {
    const first = await signInAs(pool, name, 'U1');
    const second = await signInAs(pool, name, 'U1');
    await client.send(new RevokeTokenCommand({ ClientId: pool.clientId, Token: first.refresh }));
    await expect(refresh(first.refresh)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(refresh(second.refresh)).resolves.toBeDefined();
    await client.send(new AdminUserGlobalSignOutCommand(user()));
    await expect(refresh(second.refresh)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(refresh('foreign')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  test('a disabled user gets none, by any way in, until enabled again', async () => {
    const { refresh: token } = await signInAs(pool, name, 'U1');
    const begun = await beginSignIn(pool, name);
    await client.send(new AdminDisableUserCommand(user()));
    const disabled = { name: 'NotAuthorizedException', message: 'User is disabled.' };
    await expect(refresh(token)).rejects.toMatchObject(disabled);
    await expect(beginSignIn(pool, name)).rejects.toMatchObject(disabled);
    await expect(answerSignIn(pool, begun, name, 'U1')).rejects.toMatchObject(disabled);
    await client.send(new AdminEnableUserCommand(user()));
    await expect(refresh(token)).resolves.toBeDefined();
  });
});

describe('challenges', () => {
  const refused = { name: 'NotAuthorizedException' };

  test('a wrong answer asks again with another session and nonce; the third fails the sign-in', async () => {
    const first = await beginSignIn(pool, name);
    const second = await answerSignIn(pool, first, name, 'U1', '1.00');
    expect(second.ChallengeName).toBe('CUSTOM_CHALLENGE');
    expect(second.Session).not.toBe(first.Session);
    expect(second.ChallengeParameters?.nonce).not.toBe(first.ChallengeParameters?.nonce);
    const third = await answerSignIn(pool, second, name, 'U1', '1.00');
    await expect(answerSignIn(pool, third, name, 'U1', '1.00')).rejects.toMatchObject(refused);
  });

  test('an answer made for another Slack user is wrong', async () => {
    const step = await answerSignIn(pool, await beginSignIn(pool, name), name, 'U2');
    expect(step.AuthenticationResult).toBeUndefined();
  });

  test('a session serves once, and for its own user', async () => {
    const begun = await beginSignIn(pool, name);
    await answerSignIn(pool, begun, name, 'U1');
    await expect(answerSignIn(pool, begun, name, 'U1')).rejects.toMatchObject(refused);
    const mine = await beginSignIn(pool, name);
    await createUser(pool, `${name}-other`, 'U1');
    await expect(answerSignIn(pool, mine, `${name}-other`, 'U1')).rejects.toMatchObject(refused);
  });

  test('a session expires', async () => {
    const hasty = await startCognito({ sessionSeconds: 0.05 });
    const its = {
      client: new CognitoIdentityProviderClient({ region, credentials, endpoint: hasty.url, maxAttempts: 1 }),
      poolId: hasty.poolId,
      clientId: hasty.clientId,
    };
    await createUser(its, name, 'U1');
    const late = await beginSignIn(its, name);
    await new Promise((done) => setTimeout(done, 100));
    await expect(answerSignIn(its, late, name, 'U1')).rejects.toThrow(
      'Invalid session for the user, session is expired.',
    );
    its.client.destroy();
    await hasty.stop();
  });

  test('an unknown user is refused without being told apart', async () => {
    await expect(beginSignIn(pool, 'nobody')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });
});

describe('the protocol', () => {
  test('describes the pool, the client and its discovery document', async () => {
    const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId: pool.poolId }));
    expect(UserPool?.Id).toMatch(/^eu-central-1_[A-Za-z0-9]{9}$/);
    const ids = { UserPoolId: pool.poolId, ClientId: pool.clientId };
    const { UserPoolClient } = await client.send(new DescribeUserPoolClientCommand(ids));
    expect(UserPoolClient?.ExplicitAuthFlows).toContain('ALLOW_CUSTOM_AUTH');
    const response = await fetch(`${cognito.issuer}/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({
      issuer: cognito.issuer,
      jwks_uri: `${cognito.issuer}/.well-known/jwks.json`,
    });
  });

  test('refuses another pool, another access key and another secret key', async () => {
    const other = new AdminGetUserCommand({ UserPoolId: 'eu-central-1_other', Username: name });
    await expect(client.send(other)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const as = (key: typeof credentials) =>
      new CognitoIdentityProviderClient({ region, credentials: key, endpoint: cognito.url, maxAttempts: 1 });
    const get = () => new AdminGetUserCommand(user());
    const stranger = as({ ...credentials, accessKeyId: 'AKIAOTHER' });
    await expect(stranger.send(get())).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    const forger = as({ ...credentials, secretAccessKey: 'other' });
    await expect(forger.send(get())).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    const unsigned = await fetch(cognito.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.ListUsers' },
      body: '{}',
    });
    expect(unsigned.status).toBe(400);
    expect(await unsigned.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });

  test('faults: throttled, broken, and hanging until the caller gives up', async () => {
    cognito.faults.add({ kind: 'throttle', operation: 'AdminGetUser', count: 1 });
    cognito.faults.add({ kind: 'fail', operation: 'AdminGetUser', count: 1 });
    cognito.faults.add({ kind: 'hang', operation: 'AdminGetUser', count: 1 });
    const get = (options?: { abortSignal: AbortSignal }) => client.send(new AdminGetUserCommand(user()), options);
    await expect(get()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await expect(get()).rejects.toMatchObject({ name: 'InternalErrorException' });
    await expect(get({ abortSignal: AbortSignal.timeout(200) })).rejects.toMatchObject({ name: 'AbortError' });
    await expect(get()).resolves.toMatchObject({ Username: name });
  });

  test('the pool and its key outlive a restart, readable by their owner only', async () => {
    const before = await signInAs(pool, name, 'U1');
    const again = await createCognito({ folder: cognito.folder, region, url: cognito.url, ...credentials });
    const keys = async (app: typeof again.app) =>
      (await app.inject({ url: `/${cognito.poolId}/.well-known/jwks.json` })).json();
    expect(again.poolId).toBe(cognito.poolId);
    expect(await keys(again.app)).toEqual(await keys(cognito.app));
    const state = readFileSync(join(cognito.folder, 'pool.json'), 'utf8');
    expect(state).toContain(name);
    expect(state).not.toContain(before.refresh);
    for (const file of ['pool.json', 'signing-key.pem']) {
      expect(statSync(join(cognito.folder, file)).mode & 0o777).toBe(0o600);
    }
  });
});
