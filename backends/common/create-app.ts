import { randomUUID } from 'node:crypto';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { OpenAPIV3 } from 'openapi-types';
import { type ApiKeyCheck, createApiKeyCheck } from './api-key.ts';
import { BackendError, STATUS, toBackendError } from './backend-error.ts';
import { type BoundOperation, bindDocument } from './openapi.ts';

/** What every handler receives beside its parameters. */
export interface RequestContext {
  /** Aborts when the caller goes away or the time for one request is over. */
  readonly signal: AbortSignal;
}

/** The shape of the generated `Operations` interfaces. */
export type OperationTypes<Ops> = { [K in keyof Ops]: { parameters: object; response: object } };

/** One function for each operation of a document; a missing one is a type error and refused at start. */
export type Handlers<Ops extends OperationTypes<Ops>> = {
  readonly [K in keyof Ops]: (
    parameters: Ops[K]['parameters'],
    context: RequestContext,
  ) => Promise<Ops[K]['response']> | Ops[K]['response'];
};

type UntypedHandler = (parameters: unknown, context: RequestContext) => unknown;

export interface BackendAppOptions<Ops extends OperationTypes<Ops>> {
  readonly document: OpenAPIV3.Document;
  readonly handlers: Handlers<Ops>;
  /** The key that `X-API-Key` must carry, or a check of it. */
  readonly apiKey: string | ApiKeyCheck;
  /** Rejects while the source behind the backend cannot be used; its message goes out with 503. */
  readonly ready?: () => Promise<void>;
  /** A pino logger; absent means silent. */
  readonly logger?: FastifyBaseLogger | undefined;
  /** Time for one request in milliseconds; 120,000 when absent. */
  readonly requestTimeoutMs?: number;
}

/**
 * A Fastify app that serves the operations of an OpenAPI document: key check, parameters and responses held to the
 * document, one error shape `{error: {kind, message, field?, reason?, requestId}}`, and `/health` and `/ready` without
 * a key. It does not listen.
 */
export function createBackendApp<Ops extends OperationTypes<Ops>>(options: BackendAppOptions<Ops>): FastifyInstance {
  const app = Fastify({
    ...(options.logger === undefined ? { logger: false } : { loggerInstance: options.logger }),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: (request) => requestId(request.headers['x-request-id']),
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    bodyLimit: 1024,
  });
  const keyMatches = typeof options.apiKey === 'string' ? createApiKeyCheck(options.apiKey) : options.apiKey;
  const fail = (request: FastifyRequest, reply: FastifyReply, thrown: unknown): FastifyReply => {
    const error = toBackendError(thrown);
    const level = error.kind === 'internal' || error.kind === 'unavailable' ? 'error' : 'debug';
    request.log[level]({ err: error.cause ?? error, kind: error.kind }, 'request failed');
    return reply.code(STATUS[error.kind]).send({ error: errorBody(error, request.id) });
  };

  app.setErrorHandler((thrown, request, reply) => fail(request, reply, thrown));
  app.setNotFoundHandler((request, reply) =>
    fail(request, reply, new BackendError('not-found', `There is no operation at ${request.method} this path.`)),
  );
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.get('/health', () => ({ status: 'ok' }));
  app.get('/ready', async (request, reply) => {
    try {
      await options.ready?.();
      return { status: 'ready' };
    } catch (error) {
      const message = error instanceof Error ? error.message : 'The source cannot be read.';
      return fail(request, reply, new BackendError('unavailable', message, { cause: error }));
    }
  });
  const requireKey = async (request: FastifyRequest): Promise<void> => {
    const header = request.headers['x-api-key'];
    if (!keyMatches(Array.isArray(header) ? undefined : header))
      throw new BackendError('unauthenticated', 'The X-API-Key header is missing or wrong.');
  };
  for (const operation of bindDocument(options.document)) {
    const handler = (options.handlers as Record<string, UntypedHandler>)[operation.operationId];
    if (handler === undefined) throw new Error(`no handler for operation ${operation.operationId}`);
    const onResponse = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      const fields = { operation: operation.operationId, status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
      request.log.info(fields, 'request served');
    };
    app.get(operation.path, { onRequest: requireKey, onResponse }, (request, reply) =>
      answer(operation, handler, request, reply, options.requestTimeoutMs ?? 120_000),
    );
  }
  return app;
}

async function answer(
  operation: BoundOperation,
  handler: UntypedHandler,
  request: FastifyRequest,
  reply: FastifyReply,
  timeoutMs: number,
): Promise<unknown> {
  const parameters = operation.readParameters(
    request.query as Record<string, unknown>,
    request.params as Record<string, unknown>,
  );
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableEnded) gone.abort();
  });
  const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(timeoutMs)]);
  const response = await handler(parameters, { signal });
  const fault = operation.responseFault(response);
  if (fault !== undefined) {
    const cause = new Error(`the response of ${operation.operationId} breaks its schema: ${fault}`);
    throw new BackendError('internal', 'The answer did not keep its own contract.', { cause });
  }
  return response;
}

function errorBody(error: BackendError, id: string): Record<string, unknown> {
  return {
    kind: error.kind,
    message: error.message,
    ...(error.field === undefined ? {} : { field: error.field }),
    ...(error.reason === undefined ? {} : { reason: error.reason }),
    requestId: id,
  };
}

function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w.-]{1,100}$/.test(given) ? given : randomUUID();
}
