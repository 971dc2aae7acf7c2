import { afterEach, expect, test } from '@jest/globals';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { createAgentCoreGateways } from '../../../../bot/adapters/agentcore/gateway.ts';
import { readRetryAfter } from '../../../../bot/adapters/agentcore/gateway-errors.ts';
import type { RetryPolicy } from '../../../../bot/adapters/retry.ts';
import type { Actor } from '../../../../bot/domain/actor.ts';
import { Secret } from '../../../../bot/domain/secret.ts';
import { systemClock } from '../../../../bot/ports/clock.ts';

/** A gateway that answers tools/call as each test likes, over server-sent events where it writes them. */

type Rpc = { id?: number; method: string; params?: { protocolVersion?: string } };

let server: FastifyInstance;
let gateways: ReturnType<typeof createAgentCoreGateways>;
let calls = 0;
let initialized = 0;
const sessionsSeen: unknown[] = [];

const actor: Actor = {
  teamId: 'T1',
  slackUserId: 'U1',
  username: 'slack-t1-u1',
  email: '',
  displayName: '',
  roles: [],
};

async function connect(
  answer: (rpc: Rpc, reply: FastifyReply) => unknown,
  retry: Partial<RetryPolicy> = { attempts: 2, firstPauseMs: 5 },
  hedgeMs = 60_000,
) {
  calls = 0;
  initialized = 0;
  sessionsSeen.length = 0;
  server = Fastify({ forceCloseConnections: true });
  server.post('/mcp', async (request, reply) => {
    const rpc = request.body as Rpc;
    if (rpc.id === undefined) return reply.code(202).send();
    if (rpc.method === 'initialize') {
      initialized += 1;
      reply.header('mcp-session-id', `session-${initialized}`);
      const result = {
        protocolVersion: rpc.params?.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: 'odd', version: '1' },
      };
      return { jsonrpc: '2.0', id: rpc.id, result };
    }
    calls += 1;
    sessionsSeen.push(request.headers['mcp-session-id']);
    return answer(rpc, reply);
  });
  const origin = await server.listen({ port: 0, host: '127.0.0.1' });
  gateways = createAgentCoreGateways({
    url: `${origin}/mcp`,
    identity: { token: async () => new Secret('token') },
    clock: systemClock,
    retry,
    timeoutMs: 5_000,
    hedgeMs,
    maxAnswerBytes: 100_000,
  });
  return gateways.connect(actor);
}

afterEach(async () => {
  await gateways.close();
  await server.close();
});

const events = (reply: FastifyReply, ...messages: unknown[]) =>
  reply
    .type('text/event-stream')
    .send(messages.map((message) => `event: message\ndata: ${JSON.stringify(message)}\n\n`).join(''));
const result = (rpc: Rpc, value: object) => ({ jsonrpc: '2.0', id: rpc.id, result: value });

test('an answer over server-sent events, with structured content, is read', async () => {
  const gateway = await connect((rpc, reply) =>
    events(reply, result(rpc, { content: [], structuredContent: { items: [1] } })),
  );
  expect(await gateway.call('logs___x', {})).toEqual({ items: [1] });
});

test('a source that was waited for in vain is not waited for again by each that asks, until it answers', async () => {
  let isAway = true;
  const gateway = await connect(
    (rpc, reply) =>
      isAway
        ? result(rpc, {
            isError: true,
            content: [{ type: 'text', text: '{"error":{"kind":"unavailable","message":"Loki cannot be reached."}}' }],
          })
        : events(reply, result(rpc, { content: [], structuredContent: { items: [] } })),
    { attempts: 6, firstPauseMs: 1, longestPauseMs: 1 },
  );
  const tries = async (tool: 'logs___x' | 'metrics___x') => {
    calls = 0;
    await expect(gateway.call(tool, {})).rejects.toMatchObject({ wording: 'Loki cannot be reached.' });
    return calls;
  };
  expect([await tries('logs___x'), await tries('logs___x'), await tries('metrics___x')]).toEqual([6, 3, 6]);
  isAway = false;
  await gateway.call('logs___x', {});
  isAway = true;
  expect(await tries('logs___x')).toBe(6);
});

test('a stream that ends without an answer is tried again at once instead of waiting for the timeout', async () => {
  const gateway = await connect((rpc, reply) =>
    calls === 1 ? events(reply) : events(reply, result(rpc, { content: [{ type: 'text', text: '{"ok":true}' }] })),
  );
  const began = performance.now();
  expect(await gateway.call('logs___x', {})).toEqual({ ok: true });
  expect(performance.now() - began).toBeLessThan(15_000);
});

test.each([
  ['text that is not JSON', { content: [{ type: 'text', text: 'hello' }] }, 'bad-upstream'],
  ['no content', { content: [] }, 'bad-upstream'],
  [
    'an error of a kind nobody knows',
    { isError: true, content: [{ type: 'text', text: '{"error":{"kind":"odd","message":"m"}}' }] },
    'bad-upstream',
  ],
  [
    'an error of the backend',
    { isError: true, content: [{ type: 'text', text: '{"error":{"kind":"forbidden","message":"no"}}' }] },
    'forbidden',
  ],
])('%s has its kind', async (_case, value, kind) => {
  const gateway = await connect((rpc) => result(rpc, value));
  await expect(gateway.call('logs___x', {})).rejects.toMatchObject({ kind });
});

test.each([
  [
    'HTML instead of JSON',
    (_rpc: Rpc, reply: FastifyReply) => reply.type('text/html').send('<p>hi</p>'),
    'bad-upstream',
  ],
  ['JSON that is no message', () => ({ hello: 'you' }), 'bad-upstream'],
  ['403', (_rpc: Rpc, reply: FastifyReply) => reply.code(403).send({}), 'forbidden'],
  [
    'a redirect elsewhere',
    (_rpc: Rpc, reply: FastifyReply) => reply.redirect('http://127.0.0.1:9/mcp', 307),
    'bad-upstream',
  ],
])('%s has its kind', async (_case, answer, kind) => {
  const gateway = await connect(answer);
  await expect(gateway.call('logs___x', {})).rejects.toMatchObject({ kind });
});

test.each([
  [
    'in one piece',
    (rpc: Rpc) => result(rpc, { content: [{ type: 'text', text: JSON.stringify('x'.repeat(200_000)) }] }),
  ],
  [
    'as a stream',
    (rpc: Rpc, reply: FastifyReply) =>
      events(reply, result(rpc, { content: [{ type: 'text', text: JSON.stringify('x'.repeat(200_000)) }] })),
  ],
])('an answer over the bound is refused, %s', async (_case, answer) => {
  const gateway = await connect(answer);
  await expect(gateway.call('logs___x', {})).rejects.toMatchObject({
    kind: 'invalid-input',
    message: expect.stringContaining('larger than 100000 bytes'),
    wording: 'Its answer was too large to read.',
  });
  expect(calls).toBe(1);
});

test('a request that hangs is made once more beside itself, and the answer to that is taken', async () => {
  const gateway = await connect(
    (rpc, reply) =>
      calls === 1 ? reply.hijack() : events(reply, result(rpc, { content: [], structuredContent: { ok: true } })),
    { attempts: 1 },
    20,
  );
  expect(await gateway.call('logs___x', {})).toEqual({ ok: true });
  expect(calls).toBe(2);
});

test('the calls of one person share a session, and a gateway that forgot it gets a new one', async () => {
  let forgotten = false;
  const gateway = await connect((rpc, reply) => {
    const ok = result(rpc, { content: [{ type: 'text', text: '{"ok":true}' }] });
    return forgotten && initialized === 1 ? reply.code(404).send({ jsonrpc: '2.0', id: null }) : ok;
  });
  await Promise.all([1, 2, 3].map(() => gateway.call('logs___x', {})));
  expect(initialized).toBe(1);
  forgotten = true;
  expect(await gateway.call('logs___x', {})).toEqual({ ok: true });
  expect(initialized).toBe(2);
  expect(sessionsSeen).toEqual(['session-1', 'session-1', 'session-1', 'session-1', 'session-2']);
});

test('two people have two sessions', async () => {
  const gateway = await connect((rpc) => result(rpc, { content: [{ type: 'text', text: '{"ok":true}' }] }));
  const other = gateways.connect({ ...actor, username: 'slack-t1-u2' });
  await Promise.all([gateway.call('logs___x', {}), other.call('logs___x', {})]);
  expect(initialized).toBe(2);
});

test('the list of tools is kept, and read again once the gateway says that it changed', async () => {
  const toolOf = (name: string) => ({ name, description: '', inputSchema: { type: 'object' } });
  let lists = 0;
  let changed = false;
  const gateway = await connect((rpc, reply) => {
    if (rpc.method === 'tools/list') {
      lists += 1;
      return result(rpc, { tools: [toolOf(changed ? 'logs___new' : 'logs___old')] });
    }
    const answer = result(rpc, { content: [{ type: 'text', text: '{"ok":true}' }] });
    if (!changed) return answer;
    return events(reply, { jsonrpc: '2.0', method: 'notifications/tools/list_changed' }, answer);
  });
  const names = async () => (await gateway.list()).map(({ name }) => name);
  expect([await names(), await names(), lists]).toEqual([['logs___old'], ['logs___old'], 1]);
  changed = true;
  await gateway.call('logs___old', {});
  expect([await names(), await names(), lists]).toEqual([['logs___new'], ['logs___new'], 2]);
});

test('a tool that is not there any more makes the list be read again', async () => {
  let lists = 0;
  const gateway = await connect((rpc) => {
    if (rpc.method !== 'tools/list') {
      return { jsonrpc: '2.0', id: rpc.id, error: { code: -32602, message: 'Unknown tool: logs___gone' } };
    }
    lists += 1;
    return result(rpc, { tools: [] });
  });
  await gateway.list();
  await expect(gateway.call('logs___gone', {})).rejects.toMatchObject({ kind: 'not-found' });
  await gateway.list();
  expect(lists).toBe(2);
});

test('a list of tools that never ends is an error', async () => {
  const gateway = await connect((rpc) => result(rpc, { tools: [], nextCursor: `${rpc.id}` }));
  await expect(gateway.list()).rejects.toMatchObject({ kind: 'bad-upstream' });
});

test('Retry-After is seconds or a date', () => {
  const now = new Date('2026-01-05T10:00:00Z');
  expect(readRetryAfter('7', now)).toBe(7_000);
  expect(readRetryAfter('Mon, 05 Jan 2026 10:00:09 GMT', now)).toBe(9_000);
  expect(readRetryAfter('Mon, 05 Jan 2026 09:00:00 GMT', now)).toBe(0);
  expect(readRetryAfter('soon', now)).toBeUndefined();
  expect(readRetryAfter(null, now)).toBeUndefined();
});
