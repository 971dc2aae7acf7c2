import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createAgentCoreGateways, type GatewayOptions } from '../../../../bot/adapters/agentcore/gateway.ts';
import { createCognitoIdentity } from '../../../../bot/adapters/cognito/identity.ts';
import type { Actor } from '../../../../bot/domain/actor.ts';
import { Secret } from '../../../../bot/domain/secret.ts';
import { systemClock } from '../../../../bot/ports/clock.ts';
import { startGateway } from '../../../infra/local/gateway/gateway-setup.ts';
import { challengeSecret } from '../../../infra/local/stand-in.ts';

type Gateways = ReturnType<typeof createAgentCoreGateways>;

let standIn: Awaited<ReturnType<typeof startGateway>>;
let token: string;
const opened: Gateways[] = [];

beforeAll(async () => {
  standIn = await startGateway({ targets: [{ name: 'logs', schemaKey: 'schemas/shop.yaml' }], pageSize: 7 });
  token = await standIn.tokenOf('slack-t1-u1');
});
afterEach(async () => {
  standIn.faults.clear();
  await Promise.all(opened.splice(0).map((gateways) => gateways.close()));
});
afterAll(() => standIn.stop());

const actor: Actor = {
  teamId: 'T1',
  slackUserId: 'U1',
  username: 'slack-t1-u1',
  email: 'u1@example.com',
  displayName: 'U1',
  roles: ['viewer'],
};

/** Tokens in the order in which they are handed out; the last one stays. One that was `refused` moves on. */
function identityOf(...tokens: string[]) {
  const asked: boolean[] = [];
  let index = 0;
  return {
    asked,
    async token(_actor: Actor, { refused }: { refused?: Secret } = {}) {
      asked.push(refused !== undefined);
      if (refused !== undefined) index = Math.min(index + 1, tokens.length - 1);
      return new Secret(tokens[index] ?? '');
    },
  };
}

function connect(options: Partial<GatewayOptions> = {}, who = actor) {
  const gateways = createAgentCoreGateways({
    url: standIn.url,
    identity: identityOf(token),
    clock: systemClock,
    retry: { firstPauseMs: 10, budgetMs: 3_000 },
    ...options,
  });
  opened.push(gateways);
  return gateways.connect(who);
}

test('a tool is called with the person’s token and answers JSON', async () => {
  const body = await connect().call('logs___list_order_lines', { order_id: 'a/b', state: ['x', 'y'], limit: 3 });
  expect(body).toEqual({ params: { id: 'a/b' }, query: { state: ['x', 'y'], limit: '3' } });
});

test('tools are listed over all pages, without the gateway’s own', async () => {
  const tools = await connect().list();
  expect(tools).toHaveLength(26);
  expect(tools.every(({ name }) => name.startsWith('logs___'))).toBe(true);
  const lines = tools.find(({ name }) => name === 'logs___list_order_lines');
  expect(lines?.inputSchema).toMatchObject({ type: 'object', required: ['order_id'] });
});

test('a gateway that streams its answers is read alike: pages of tools, a search, a call, a failing tool', async () => {
  const streaming = await startGateway({
    targets: [{ name: 'logs', schemaKey: 'schemas/shop.yaml' }],
    pageSize: 7,
    streaming: true,
  });
  const identity = identityOf(await streaming.tokenOf('slack-t1-u1'));
  const gateway = connect({ url: streaming.url, identity });
  expect(await gateway.list()).toHaveLength(26);
  expect((await gateway.search('money given back'))[0]?.name).toBe('logs___search_refunds');
  expect(await gateway.call('logs___search_refunds', {})).toEqual({ items: [] });
  await expect(gateway.call('logs___plain', {})).rejects.toMatchObject({ kind: 'bad-upstream' });
  await Promise.all(opened.splice(0).map((gateways) => gateways.close()));
  await streaming.stop();
});

test('tools are found by meaning', async () => {
  const [first] = await connect().search('money given back');
  expect(first?.name).toBe('logs___search_refunds');
});

test.each([
  ['a missing argument', 'logs___list_order_lines', {}, 'invalid-input'],
  ['an unknown argument', 'logs___search_refunds', { nobody: 1 }, 'invalid-input'],
  ['an unknown tool', 'logs___nothing', {}, 'not-found'],
  ['a source that is away', 'logs___broken', {}, 'unavailable'],
  ['an error without sense', 'logs___plain', {}, 'bad-upstream'],
  ['a backend that never answers', 'logs___slow', {}, 'timeout'],
] as const)('%s has its kind', async (_case, tool, args, kind) => {
  const gateway = connect({ timeoutMs: 3_000, retry: { attempts: 2, firstPauseMs: 1 } });
  await expect(gateway.call(tool, args)).rejects.toMatchObject({ kind });
});

test('a token refused once is renewed once and the call goes through', async () => {
  const identity = identityOf('not.a.token', token);
  expect(await connect({ identity }).call('logs___search_refunds', {})).toEqual({ items: [] });
  expect(identity.asked.filter(Boolean)).toHaveLength(1);
});

test('many calls that are refused with one token share one renewal, also those that come late', async () => {
  const { client, poolId, clientId } = standIn.pool;
  let refusedFirst = 'not.a.token';
  let signIns = 0;
  client.middlewareStack.add(
    (next, context) => (args) => {
      if (context.commandName === 'AdminInitiateAuthCommand') signIns += 1;
      return next(args);
    },
    { step: 'initialize', name: 'counting' },
  );
  const pool = createCognitoIdentity({
    client,
    userPoolId: poolId,
    clientId,
    challengeSecret: new Secret(challengeSecret),
    allowedEmailDomains: ['example.com'],
    defaultRole: 'viewer',
    clock: systemClock,
  });
  const held = await pool.token(actor);
  expect(signIns).toBe(1);
  const bad = new Secret(refusedFirst);
  // The pool's own token stands for one that the gateway stopped believing.
  const identity = {
    token: async (who: Actor, how: { refused?: Secret; signal?: AbortSignal } = {}) => {
      if (how.refused === bad) return pool.token(who, { ...how, refused: held });
      return refusedFirst === '' ? pool.token(who, how) : bad;
    },
  };
  const gateway = connect({ identity });
  await Promise.all(Array.from({ length: 8 }, () => gateway.call('logs___search_refunds', {})));
  expect(signIns).toBe(2);
  await gateway.call('logs___search_refunds', {});
  expect(signIns).toBe(2);
  refusedFirst = '';
  await gateway.call('logs___search_refunds', {});
  expect(signIns).toBe(2);
  client.middlewareStack.remove('counting');
});

test('a token of another pool is refused for good, without a third try', async () => {
  const foreign = await startGateway();
  const strange = await foreign.tokenOf('slack-t1-u1');
  await foreign.stop();
  const identity = identityOf(strange);
  const gateway = connect({ identity });
  await expect(gateway.call('logs___search_refunds', {})).rejects.toMatchObject({ kind: 'unauthenticated' });
  expect(identity.asked).toEqual([false, true]);
});

test('an expired token is renewed', async () => {
  const short = await startGateway({ targets: [{ name: 'logs', schemaKey: 'schemas/shop.yaml' }] });
  const good = await short.tokenOf('slack-t1-u1');
  const [head = '', claims = '', seal = ''] = good.split('.');
  const past = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), exp: 1 };
  const expired = [head, Buffer.from(JSON.stringify(past)).toString('base64url'), seal].join('.');
  const gateway = connect({ url: short.url, identity: identityOf(expired, good) });
  expect(await gateway.call('logs___search_refunds', {})).toEqual({ items: [] });
  await short.stop();
});

test('too many requests: waits as long as the gateway says, then succeeds', async () => {
  const gateway = connect();
  await gateway.call('logs___search_refunds', {});
  standIn.faults.add({ kind: 'throttle', operation: 'logs___search_refunds', count: 1 });
  const began = performance.now();
  await gateway.call('logs___search_refunds', {});
  expect(performance.now() - began).toBeGreaterThanOrEqual(950);
});

test('a wait that would outlast the budget is not begun', async () => {
  const gateway = connect({ retry: { budgetMs: 500, firstPauseMs: 10 } });
  await gateway.call('logs___search_refunds', {});
  standIn.faults.add({ kind: 'throttle', operation: 'logs___search_refunds', count: 1 });
  await expect(gateway.call('logs___search_refunds', {})).rejects.toMatchObject({
    kind: 'rate-limited',
    retryAfterMs: 1000,
  });
});

test('failures are tried as often as is set and no more', async () => {
  const gateway = connect({ retry: { attempts: 3, firstPauseMs: 10 } });
  await gateway.call('logs___search_refunds', {});
  standIn.faults.add({ kind: 'fail', operation: 'logs___search_refunds', count: 2 });
  expect(await gateway.call('logs___search_refunds', {})).toEqual({ items: [] });
  standIn.faults.add({ kind: 'fail', operation: 'logs___search_refunds', count: 3 });
  await expect(gateway.call('logs___search_refunds', {})).rejects.toMatchObject({ kind: 'unavailable' });
});

test('a call stopped by its caller is cancelled at once, one past its deadline has timed out', async () => {
  const gateway = connect();
  await gateway.call('logs___search_refunds', {});
  standIn.faults.add({ kind: 'hang', operation: 'logs___search_refunds', count: 2 });
  const stop = new AbortController();
  const stopped = gateway.call('logs___search_refunds', {}, { signal: stop.signal });
  setTimeout(() => stop.abort(), 50);
  await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
  const late = gateway.call('logs___search_refunds', {}, { signal: AbortSignal.timeout(50) });
  await expect(late).rejects.toMatchObject({ kind: 'timeout' });
  const before = AbortSignal.abort();
  await expect(gateway.call('logs___search_refunds', {}, { signal: before })).rejects.toMatchObject({
    kind: 'cancelled',
  });
});

test('one try that hangs is given up and another made', async () => {
  const gateway = connect({ timeoutMs: 300 });
  await gateway.call('logs___search_refunds', {});
  standIn.faults.add({ kind: 'hang', operation: 'logs___search_refunds', count: 1 });
  expect(await gateway.call('logs___search_refunds', {})).toEqual({ items: [] });
});

test('a gateway that is not there is unavailable', async () => {
  const gateway = connect({ url: 'http://127.0.0.1:9/mcp' });
  await expect(gateway.call('logs___search_refunds', {})).rejects.toMatchObject({ kind: 'unavailable' });
});
