import { setTimeout as sleep } from 'node:timers/promises';
import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createAgentCoreGateways } from '../../bot/adapters/agentcore/gateway.ts';
import { createCognitoIdentity } from '../../bot/adapters/cognito/identity.ts';
import { hasRole } from '../../bot/domain/actor.ts';
import { Secret } from '../../bot/domain/secret.ts';
import { systemClock } from '../../bot/ports/clock.ts';
import { startGateway } from '../infra/local/gateway/gateway-setup.ts';
import { challengeSecret } from '../infra/local/stand-in.ts';

const LIFETIME_SECONDS = 2;
const person = {
  teamId: 'T1',
  userId: 'U7',
  email: 'u7@example.com',
  emailConfirmed: true,
  displayName: 'U7',
  deactivated: false,
};

let world: Awaited<ReturnType<typeof startGateway>>;
beforeAll(async () => {
  const targets = [{ name: 'logs', schemaKey: 'schemas/shop.yaml' }];
  world = await startGateway({ targets }, { accessTokenSeconds: LIFETIME_SECONDS });
});
afterAll(() => world.stop());

function identityWith(clock = systemClock) {
  const { client, poolId, clientId } = world.pool;
  return createCognitoIdentity({
    client,
    userPoolId: poolId,
    clientId,
    challengeSecret: new Secret(challengeSecret),
    allowedEmailDomains: ['example.com'],
    defaultRole: 'viewer',
    clock,
  });
}

test('an investigation outlives its token: it is renewed before it expires', async () => {
  const identity = identityWith();
  const actor = await identity.resolve(person);
  const gateways = createAgentCoreGateways({ url: world.url, identity, clock: systemClock });
  const gateway = gateways.connect(actor);
  const first = (await identity.token(actor)).reveal();
  for (let look = 0; look < 6; look += 1) {
    expect(await gateway.call('logs___search_refunds', {})).toEqual({ items: [] });
    await sleep(600);
  }
  expect((await identity.token(actor)).reveal()).not.toBe(first);
  await gateways.close();
});

test('also where the bot’s clock stands still and only the refusal tells that it expired', async () => {
  const stood = new Date();
  const identity = identityWith({ now: () => stood });
  const actor = await identity.resolve(person);
  const gateways = createAgentCoreGateways({ url: world.url, identity, clock: systemClock });
  const gateway = gateways.connect(actor);
  expect(await gateway.call('logs___search_refunds', {})).toEqual({ items: [] });
  const held = (await identity.token(actor)).reveal();
  await sleep(LIFETIME_SECONDS * 1_000 + 600);
  expect((await identity.token(actor)).reveal()).toBe(held);
  expect(await gateway.call('logs___search_refunds', {})).toEqual({ items: [] });
  expect((await identity.token(actor)).reveal()).not.toBe(held);
  await gateways.close();
});

test('who is taken out of a group loses its rights at the next request, not when a token ends', async () => {
  const identity = identityWith();
  const actor = await identity.resolve(person);
  const { client, poolId } = world.pool;
  const group = { UserPoolId: poolId, Username: actor.username, GroupName: 'responder' };
  await client.send(new AdminAddUserToGroupCommand(group));
  expect(hasRole(await identity.resolve(person), 'responder')).toBe(true);
  await identity.token(actor);
  await client.send(new AdminRemoveUserFromGroupCommand(group));
  expect(hasRole(await identity.resolve(person), 'responder')).toBe(false);
});

test('who is disabled is refused at the next request', async () => {
  const identity = identityWith();
  const actor = await identity.resolve(person);
  const user = { UserPoolId: world.pool.poolId, Username: actor.username };
  await world.pool.client.send(new AdminUserGlobalSignOutCommand(user));
  await world.pool.client.send(new AdminDisableUserCommand(user));
  await expect(identity.resolve(person)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(identity.token(actor)).rejects.toMatchObject({
    kind: expect.stringMatching(/unauth|forbid/),
  });
});
