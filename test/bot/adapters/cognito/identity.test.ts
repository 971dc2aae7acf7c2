import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { createCognitoIdentity } from '../../../../bot/adapters/cognito/identity.ts';
import type { CognitoPool } from '../../../../bot/adapters/cognito/pool.ts';
import { Secret } from '../../../../bot/domain/secret.ts';
import type { SlackPerson } from '../../../../bot/ports/identity.ts';
import { signInAs } from '../../../infra/local/cognito/sign-in-as.ts';
import { challengeSecret, credentials, region, startCognito } from '../../../infra/local/stand-in.ts';

let cognito: Awaited<ReturnType<typeof startCognito>>;
let client: CognitoIdentityProviderClient;
let now: Date;
let serial = 0;

beforeAll(async () => {
  cognito = await startCognito({ accessTokenSeconds: 3600 });
  client = new CognitoIdentityProviderClient({ region, credentials, endpoint: cognito.url, maxAttempts: 1 });
  await client.send(new CreateGroupCommand({ UserPoolId: cognito.poolId, GroupName: 'finance' }));
});
afterAll(async () => {
  client.destroy();
  await cognito.stop();
});
beforeEach(() => {
  now = new Date();
  serial += 1;
  cognito.faults.clear();
});

function identityOf(changes: Partial<CognitoPool> = {}) {
  return createCognitoIdentity({
    client,
    userPoolId: cognito.poolId,
    clientId: cognito.clientId,
    challengeSecret: new Secret(challengeSecret),
    allowedEmailDomains: ['example.com'],
    defaultRole: 'viewer',
    clock: { now: () => now },
    ...changes,
  });
}

function person(changes: Partial<SlackPerson> = {}): SlackPerson {
  const userId = `U${serial}`;
  return {
    teamId: 'T1',
    userId,
    email: `${userId}@Example.com`,
    emailConfirmed: true,
    displayName: 'Somebody',
    deactivated: false,
    ...changes,
  };
}

const user = (username: string) => ({ UserPoolId: cognito.poolId, Username: username });

test('a person of an allowed domain gets a user with the default role at the first request, and the same one later', async () => {
  const identity = identityOf({ defaultRole: 'responder' });
  const actor = await identity.resolve(person());
  expect(actor).toMatchObject({
    teamId: 'T1',
    slackUserId: `U${serial}`,
    username: `slack-t1-u${serial}`,
    roles: ['responder'],
  });
  const made = await client.send(new AdminGetUserCommand(user(actor.username)));
  expect(made.UserStatus).toBe('CONFIRMED');
  expect(Object.fromEntries((made.UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]))).toMatchObject({
    email_verified: 'true',
    'custom:slack_team_id': 'T1',
    'custom:slack_user_id': `U${serial}`,
  });
  expect(await identityOf({ allowedEmailDomains: [] }).resolve(person())).toEqual(actor);
});

test('two first requests at once make one user', async () => {
  const identity = identityOf();
  const [one, two] = await Promise.all([identity.resolve(person()), identity.resolve(person())]);
  expect(one).toEqual(two);
  expect(one?.roles).toEqual(['viewer']);
});

test('a user half made by a process that died is finished', async () => {
  cognito.faults.add({ kind: 'fail', operation: 'AdminAddUserToGroup', count: 1 });
  await expect(identityOf().resolve(person())).rejects.toMatchObject({ kind: 'unavailable' });
  expect((await identityOf().resolve(person())).roles).toEqual(['viewer']);
});

test('groups become roles; other groups do not count', async () => {
  const actor = await identityOf().resolve(person());
  for (const GroupName of ['admin', 'finance']) {
    await client.send(new AdminAddUserToGroupCommand({ ...user(actor.username), GroupName }));
  }
  expect((await identityOf().resolve(person())).roles).toEqual(['viewer', 'admin']);
});

test.each([
  ['another domain', { email: 'a@elsewhere.org' }, /People of elsewhere\.org do not get access.*Ask an administrator/],
  ['a domain that only ends alike', { email: 'a@notexample.com' }, /People of notexample\.com/],
  ['an address that is not confirmed', { emailConfirmed: false }, /no confirmed e-mail address/],
  ['no address', { email: undefined }, /no confirmed e-mail address/],
  ['a deactivated account', { deactivated: true }, /deactivated/],
])('%s is refused in words for the person', async (_case, changes, words) => {
  const refusal = identityOf().resolve(person(changes));
  await expect(refusal).rejects.toMatchObject({ kind: 'forbidden', message: expect.stringMatching(words) });
});

test('a disabled user is refused, and a user bound to another Slack account too', async () => {
  const actor = await identityOf().resolve(person());
  await client.send(
    new AdminUpdateUserAttributesCommand({
      ...user(actor.username),
      UserAttributes: [{ Name: 'custom:slack_user_id', Value: 'U-OTHER' }],
    }),
  );
  await expect(identityOf().resolve(person())).rejects.toMatchObject({ kind: 'forbidden' });
  await client.send(new AdminDisableUserCommand(user(actor.username)));
  await expect(identityOf().resolve(person())).rejects.toMatchObject({
    kind: 'forbidden',
    message: expect.stringContaining('taken away'),
  });
});

test('a token is the user’s own, kept, and renewed before it expires', async () => {
  const identity = identityOf();
  const actor = await identity.resolve(person());
  const first = await identity.token(actor);
  expect(String(first)).toBe('[redacted]');
  expect(decodeJwt(first.reveal())).toMatchObject({
    username: actor.username,
    client_id: cognito.clientId,
    'cognito:groups': ['viewer'],
  });
  expect(await identity.token(actor)).toBe(first);
  now = new Date(now.getTime() + 54 * 60_000);
  expect(await identity.token(actor)).toBe(first);
  now = new Date(now.getTime() + 70_000);
  // The answer's time must be the pool's time, so this clock asks the pool with the wrong one.
  await expect(identity.token(actor)).rejects.toMatchObject({ kind: 'unauthenticated' });
});

test('a refused token is made anew once, also for those who are refused with it later', async () => {
  const identity = identityOf();
  const actor = await identity.resolve(person());
  const first = await identity.token(actor);
  const renewed = await Promise.all([1, 2, 3].map(() => identity.token(actor, { refused: first })));
  expect(new Set(renewed).size).toBe(1);
  expect(renewed[0]?.reveal()).not.toBe(first.reveal());
  expect(await identity.token(actor, { refused: first })).toBe(renewed[0]);
  expect(await identity.token(actor)).toBe(renewed[0]);
});

test('a token made with other groups is not used any more', async () => {
  const identity = identityOf();
  const actor = await identity.resolve(person());
  const GroupName = 'responder';
  await client.send(new AdminAddUserToGroupCommand({ ...user(actor.username), GroupName }));
  await identity.resolve(person());
  const before = await identity.token(actor);
  expect(decodeJwt(before.reveal())['cognito:groups']).toContain(GroupName);
  await client.send(new AdminRemoveUserFromGroupCommand({ ...user(actor.username), GroupName }));
  await identity.resolve(person());
  expect(decodeJwt((await identity.token(actor)).reveal())['cognito:groups']).toEqual(['viewer']);
});

test('the tokens of a deactivated account are revoked, and the refusal stands where that fails', async () => {
  const identity = identityOf();
  const actor = await identity.resolve(person());
  const held = await identity.token(actor);
  const { refresh } = await signInAs(
    { client, poolId: cognito.poolId, clientId: cognito.clientId },
    actor.username,
    actor.slackUserId,
  );
  cognito.faults.add({ kind: 'fail', operation: 'AdminUserGlobalSignOut', count: 1 });
  const gone = person({ deactivated: true });
  await expect(identity.resolve(gone)).rejects.toMatchObject({ kind: 'forbidden', cause: { kind: 'unavailable' } });
  const refusal = await identity.resolve(gone).catch((error: Error) => error);
  expect([refusal, (refusal as Error).cause]).toEqual([expect.objectContaining({ kind: 'forbidden' }), undefined]);
  const again = new AdminInitiateAuthCommand({
    UserPoolId: cognito.poolId,
    ClientId: cognito.clientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: refresh },
  });
  await expect(client.send(again)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  expect((await identity.token(actor)).reveal()).not.toBe(held.reveal());
});

test('one who stops waiting does not stop the others', async () => {
  const identity = identityOf();
  const actor = await identity.resolve(person());
  const impatient = new AbortController();
  const stopped = identity.token(actor, { signal: impatient.signal });
  const patient = identity.token(actor);
  impatient.abort();
  await expect(stopped).rejects.toThrow();
  expect((await patient).reveal()).not.toBe('');
});

test('a wrong secret, a disabled user and failures of the pool have their kinds; the next try works', async () => {
  const identity = identityOf();
  const actor = await identity.resolve(person());
  const stranger = identityOf({ challengeSecret: new Secret('another secret') });
  await expect(stranger.token(actor)).rejects.toMatchObject({ kind: 'unauthenticated' });
  cognito.faults.add({ kind: 'throttle', operation: 'AdminInitiateAuth', count: 2 });
  await expect(identity.token(actor)).rejects.toMatchObject({ kind: 'rate-limited' });
  cognito.faults.add({ kind: 'fail', operation: 'AdminRespondToAuthChallenge', count: 2 });
  await expect(identity.token(actor)).rejects.toMatchObject({ kind: 'unavailable' });
  // Once is passed over: the whole sign-in is begun anew, with another challenge.
  cognito.faults.add({ kind: 'fail', operation: 'AdminRespondToAuthChallenge', count: 1 });
  const held = await identity.token(actor);
  expect(held.reveal()).not.toBe('');
  await client.send(new AdminDisableUserCommand(user(actor.username)));
  await expect(identity.token(actor, { refused: held })).rejects.toMatchObject({ kind: 'unauthenticated' });
});

test('a pool that is not there is unavailable', async () => {
  const nowhere = new CognitoIdentityProviderClient({
    region,
    credentials,
    endpoint: 'http://127.0.0.1:1',
    maxAttempts: 1,
  });
  await expect(identityOf({ client: nowhere }).resolve(person())).rejects.toMatchObject({ kind: 'unavailable' });
  nowhere.destroy();
});
