import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import pg from 'pg';
import { z } from 'zod';
import { AwsError, acceptRawBodies, readJsonObject, sendAwsError } from '../aws-json.ts';
import { createFaults, type Faults, lose, misbehave } from '../faults.ts';
import { createInputCheck, type Problem, readServiceModel } from '../service-models/check.ts';
import { judgeSignature } from '../sigv4.ts';
import { createEvents } from './events.ts';
import {
  actorId,
  batch,
  check,
  eventId,
  eventList,
  InvalidInput,
  newEvent,
  paging,
  recordId,
  recordList,
  recordSearch,
  sessionId,
} from './input.ts';
import { createRecordBatches } from './record-batches.ts';
import { createRecords } from './records.ts';
import { createMemoryTables } from './tables.ts';

export interface MemoryOptions {
  /** Where events and records are kept, in a schema of their own. */
  readonly databaseUrl: string;
  /** The one memory that exists. */
  readonly memoryId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface MemoryServer {
  readonly app: FastifyInstance;
  readonly faults: Faults;
}

interface Call {
  readonly memoryId: string;
  readonly path: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Route {
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly status: number;
  readonly answer: (call: Call) => Promise<object>;
}

const REFUSALS = {
  throttle: new AwsError('ThrottledException', 'Rate exceeded', 429),
  fail: new AwsError('ServiceException', 'Internal error.', 500),
};
const checkInput = createInputCheck(readServiceModel('bedrock-agentcore'));

/** A batch is accepted whole; its records are judged one by one, and may fail in part. */
const OF_ONE_RECORD = /^records\.\d+\./;

function refuseWrongInput(problems: readonly Problem[]): void {
  const fields = problems
    .filter(({ path }) => !OF_ONE_RECORD.test(path))
    .map(({ path, message }) => ({ name: path, message }));
  const [first] = fields;
  if (first === undefined) return;
  throw new InvalidInput(`Value at '${first.name}' failed to satisfy constraint: ${first.message}`, fields);
}

const queryOf = (request: FastifyRequest) => request.query as Readonly<Record<string, unknown>>;

function routesOf(pool: pg.Pool): Route[] {
  const events = createEvents(pool);
  const records = createRecords(pool);
  const batches = createRecordBatches(pool);
  const sessionPath = z.object({ actorId, sessionId });
  const eventPath = sessionPath.extend({ eventId });
  const recordPath = z.object({ memoryRecordId: recordId });
  const session = '/actor/:actorId/sessions/:sessionId';
  const route = (
    operation: string,
    method: Route['method'],
    url: string,
    status: number,
    answer: Route['answer'],
  ): Route => ({ operation, method, url: `/memories/:memoryId${url}`, status, answer });
  return [
    route('CreateEvent', 'POST', '/events', 201, ({ memoryId, body }) =>
      events.create(memoryId, check(newEvent, body)),
    ),
    route('ListEvents', 'POST', session, 200, ({ memoryId, path, body }) =>
      events.list({ memoryId, ...check(sessionPath, path) }, check(eventList, body)),
    ),
    route('GetEvent', 'GET', `${session}/events/:eventId`, 200, ({ memoryId, path }) =>
      events.get({ memoryId, ...check(eventPath, path) }),
    ),
    route('DeleteEvent', 'DELETE', `${session}/events/:eventId`, 200, ({ memoryId, path }) =>
      events.remove({ memoryId, ...check(eventPath, path) }),
    ),
    route('ListSessions', 'POST', '/actor/:actorId/sessions', 200, ({ memoryId, path, body }) =>
      events.sessions(memoryId, check(actorId, path.actorId), check(paging, body)),
    ),
    route('ListActors', 'POST', '/actors', 200, ({ memoryId, body }) => events.actors(memoryId, check(paging, body))),
    route('RetrieveMemoryRecords', 'POST', '/retrieve', 200, ({ memoryId, body }) =>
      records.search(memoryId, check(recordSearch, body)),
    ),
    route('ListMemoryRecords', 'POST', '/memoryRecords', 200, ({ memoryId, body }) =>
      records.list(memoryId, check(recordList, body)),
    ),
    route('GetMemoryRecord', 'GET', '/memoryRecord/:memoryRecordId', 200, ({ memoryId, path }) =>
      records.get(memoryId, check(recordPath, path).memoryRecordId),
    ),
    route('DeleteMemoryRecord', 'DELETE', '/memoryRecords/:memoryRecordId', 200, ({ memoryId, path }) =>
      records.remove(memoryId, check(recordPath, path).memoryRecordId),
    ),
    route('BatchCreateMemoryRecords', 'POST', '/memoryRecords/batchCreate', 201, ({ memoryId, body }) =>
      batches.create(memoryId, check(batch, body)),
    ),
    route('BatchUpdateMemoryRecords', 'POST', '/memoryRecords/batchUpdate', 200, ({ memoryId, body }) =>
      batches.update(memoryId, check(batch, body)),
    ),
    route('BatchDeleteMemoryRecords', 'POST', '/memoryRecords/batchDelete', 200, ({ memoryId, body }) =>
      batches.remove(memoryId, check(batch, body)),
    ),
  ];
}

function checkSignature(request: FastifyRequest, options: MemoryOptions): void {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const signed = { method: request.method, url: request.raw.url ?? '/', headers: request.headers, body };
  const verdict = judgeSignature(signed, { ...options, service: 'bedrock-agentcore' });
  if (verdict === 'valid') return;
  if (verdict === 'missing') {
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
  }
  if (verdict === 'unknown-key') {
    throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', 403);
  }
  throw new AwsError('InvalidSignatureException', `The request signature is refused: ${verdict}.`, 403);
}

/** A stand-in for the data plane of AgentCore Memory, kept in PostgreSQL. Rejects when the database cannot be reached. */
export async function createMemory(options: MemoryOptions): Promise<MemoryServer> {
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 5 });
  pool.on('error', () => undefined); // A lost idle connection is replaced at the next query.
  await createMemoryTables(pool);
  const faults = createFaults();
  const app = fastify({
    forceCloseConnections: true,
    bodyLimit: 16 * 1024 * 1024,
    routerOptions: { maxParamLength: 1024 },
  });
  app.addHook('onClose', () => pool.end());
  app.register(async (scope) => faults.register(scope));
  app.get('/health', async () => ({ status: 'ok' }));
  app.get('/ready', async (_request, reply) =>
    pool.query('select 1').then(
      () => ({ status: 'ready' }),
      () => reply.code(503).send({ status: 'no database' }),
    ),
  );
  app.register(async (scope) => {
    acceptRawBodies(scope);
    scope.setErrorHandler((error, _request, reply) => {
      if (error instanceof InvalidInput) {
        const { message, reason, fields: fieldList } = error;
        reply.code(400).header('x-amzn-errortype', 'ValidationException').header('content-type', 'application/json');
        return reply.send(JSON.stringify({ message, reason, fieldList }));
      }
      const known = error instanceof AwsError ? error : new AwsError('ServiceException', 'Internal error.', 500);
      return sendAwsError(reply, known);
    });
    for (const { operation, method, url, status, answer } of routesOf(pool)) {
      scope.route<{ Params: Record<string, string> }>({
        method,
        url,
        handler: async (request, reply) => {
          const fault = await faults.take(operation);
          if (fault && fault !== 'lose') return misbehave(reply, fault, REFUSALS);
          checkSignature(request, options);
          const { memoryId = '', ...path } = request.params;
          if (memoryId !== options.memoryId) {
            throw new AwsError('ResourceNotFoundException', 'The memory does not exist.', 404);
          }
          const body = readJsonObject(request.body);
          refuseWrongInput(checkInput(operation, { ...body, ...queryOf(request), memoryId, ...path }));
          const result = await answer({ memoryId, path, body });
          if (fault === 'lose') return lose(reply);
          reply.code(status).header('content-type', 'application/json').header('x-amzn-requestid', randomUUID());
          return reply.send(JSON.stringify(result));
        },
      });
    }
  });
  return { app, faults };
}
