import { afterAll, beforeAll, expect } from '@jest/globals';
import { createAgentCoreGateways } from '../../../bot/adapters/agentcore/gateway.ts';
import { createCognitoIdentity } from '../../../bot/adapters/cognito/identity.ts';
import type { Actor } from '../../../bot/domain/actor.ts';
import { Secret } from '../../../bot/domain/secret.ts';
import { systemClock } from '../../../bot/ports/clock.ts';
import type { ToolGateway } from '../../../bot/ports/tool-gateway.ts';
import { startGateway } from '../../infra/local/gateway/gateway-setup.ts';
import { challengeSecret } from '../../infra/local/stand-in.ts';
import { botSources, createTroubles, describeCalls } from './table.ts';

const TOOL = 'logs___search_refunds';
const SEARCH = 'x_amz_bedrock_agentcore_search';
let world: Awaited<ReturnType<typeof startGateway>>;
/** Longer than any answer takes that comes at all. */
const PATIENT_MS = 60_000;
/** By how long they wait for one try. */
const gateways = new Map<number, ReturnType<typeof createAgentCoreGateways>>();
let identity: ReturnType<typeof createCognitoIdentity>;
let gateway: ToolGateway;
let actor: Actor;

beforeAll(async () => {
  world = await startGateway({ targets: [{ name: 'logs', schemaKey: 'schemas/shop.yaml' }], pageSize: 7 });
  const { client, poolId, clientId } = world.pool;
  identity = createCognitoIdentity({
    client,
    userPoolId: poolId,
    clientId,
    challengeSecret: new Secret(challengeSecret),
    allowedEmailDomains: ['example.com'],
    defaultRole: 'viewer',
    clock: systemClock,
  });
  const email = 'u1@example.com';
  const person = { teamId: 'T1', userId: 'U1', email, emailConfirmed: true, displayName: 'U1', deactivated: false };
  actor = await identity.resolve(person);
  gateway = hasty(PATIENT_MS);
});
afterAll(async () => {
  await Promise.all([...gateways.values()].map((one) => one.close()));
  await world.stop();
});

/** A gateway that waits so long for one try. */
function hasty(timeoutMs: number): ToolGateway {
  const made =
    gateways.get(timeoutMs) ??
    createAgentCoreGateways({
      url: world.url,
      identity,
      clock: systemClock,
      timeoutMs,
      listKeptMs: 0,
      retry: { firstPauseMs: 10, attempts: 3 },
    });
  gateways.set(timeoutMs, made);
  return made.connect(actor);
}

const call = (of = gateway) => of.call(TOOL, {});
const list = (of = gateway) => of.list();
const search = (of = gateway) => of.search('money given back');
/** A call of somebody who has no session yet. */
async function begin(timeoutMs = PATIENT_MS): Promise<unknown> {
  const fresh = createAgentCoreGateways({
    url: world.url,
    identity: { token: async () => new Secret(await tokenOfActor()) },
    clock: systemClock,
    timeoutMs,
    retry: { firstPauseMs: 10, attempts: 3 },
  });
  try {
    return await fresh.connect(actor).call(TOOL, {});
  } finally {
    await fresh.close();
  }
}
let token = '';
async function tokenOfActor(): Promise<string> {
  token ||= await world.tokenOf('slack-t1-other');
  return token;
}

const troubles = createTroubles(() => world.faults);
/** Every tool only reads, so all is tried as often as the policy says; a refused token is renewed once. */
const expectation = { tries: 3, triesWhenExpired: 2 };

describeCalls(
  'AgentCore Gateway',
  {
    initialize: {
      success: async () => expect(await begin()).toEqual({ items: [] }),
      ...troubles('initialize', expectation, () => begin(), begin),
      'partial failure': 'not applicable because a session is there or not',
    },
    'tools/list': {
      success: async () => expect(await list()).toHaveLength(26),
      ...troubles(
        'tools/list',
        expectation,
        () => list(),
        (ms) => list(hasty(ms)),
      ),
      // One page fails: it is asked for again, and a list that cannot be had whole is none.
      'partial failure': async () => {
        const whole = list();
        world.faults.add({ kind: 'fail', operation: 'tools/list', count: 2 });
        expect(await whole).toHaveLength(26);
        world.faults.clear();
        world.faults.add({ kind: 'fail', operation: 'tools/list', count: 3 });
        await expect(list()).rejects.toMatchObject({ kind: 'unavailable' });
      },
    },
    'tools/call': {
      success: async () => expect(await call()).toEqual({ items: [] }),
      ...troubles(
        TOOL,
        expectation,
        () => call(),
        (ms) => call(hasty(ms)),
      ),
      // The gateway works and what is behind it does not: `isError`, told apart from the gateway's own failures.
      'partial failure': async () => {
        const broken = gateway.call('logs___broken', {});
        await expect(broken).rejects.toMatchObject({ kind: 'unavailable', message: expect.stringMatching(/is away/) });
        await expect(gateway.call('logs___plain', {})).rejects.toMatchObject({ kind: 'bad-upstream' });
      },
    },
    [SEARCH]: {
      success: async () => expect((await search())[0]?.name).toBe(TOOL),
      ...troubles(
        SEARCH,
        expectation,
        () => search(),
        (ms) => search(hasty(ms)),
      ),
      'partial failure': 'not applicable because it is one page of tools, whole or not at all',
    },
  },
  methodsSent(),
);

/** The MCP methods that the bot's sources name; a session begins with `initialize` where a client connects. */
function methodsSent(): readonly string[] {
  const methods = botSources().flatMap((source) => [
    ...[...source.matchAll(/method: '([a-z]+\/[a-z]+)'/g)].flatMap(([, method]) => method ?? []),
    ...(/\bclient\.connect\(/.test(source) && source.includes('modelcontextprotocol') ? ['initialize'] : []),
    ...(source.includes(`'${SEARCH}'`) ? [SEARCH] : []),
  ]);
  return [...new Set(methods)];
}
