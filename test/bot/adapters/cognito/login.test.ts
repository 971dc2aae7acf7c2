import {
  AdminDisableUserCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { createCognitoIdentity } from '../../../../bot/adapters/cognito/identity.ts';
import { createLogin } from '../../../../bot/adapters/cognito/login.ts';
import type { SreError } from '../../../../bot/domain/errors.ts';
import type { LoginGrant, PendingLogin } from '../../../../bot/domain/login.ts';
import { Secret } from '../../../../bot/domain/secret.ts';
import { SYSTEM_ACTOR } from '../../../../bot/domain/system-actor.ts';
import type { SlackPerson } from '../../../../bot/ports/identity.ts';
import { hostedBrowser } from '../../../infra/local/cognito/hosted-browser.ts';
import { challengeSecret, credentials, region, startCognito } from '../../../infra/local/stand-in.ts';
import { createFakeRecordStore } from '../../../support/fakes/record-store.ts';

// Signing in by oneself, through the real SDK client and HTTP against the stand-in of Cognito.

const CALLBACK = 'https://bot.example.com/login/callback';
let cognito: Awaited<ReturnType<typeof startCognito>>;
let client: CognitoIdentityProviderClient;
let now: Date;
let serial = 0;

beforeAll(async () => {
  cognito = await startCognito({ callbackUrls: [CALLBACK] });
  client = new CognitoIdentityProviderClient({ region, credentials, endpoint: cognito.url, maxAttempts: 1 });
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

/** Ada's and Ben's bot, with a pool in which both have a user already. */
async function open(key = challengeSecret) {
  const people = new Map<string, SlackPerson>();
  for (const name of ['ADA', 'BEN']) {
    const userId = `U${name}${serial}`;
    people.set(userId, {
      teamId: 'T1',
      userId,
      email: `${userId.toLowerCase()}@example.com`,
      emailConfirmed: true,
      displayName: name,
      deactivated: false,
    });
  }
  const [ada, ben] = [...people.values()] as [SlackPerson, SlackPerson];
  const pool = {
    client,
    userPoolId: cognito.poolId,
    clientId: cognito.clientId,
    challengeSecret: new Secret(challengeSecret),
    allowedEmailDomains: ['example.com'],
    defaultRole: 'responder' as const,
    clock: { now: () => now },
  };
  await createCognitoIdentity(pool).resolve(ada);
  await createCognitoIdentity(pool).resolve(ben);
  const logins = createFakeRecordStore<PendingLogin>();
  const grants = createFakeRecordStore<LoginGrant>();
  const troubles: SreError[] = [];
  const deps = {
    pool,
    signIn: { url: cognito.url, callbackUrl: CALLBACK, issuer: cognito.issuer },
    logins,
    grants,
    people: { find: async (_team: string, userId: string) => people.get(userId)! },
    onTrouble: (error: SreError) => void troubles.push(error),
  };
  const login = createLogin({ ...deps, pool: { ...pool, challengeSecret: new Secret(key) } });
  const identity = createCognitoIdentity(pool, login);
  const usernameOf = ({ userId }: SlackPerson) => `slack-t1-${userId.toLowerCase()}`;
  /** Begins as one, signs in at the page as the other; returns what the browser brings back. */
  async function back(as: SlackPerson, at: SlackPerson = as): Promise<Record<string, string>> {
    const { url } = await login.begin(as);
    const address = await hostedBrowser.signIn(url, usernameOf(at));
    return Object.fromEntries(address.searchParams);
  }
  return { ada, ben, people, pool, deps, login, identity, logins, grants, troubles, back, usernameOf };
}

test('nobody may do anything before they signed in; then as themselves, with a token of their own sign-in', async () => {
  const { ada, identity, login, back } = await open();
  await expect(identity.resolve(ada)).rejects.toMatchObject({
    kind: 'forbidden',
    message: expect.stringContaining('/sre login'),
  });
  expect(await login.finish(await back(ada))).toBe('signed-in');
  const actor = await identity.resolve(ada);
  const token = decodeJwt((await identity.token(actor)).reveal());
  expect(token).toMatchObject({ username: actor.username, scope: 'openid email', token_use: 'access' });
});

test('the address asks for a code with S256, a state and a nonce, and holds no verifier', async () => {
  const { ada, login, logins } = await open();
  const { url, until } = await login.begin(ada);
  const query = new URL(url).searchParams;
  expect(Object.fromEntries(query)).toMatchObject({
    response_type: 'code',
    code_challenge_method: 'S256',
    redirect_uri: CALLBACK,
    scope: 'openid email',
  });
  expect(query.get('code_challenge')).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(until.getTime() - now.getTime()).toBe(600_000);
  expect(JSON.stringify(await logins.list({}))).not.toContain(query.get('state'));
  expect((await login.begin(ada)).url).not.toBe(url);
});

test('what came back serves once', async () => {
  const { ada, login, back } = await open();
  const returned = await back(ada);
  expect(await login.finish(returned)).toBe('signed-in');
  expect(await login.finish(returned)).toBe('stale');
});

test('two returns at once end in one sign-in', async () => {
  const { ada, login, back } = await open();
  const returned = await back(ada);
  const ends = await Promise.all([login.finish(returned), login.finish(returned)]);
  expect(ends.sort()).toEqual(['signed-in', 'stale']);
});

test.each(['', 'x', 'A'.repeat(43), '../../x'])('a state %j that nobody was given is stale', async (state) => {
  const { login } = await open();
  expect(await login.finish({ state, code: 'code' })).toBe('stale');
});

test('after ten minutes it is too late', async () => {
  const { ada, login, back } = await open();
  const returned = await back(ada);
  now = new Date(now.getTime() + 600_001);
  expect(await login.finish(returned)).toBe('stale');
});

test('who signs in as somebody else is told so, and nothing of it is kept', async () => {
  const { ada, ben, login, grants, identity, back } = await open();
  expect(await login.finish(await back(ada, ben))).toBe('someone-else');
  expect(await grants.list({})).toEqual([]);
  await expect(identity.resolve(ada)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(identity.resolve(ben)).rejects.toMatchObject({ kind: 'forbidden' });
});

test.each([
  ['Slack has not confirmed the address', { emailConfirmed: false }],
  ['Slack shows no address', { email: undefined }],
  ['the account is deactivated', { deactivated: true }],
])('where %s, it is somebody else', async (_what, change) => {
  const { ada, people, login, back } = await open();
  const returned = await back(ada);
  people.set(ada.userId, { ...ada, ...change });
  expect(await login.finish(returned)).toBe('someone-else');
});

test('an address that the pool has not confirmed counts for nothing; its case does not matter', async () => {
  const { ada, people, login, back, usernameOf } = await open();
  people.set(ada.userId, { ...ada, email: ada.email!.toUpperCase() });
  expect(await login.finish(await back(ada))).toBe('signed-in');
  const user = { UserPoolId: cognito.poolId, Username: usernameOf(ada) };
  const UserAttributes = [{ Name: 'email_verified', Value: 'false' }];
  await client.send(new AdminUpdateUserAttributesCommand({ ...user, UserAttributes }));
  expect(await login.finish(await back(ada))).toBe('someone-else');
});

test('who cancels is told; the state is used up', async () => {
  const { ada, login } = await open();
  const { url } = await login.begin(ada);
  const address = await hostedBrowser.signIn(url, 'cancel');
  expect(await login.finish(Object.fromEntries(address.searchParams))).toBe('declined');
  expect(await login.finish(Object.fromEntries(address.searchParams))).toBe('stale');
});

test('a code of another sign-in is refused: its challenge and its nonce are not ours', async () => {
  const { ada, ben, login, back } = await open();
  const [hers, his] = [await back(ada), await back(ben)];
  expect(await login.finish({ state: hers.state, code: his.code })).toBe('refused');
});

test('an id token of another issuer is refused, and its refresh token is revoked', async () => {
  const { ada, deps, grants, usernameOf } = await open();
  const other = createLogin({ ...deps, signIn: { ...deps.signIn, issuer: `${cognito.url}/another-pool` } });
  const { url } = await other.begin(ada);
  const address = await hostedBrowser.signIn(url, usernameOf(ada));
  const end = await other.finish(Object.fromEntries(address.searchParams));
  expect(['refused', 'unavailable']).toContain(end);
  expect(await grants.list({})).toEqual([]);
});

test.each([
  ['throttle', 'unavailable'],
  ['fail', 'unavailable'],
] as const)('when the token endpoint answers with a %s, the person may try again', async (kind, end) => {
  const { ada, login, troubles, back } = await open();
  const returned = await back(ada);
  cognito.faults.add({ kind, operation: 'Token', count: 1 });
  expect(await login.finish(returned)).toBe(end);
  expect(troubles).toHaveLength(1);
  expect(await login.finish(await back(ada))).toBe('signed-in');
});

test('a token is refreshed before it expires, by what was kept', async () => {
  const { ada, login, identity, back } = await open();
  await login.finish(await back(ada));
  const actor = await identity.resolve(ada);
  const first = await identity.token(actor);
  expect((await identity.token(actor)).reveal()).toBe(first.reveal());
  now = new Date(now.getTime() + 3_400_000);
  const second = await identity.token(actor);
  expect(second.reveal()).not.toBe(first.reveal());
  const [fresh] = await Promise.all([identity.token(actor, { refused: second }), identity.token(actor)]);
  expect(fresh.reveal()).not.toBe(second.reveal());
});

test('what is kept is sealed: another key opens nothing, and it is of one user only', async () => {
  const { ada, ben, login, identity, deps, pool, grants, back, usernameOf } = await open();
  await login.finish(await back(ada));
  const [kept] = await grants.list({});
  expect(JSON.stringify(kept)).not.toMatch(/eyJ|refresh/);
  await grants.add({ ...kept!, id: usernameOf(ben) });
  await expect(identity.resolve(ben)).rejects.toMatchObject({ kind: 'forbidden' });
  const foreign = createLogin({ ...deps, pool: { ...pool, challengeSecret: new Secret('another secret') } });
  expect(await foreign.isGiven(usernameOf(ada))).toBe(false);
  // Another process of the same bot opens it.
  expect(await createLogin(deps).isGiven(usernameOf(ada))).toBe(true);
});

test('signing out revokes, in the pool too; the next request is refused', async () => {
  const { ada, login, identity, grants, deps, back } = await open();
  await login.finish(await back(ada));
  const actor = await identity.resolve(ada);
  const copy = (await grants.list({}))[0]!;
  expect(await login.end(ada)).toBe(true);
  expect(await login.end(ada)).toBe(false);
  await expect(identity.resolve(ada)).rejects.toMatchObject({ kind: 'forbidden' });
  // Even who kept the grant gets nothing for it.
  const hidden = createFakeRecordStore<LoginGrant>();
  await hidden.add(copy);
  await expect(createLogin({ ...deps, grants: hidden }).token(actor)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('a second sign-in takes the place of the first, which is revoked', async () => {
  const { ada, login, grants, deps, identity, back } = await open();
  await login.finish(await back(ada));
  const first = (await grants.list({}))[0]!;
  await login.finish(await back(ada));
  const actor = await identity.resolve(ada);
  const hidden = createFakeRecordStore<LoginGrant>();
  await hidden.add(first);
  await expect(createLogin({ ...deps, grants: hidden }).token(actor)).rejects.toMatchObject({ kind: 'forbidden' });
  expect(await identity.token(actor)).toBeDefined();
});

test('deactivation in Slack ends the consent', async () => {
  const { ada, login, identity, grants, back } = await open();
  await login.finish(await back(ada));
  await expect(identity.resolve({ ...ada, deactivated: true })).rejects.toMatchObject({ kind: 'forbidden' });
  expect(await grants.list({ states: ['given'] })).toEqual([]);
});

test('a sign-in that the pool ended is said to be over, and asked for again', async () => {
  const { ada, login, identity, back, usernameOf } = await open();
  await login.finish(await back(ada));
  const actor = await identity.resolve(ada);
  await client.send(new AdminDisableUserCommand({ UserPoolId: cognito.poolId, Username: usernameOf(ada) }));
  await expect(identity.token(actor)).rejects.toMatchObject({
    kind: 'forbidden',
    message: expect.stringContaining('Your sign-in has ended'),
  });
});

test('the bot itself needs no browser', async () => {
  const { identity } = await open();
  const person = {
    teamId: SYSTEM_ACTOR.teamId,
    userId: SYSTEM_ACTOR.userId,
    emailConfirmed: false,
    displayName: 'bot',
    deactivated: false,
  };
  const actor = await identity.resolve(person);
  expect(await identity.token(actor)).toBeDefined();
});
