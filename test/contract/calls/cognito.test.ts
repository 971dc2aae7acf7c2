import {
  AdminAddUserToGroupCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { awsClientOptions } from '../../../bot/adapters/aws-client.ts';
import { createGrants } from '../../../bot/adapters/cognito/grants.ts';
import { createCognitoIdentity } from '../../../bot/adapters/cognito/identity.ts';
import { createLogin } from '../../../bot/adapters/cognito/login.ts';
import type { Actor } from '../../../bot/domain/actor.ts';
import type { LoginGrant, PendingLogin } from '../../../bot/domain/login.ts';
import { Secret } from '../../../bot/domain/secret.ts';
import { systemClock } from '../../../bot/ports/clock.ts';
import type { Identity, SlackPerson } from '../../../bot/ports/identity.ts';
import { signInAs } from '../../infra/local/cognito/sign-in-as.ts';
import { challengeSecret, credentials, region, startCognito } from '../../infra/local/stand-in.ts';
import { createFakeRecordStore } from '../../support/fakes/record-store.ts';
import { commandsOf, createTroubles, describeCalls } from './table.ts';

const TRIES = 2;
let cognito: Awaited<ReturnType<typeof startCognito>>;
let client: CognitoIdentityProviderClient;
let identity: Identity;
let known: Actor;
let serial = 0;

beforeAll(async () => {
  cognito = await startCognito();
  const patience = awsClientOptions(region, { answerMs: 1_500, attempts: TRIES });
  client = new CognitoIdentityProviderClient({ ...patience, credentials, endpoint: cognito.url });
  identity = createCognitoIdentity({
    client,
    userPoolId: cognito.poolId,
    clientId: cognito.clientId,
    challengeSecret: new Secret(challengeSecret),
    allowedEmailDomains: ['example.com'],
    defaultRole: 'viewer',
    clock: systemClock,
  });
  known = await identity.resolve(person('UKNOWN'));
});
afterAll(async () => {
  client.destroy();
  await cognito.stop();
});

function person(userId = 'U0', deactivated = false): SlackPerson {
  const email = `${userId}@example.com`;
  return { teamId: 'T1', userId, email, emailConfirmed: true, displayName: 'Somebody', deactivated };
}
const user = (username: string) => ({ UserPoolId: cognito.poolId, Username: username });
const groupsOf = async (username: string) =>
  (await client.send(new AdminListGroupsForUserCommand(user(username)))).Groups?.map(({ GroupName }) => GroupName);

const resolveKnown = () => identity.resolve(person('UKNOWN'));
function resolveNew(): Promise<Actor> {
  serial += 1;
  return identity.resolve(person(`U${serial}`));
}
/** A token made anew. */
async function signIn(): Promise<string> {
  const kept = await identity.token(known).catch(() => new Secret('none'));
  return (await identity.token(known, { refused: kept })).reveal();
}
/** The refusal of a deactivated account carries what went wrong with the revocation. */
async function revoke(): Promise<void> {
  const refusal = await identity.resolve(person('UKNOWN', true)).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ kind: 'forbidden' });
  if ((refusal as Error).cause !== undefined) throw (refusal as Error).cause;
}
/** A new person is complete although the answer to one call on the way was lost. */
async function surviving(operation: string): Promise<void> {
  cognito.faults.add({ kind: 'lose', operation, count: 1 });
  const actor = await resolveNew();
  expect(actor.roles).toEqual(['viewer']);
  expect(await groupsOf(actor.username)).toEqual(['viewer']);
  expect((await client.send(new AdminGetUserCommand(user(actor.username)))).UserStatus).toBe('CONFIRMED');
}

const troubles = createTroubles(() => cognito.faults);

describeCalls(
  'Cognito',
  {
    AdminGetUser: {
      success: async () => expect(await resolveKnown()).toEqual(known),
      ...troubles('AdminGetUser', { tries: TRIES }, resolveKnown),
      'partial failure': 'not applicable because it reads one user, whole or not at all',
    },
    AdminCreateUser: {
      success: async () => expect((await resolveNew()).roles).toEqual(['viewer']),
      ...troubles('AdminCreateUser', { tries: TRIES }, resolveNew),
      'partial failure': () => surviving('AdminCreateUser'),
    },
    AdminAddUserToGroup: {
      success: async () => expect(await groupsOf((await resolveNew()).username)).toEqual(['viewer']),
      ...troubles('AdminAddUserToGroup', { tries: TRIES, hollow: 'is its answer' }, resolveNew),
      'partial failure': () => surviving('AdminAddUserToGroup'),
    },
    AdminSetUserPassword: {
      success: async () => expect(await signInFresh()).not.toBe(''),
      ...troubles('AdminSetUserPassword', { tries: TRIES, hollow: 'is its answer' }, resolveNew),
      'partial failure': () => surviving('AdminSetUserPassword'),
    },
    AdminListGroupsForUser: {
      success: async () => expect((await resolveKnown()).roles).toEqual(['viewer']),
      ...troubles('AdminListGroupsForUser', { tries: TRIES }, resolveKnown),
      // The role stands on the second page; a page that fails is no short list of roles.
      'partial failure': async () => {
        const { username } = await identity.resolve(person('UMANY'));
        for (let index = 0; index < 61; index += 1) {
          const GroupName = `team-${index}`;
          await client.send(new CreateGroupCommand({ UserPoolId: cognito.poolId, GroupName, Precedence: 0 }));
          await client.send(new AdminAddUserToGroupCommand({ ...user(username), GroupName }));
        }
        expect((await identity.resolve(person('UMANY'))).roles).toEqual(['viewer']);
        let pages = 0;
        client.middlewareStack.add(
          (next, context) => async (args) => {
            if (context.commandName === 'AdminListGroupsForUserCommand') pages += 1;
            if (pages === 2) cognito.faults.add({ kind: 'fail', operation: 'AdminListGroupsForUser', count: TRIES });
            return next(args);
          },
          { step: 'initialize', name: 'second-page-fails' },
        );
        const refused = identity.resolve(person('UMANY'));
        await expect(refused).rejects.toMatchObject({ kind: 'unavailable' });
        client.middlewareStack.remove('second-page-fails');
        expect(pages).toBe(2);
      },
    },
    AdminInitiateAuth: {
      success: async () => expect(await signIn()).not.toBe(''),
      // The whole sign-in is begun anew once.
      ...troubles('AdminInitiateAuth', { tries: TRIES * 2 }, signIn),
      'partial failure': async () => {
        cognito.faults.add({ kind: 'lose', operation: 'AdminInitiateAuth', count: 1 });
        expect(await signIn()).not.toBe('');
      },
    },
    AdminRespondToAuthChallenge: {
      success: async () => expect(await signIn()).not.toBe(''),
      ...troubles('AdminRespondToAuthChallenge', { tries: TRIES * 2 }, signIn),
      // A challenge whose answer was lost is used up: a new one is asked for.
      'partial failure': async () => {
        cognito.faults.add({ kind: 'lose', operation: 'AdminRespondToAuthChallenge', count: 1 });
        expect(await signIn()).not.toBe('');
      },
    },
    RevokeToken: {
      success: async () => {
        const refresh = await endLogin();
        await expect(renewBy(refresh)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
      },
      // It takes no credentials, so that none of ours can be too old; a refusal for that is still one of ours.
      ...troubles('RevokeToken', { tries: TRIES, hollow: 'is its answer' }, endLogin),
      'partial failure': async () => {
        cognito.faults.add({ kind: 'lose', operation: 'RevokeToken', count: 1 });
        await endLogin();
      },
    },
    AdminUserGlobalSignOut: {
      success: async () => {
        const { refresh } = await signInAs(poolOfTests(), known.username, known.slackUserId);
        await revoke();
        await expect(renewBy(refresh)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
      },
      ...troubles('AdminUserGlobalSignOut', { tries: TRIES, hollow: 'is its answer' }, revoke),
      'partial failure': async () => {
        cognito.faults.add({ kind: 'lose', operation: 'AdminUserGlobalSignOut', count: 1 });
        await revoke();
      },
    },
  },
  commandsOf('client-cognito-identity-provider'),
);

/** A token of somebody made just now. */
async function signInFresh(): Promise<string> {
  return (await identity.token(await resolveNew())).reveal();
}

const poolOfTests = () => ({ client, poolId: cognito.poolId, clientId: cognito.clientId });

function renewBy(refresh: string) {
  return client.send(
    new AdminInitiateAuthCommand({
      UserPoolId: cognito.poolId,
      ClientId: cognito.clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: refresh },
    }),
  );
}

/** Somebody who signed in by themselves signs out; returns what they had. */
async function endLogin(): Promise<string> {
  const { refresh } = await signInAs(poolOfTests(), known.username, known.slackUserId);
  const grants = createFakeRecordStore<LoginGrant>();
  const secret = new Secret(challengeSecret);
  await createGrants(grants, secret).keep(known.username, known.teamId, new Secret(refresh));
  const login = createLogin({
    pool: {
      client,
      userPoolId: cognito.poolId,
      clientId: cognito.clientId,
      challengeSecret: secret,
      allowedEmailDomains: [],
      defaultRole: 'viewer',
      clock: systemClock,
    },
    signIn: { url: cognito.url, callbackUrl: 'https://bot.example.com/login/callback', issuer: cognito.issuer },
    logins: createFakeRecordStore<PendingLogin>(),
    grants,
    people: { find: () => Promise.reject(new Error('not asked')) },
    onTrouble: () => undefined,
  });
  expect(await login.end(known.username)).toBe(true);
  return refresh;
}
