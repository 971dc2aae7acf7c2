import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { createTokenSigner } from '../../../../infra/local/cognito/tokens.ts';
import { createUser, signInAs } from '../cognito/sign-in-as.ts';
import { startCognito } from '../stand-in.ts';
import { startGateway } from './gateway-setup.ts';

let gateway: Awaited<ReturnType<typeof startGateway>>;
let token = '';
let client: Client;
let sessionId: string | undefined;

beforeAll(async () => {
  gateway = await startGateway();
  token = await gateway.tokenOf('alice');
  ({ client, sessionId } = await gateway.connect(token));
});
afterAll(() => gateway.stop());

const call = (name: string, args: Record<string, unknown> = {}) => client.callTool({ name, arguments: args });
const textOf = (result: Awaited<ReturnType<typeof call>>) => (result.content as { text: string }[])[0]?.text ?? '';

function post(
  authorization: string | undefined,
  body: unknown = { jsonrpc: '2.0', id: 1, method: 'tools/list' },
  more = {},
) {
  return fetch(gateway.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(authorization === undefined ? {} : { authorization }),
      ...more,
    },
    body: JSON.stringify(body),
  });
}

describe('tools', () => {
  test('are listed in pages, named target and operation, with the parameters of the schema', async () => {
    const first = await client.listTools();
    expect(first.tools).toHaveLength(15);
    const second = await client.listTools({ cursor: first.nextCursor });
    expect(second.nextCursor).toBeUndefined();
    const all = [...first.tools, ...second.tools];
    expect(all).toHaveLength(27);
    expect(new Set(all.map((tool) => tool.name)).size).toBe(27);
    expect(all.find((tool) => tool.name === 'shop___list_order_lines')).toEqual({
      name: 'shop___list_order_lines',
      description: 'Order lines. The lines of one order with their prices.',
      inputSchema: {
        type: 'object',
        properties: {
          order_id: { type: 'string' },
          state: { type: 'array', items: { type: 'string' } },
          limit: { type: 'integer', maximum: 9, description: 'How many.' },
        },
        required: ['order_id'],
      },
    });
    await expect(client.listTools({ cursor: 'bm9wZQ' })).rejects.toThrow('Invalid cursor');
  });

  test('are found by meaning, best first', async () => {
    const result = await call('x_amz_bedrock_agentcore_search', { query: 'which customers were refunded' });
    const { tools } = result.structuredContent as { tools: { name: string }[] };
    expect(tools[0]?.name).toBe('shop___search_refunds');
    expect(JSON.parse(textOf(result))).toEqual(result.structuredContent);
    const nothing = await call('x_amz_bedrock_agentcore_search', { query: 'zzzz' });
    expect(nothing.structuredContent).toEqual({ tools: [] });
  });

  test('call the backend with arguments in their places and the key in X-API-Key', async () => {
    const result = await call('shop___list_order_lines', { order_id: 'a/b ?', state: ['open', 'paid'], limit: 3 });
    expect(result.isError).toBeFalsy();
    expect(JSON.parse(textOf(result))).toEqual({
      params: { id: 'a/b ?' },
      query: { state: ['open', 'paid'], limit: '3' },
    });
    expect(gateway.seen.at(-1)?.key).toBe(gateway.apiKey);
  });

  test('calls are told of without their arguments and results', async () => {
    const told: object[] = [];
    const watched = await startGateway({ onAnswered: (answer) => told.push(answer) });
    const { client: other } = await watched.connect(await watched.tokenOf('alice'));
    await other.callTool({ name: 'shop___list_order_lines', arguments: { order_id: 'a-secret-order' } });
    await watched.stop();
    expect(told.at(-1)).toMatchObject({ operation: 'shop___list_order_lines', status: 200 });
    expect(JSON.stringify(told)).not.toContain('a-secret-order');
  });

  test('a failing backend is a result with isError that holds its own error', async () => {
    const broken = await call('shop___broken');
    expect(broken.isError).toBe(true);
    expect(JSON.parse(textOf(broken))).toEqual({ error: { kind: 'unavailable', message: 'the source is away' } });
    const kind = async (name: string, args = {}) => JSON.parse(textOf(await call(name, args))).error.kind;
    expect(await kind('shop___plain')).toBe('bad-upstream');
    expect(await kind('shop___list_order_lines')).toBe('invalid-input');
    expect(await kind('shop___search_refunds', { other: 1 })).toBe('invalid-input');
    await expect(call('shop___absent')).rejects.toThrow('Unknown tool');
    await expect(call('absent')).rejects.toThrow('Unknown tool');
  });

  test('a backend that is away is told as unavailable', async () => {
    const away = await startGateway();
    const { client: other } = await away.connect(await away.tokenOf('alice'));
    await other.listTools();
    await away.shop.close();
    const result = await other.callTool({ name: 'shop___search_refunds', arguments: {} });
    expect(JSON.parse(textOf(result)).error).toEqual({
      kind: 'unavailable',
      message: 'The backend cannot be reached: ECONNREFUSED.',
    });
    await away.stop();
  });

  test('a backend that does not answer in time is told as timeout', async () => {
    const hasty = await startGateway({ timeoutMs: 200 });
    const { client: other } = await hasty.connect(await hasty.tokenOf('alice'));
    const result = await other.callTool({ name: 'shop___slow', arguments: {} });
    expect(result.isError).toBe(true);
    expect(JSON.parse(textOf(result)).error).toEqual({
      kind: 'timeout',
      message: 'The backend gave no answer in 200 ms.',
    });
    await hasty.stop();
  });

  test('a result of 50 MB arrives whole', async () => {
    const patient = await startGateway();
    const { client: other } = await patient.connect(await patient.tokenOf('alice'));
    const result = await other.callTool({ name: 'shop___large', arguments: {} });
    expect(JSON.parse(textOf(result)).text).toHaveLength(50 * 1024 * 1024);
    await patient.stop();
  });

  test('a caller that goes away ends the call to the backend', async () => {
    const patient = await startGateway();
    const { client: other } = await patient.connect(await patient.tokenOf('alice'));
    const closed = new Promise<void>((done) => {
      patient.shop.server.on('request', (request) => request.socket.once('close', done));
    });
    const options = { signal: AbortSignal.timeout(200) };
    await expect(other.callTool({ name: 'shop___slow', arguments: {} }, undefined, options)).rejects.toThrow();
    await other.close();
    await closed;
    await patient.stop();
  });
});

describe('the token', () => {
  const signed = async (change: { issuer?: string; lifetime?: number; clientId?: string; folder?: string } = {}) => {
    const { cognito } = gateway;
    const signer = await createTokenSigner({
      keyFile: join(change.folder ?? cognito.folder, 'signing-key.pem'),
      issuer: change.issuer ?? cognito.issuer,
      lifetime: change.lifetime ?? 60,
    });
    const user = {
      username: 'alice',
      attributes: { sub: 'a-sub' },
      enabled: true,
      status: 'CONFIRMED' as const,
      groups: [],
      createdAt: 0,
      modifiedAt: 0,
    };
    const clientId = change.clientId ?? cognito.clientId;
    const grant = { username: 'alice', clientId, originJti: 'j', authTime: 0, expiresAt: 0 };
    return { access: await signer.access({ user, grant }), id: await signer.id({ user, grant }) };
  };

  test('made with the key of the pool and right in all is taken', async () => {
    expect((await post(`Bearer ${(await signed()).access}`)).status).toBe(200);
  });

  test('absent: 401 that points to the resource metadata', async () => {
    const response = await post(undefined);
    expect(response.status).toBe(401);
    const metadata = `${gateway.origin}/.well-known/oauth-protected-resource`;
    expect(response.headers.get('www-authenticate')).toBe(`Bearer resource_metadata="${metadata}"`);
    expect(await response.json()).toMatchObject({ jsonrpc: '2.0', error: { code: -32001 } });
    expect(await (await fetch(metadata)).json()).toMatchObject({ authorization_servers: [gateway.cognito.issuer] });
  });

  test('expired, of another issuer, client, key or kind, unsigned or damaged: 401 invalid_token', async () => {
    const foreign = await startCognito();
    const right = (await signed()).access;
    const [, claims] = right.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const refused: Record<string, string> = {
      expired: (await signed({ lifetime: -5 })).access,
      issuer: (await signed({ issuer: 'http://127.0.0.1:1/eu-central-1_other' })).access,
      client: (await signed({ clientId: 'another' })).access,
      key: (await signed({ folder: foreign.folder })).access,
      kind: (await signed()).id,
      unsigned: `${none}.${claims}.`,
      damaged: `${right.slice(0, -6)}AAAAAA`,
      nonsense: 'nonsense',
    };
    for (const [name, bad] of Object.entries(refused)) {
      const response = await post(`Bearer ${bad}`);
      expect([name, response.status]).toEqual([name, 401]);
      expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
    }
    expect((await post(`Basic ${right}`)).status).toBe(401);
    await foreign.stop();
    await expect(gateway.connect(refused.expired ?? '')).rejects.toThrow();
  });

  test('a pool that cannot be reached is no verdict on the token: 500', async () => {
    const away = await startGateway({ discoveryUrl: 'http://127.0.0.1:1/none' });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: '*/*' };
    expect((await fetch(away.url, { method: 'POST', headers, body: '{}' })).status).toBe(500);
    await away.stop();
  });
});

describe('sessions', () => {
  test('are given at initialize and bound to their caller', async () => {
    expect(sessionId).toMatch(/^[\x21-\x7e]+$/);
    const mine = { 'mcp-session-id': sessionId ?? '' };
    expect((await post(`Bearer ${token}`, undefined, mine)).status).toBe(200);
    const other = await gateway.tokenOf('bob');
    expect((await post(`Bearer ${other}`, undefined, mine)).status).toBe(404);
    expect((await post(`Bearer ${other}`)).status).toBe(200);
  });

  test('calls of two people at once keep apart', async () => {
    await createUser(gateway.pool, 'carol', 'U1');
    const carol = await gateway.connect((await signInAs(gateway.pool, 'carol', 'U1')).access);
    const ids = Array.from({ length: 20 }, (_one, index) => index);
    const answers = await Promise.all(
      ids.map((id) => {
        const from = id % 2 ? client : carol.client;
        return from.callTool({ name: 'shop___list_order_lines', arguments: { order_id: `o${id}` } });
      }),
    );
    expect(answers.map((answer) => JSON.parse(textOf(answer)).params.id)).toEqual(ids.map((id) => `o${id}`));
  });
});

test('other methods and broken bodies are refused', async () => {
  expect((await fetch(gateway.url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(405);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const broken = await fetch(gateway.url, { method: 'POST', headers, body: '{' });
  expect(broken.status).toBe(400);
  expect(await broken.json()).toMatchObject({ error: { code: -32700 } });
});

test('faults: too many requests with Retry-After, an internal error', async () => {
  gateway.faults.add({ kind: 'throttle', operation: 'shop___search_refunds', count: 1 });
  gateway.faults.add({ kind: 'fail', operation: 'tools/list', count: 1 });
  const body = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'shop___search_refunds', arguments: {} },
  };
  const throttled = await post(`Bearer ${token}`, body);
  expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '1']);
  expect((await post(`Bearer ${token}`)).status).toBe(500);
  expect((await post(`Bearer ${token}`)).status).toBe(200);
});
