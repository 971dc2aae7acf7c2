import { expect, test } from '@jest/globals';
import type { OpenAPIV3 } from 'openapi-types';
import { pino } from 'pino';
import { BackendError } from '../../../backends/common/backend-error.ts';
import { createBackendApp, type RequestContext } from '../../../backends/common/create-app.ts';

const document: OpenAPIV3.Document = {
  openapi: '3.0.3',
  info: { title: 'Echo', version: '1' },
  paths: {
    '/echo/{name}': {
      get: {
        operationId: 'echo',
        parameters: [
          { name: 'name', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 9, default: 3 } },
          { name: 'state', in: 'query', schema: { type: 'string', enum: ['open', 'shut'] } },
          { name: 'deep', in: 'query', schema: { type: 'boolean' } },
        ],
        responses: {
          '200': {
            description: 'Echo.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['said'],
                  properties: { said: { $ref: '#/components/schemas/Said' } },
                },
              },
            },
          },
        },
      },
    },
  },
  components: { schemas: { Said: { type: 'string' } } },
};

interface EchoOperations {
  echo: { parameters: { name: string; limit: number; state?: string; deep?: boolean }; response: { said: string } };
}

type Echo = (parameters: EchoOperations['echo']['parameters'], context: RequestContext) => Promise<{ said: string }>;

function echoApp(echo: Echo, options: { ready?: () => Promise<void>; timeout?: number; log?: string[] } = {}) {
  const logger = pino({ level: 'info' }, { write: (line: string) => options.log?.push(line) });
  return createBackendApp<EchoOperations>({
    document,
    apiKey: 'right-key',
    handlers: { echo },
    logger,
    ...(options.ready === undefined ? {} : { ready: options.ready }),
    ...(options.timeout === undefined ? {} : { requestTimeoutMs: options.timeout }),
  });
}

const say: Echo = async (parameters) => ({ said: JSON.stringify(parameters) });
const get = (app: ReturnType<typeof echoApp>, url: string, key: string | undefined = 'right-key') =>
  app.inject({ url, headers: key === undefined ? {} : { 'x-api-key': key } });

test.each([[undefined], ['wrong-key'], ['right-key-and-more'], ['']])('the key %p is refused with 401', async (key) => {
  const response = await echoApp(say).inject({
    url: '/echo/a',
    headers: key === undefined ? {} : { 'x-api-key': key },
  });
  expect(response.statusCode).toBe(401);
  expect(response.json().error.kind).toBe('unauthenticated');
});

test('health and readiness need no key, and readiness tells why it is not', async () => {
  const ready = async () => {
    throw new Error('the folder is gone');
  };
  const app = echoApp(say, { ready });
  expect((await get(app, '/health', 'none')).json()).toEqual({ status: 'ok' });
  const refused = await get(app, '/ready', 'none');
  expect(refused.statusCode).toBe(503);
  expect(refused.json().error).toMatchObject({ kind: 'unavailable', message: 'the folder is gone' });
  expect((await get(echoApp(say), '/ready', 'none')).json()).toEqual({ status: 'ready' });
});

test('parameters arrive coerced, with defaults', async () => {
  const response = await get(echoApp(say), '/echo/a%2Fb?deep=true&limit=4');
  expect(JSON.parse(response.json().said)).toEqual({ name: 'a/b', deep: true, limit: 4 });
  expect(JSON.parse((await get(echoApp(say), '/echo/a?state=')).json().said)).toEqual({ name: 'a', limit: 3 });
});

test.each([
  ['/echo/a?limit=0', 'limit', 'must be >= 1'],
  ['/echo/a?limit=ten', 'limit', 'must be integer'],
  ['/echo/a?state=ajar', 'state', 'must be one of open, shut'],
  ['/echo/a?stat=open', 'stat', 'is not known; did you mean state'],
  ['/echo/a?colour=red', 'colour', 'is not known; known are name, limit, state, deep'],
  ['/echo/a?limit=1&limit=2', 'limit', 'is given more than once'],
])('%s is refused with the field and the reason', async (url, field, reason) => {
  const response = await get(echoApp(say), url);
  expect(response.statusCode).toBe(400);
  expect(response.json().error).toMatchObject({ kind: 'invalid-input', field, reason });
});

test('a response that breaks its schema is a logged 500 and is not sent', async () => {
  const log: string[] = [];
  const app = echoApp(async () => ({ said: ['private-value'] as unknown as string }), { log });
  const response = await get(app, '/echo/a');
  expect(response.statusCode).toBe(500);
  expect(response.json().error.kind).toBe('internal');
  expect(response.body).not.toContain('private-value');
  expect(log.join('')).toContain('breaks its schema: /said must be string');
});

test('an unforeseen failure is a 500 that quotes nothing', async () => {
  const log: string[] = [];
  const app = echoApp(() => Promise.reject(new Error('password=hunter2')), { log });
  const response = await get(app, '/echo/a');
  expect(response.statusCode).toBe(500);
  expect(response.body).not.toContain('hunter2');
});

test('a failure on purpose keeps its kind and message', async () => {
  const app = echoApp(() => Promise.reject(new BackendError('not-found', 'No such thing.')));
  const response = await get(app, '/echo/a');
  expect(response.statusCode).toBe(404);
  expect(response.json().error).toMatchObject({ kind: 'not-found', message: 'No such thing.' });
});

test('a handler that takes too long is told to stop, and the answer is 504', async () => {
  const app = echoApp(
    (_, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    { timeout: 30 },
  );
  const response = await get(app, '/echo/a');
  expect(response.statusCode).toBe(504);
  expect(response.json().error.kind).toBe('timeout');
});

test('an unknown path and a method other than GET have the one error shape', async () => {
  const app = echoApp(say);
  for (const method of ['GET', 'POST'] as const) {
    const response = await app.inject({ method, url: method === 'GET' ? '/nothing' : '/echo/a' });
    expect(response.statusCode).toBe(404);
    expect(response.json().error.kind).toBe('not-found');
  }
});

test('the request id of the caller comes back, unless it is not usable', async () => {
  const app = echoApp(say);
  const kept = await app.inject({ url: '/health', headers: { 'x-request-id': 'trace-7' } });
  expect(kept.headers['x-request-id']).toBe('trace-7');
  const replaced = await app.inject({ url: '/health', headers: { 'x-request-id': 'a b\u00e9' } });
  expect(replaced.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
});

test('the log has one line for each request, without the query', async () => {
  const log: string[] = [];
  await get(echoApp(say, { log }), '/echo/secret-name');
  expect(log).toHaveLength(1);
  expect(JSON.parse(log[0]!)).toMatchObject({ operation: 'echo', status: 200, msg: 'request served' });
  expect(log[0]).not.toContain('secret-name');
});

test('an operation without a handler does not start', () => {
  const handlers = {} as { echo: Echo };
  expect(() => createBackendApp<EchoOperations>({ document, apiKey: 'right-key', handlers })).toThrow('no handler');
});

test('an empty key does not start', () => {
  expect(() => createBackendApp<EchoOperations>({ document, apiKey: '', handlers: { echo: say } })).toThrow('API key');
});
