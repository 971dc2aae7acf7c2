import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { createFaults, type Faults, spoil } from '../faults.ts';
import { createMcpServer } from './mcp.ts';
import { createToolCatalogue, type TargetSettings } from './targets.ts';
import { type Caller, createTokenCheck, RefusedToken } from './token-check.ts';

export interface GatewayOptions {
  readonly s3: S3Client;
  readonly configBucket: string;
  readonly targets: readonly TargetSettings[];
  /** Sent to the backends in X-API-Key. */
  readonly apiKey: string;
  /** The pool's openid-configuration. */
  readonly discoveryUrl: string;
  /** App clients whose tokens are taken. */
  readonly allowedClients: readonly string[];
  /** How long a backend may take; 55 s when absent. */
  readonly timeoutMs?: number;
  /** Answers as server-sent events instead of JSON; a client has to take both. */
  readonly streaming?: boolean;
  /** Tools on a page of tools/list; 15 when absent. */
  readonly pageSize?: number;
  /** Told of every answered MCP request: what was called, by whom, the HTTP status and how long it took. */
  readonly onAnswered?: (call: GatewayAnswer) => void;
}

/** One answered MCP request, without its arguments and without its result. */
export interface GatewayAnswer {
  /** The tool's name for tools/call, else the JSON-RPC method. */
  readonly operation: string;
  /** The caller's `sub`. */
  readonly subject: string;
  readonly status: number;
  readonly ms: number;
}

export interface GatewayServer {
  readonly app: FastifyInstance;
  readonly faults: Faults;
}

/** AgentCore takes requests of up to 6 MB. */
const BODY_LIMIT = 6 * 1024 * 1024;
const RESOURCE = '/.well-known/oauth-protected-resource';

function rpcError(reply: FastifyReply, status: number, code: number, message: string): FastifyReply {
  const error = { jsonrpc: '2.0', id: null, error: { code, message } };
  return reply.code(status).header('content-type', 'application/json').send(JSON.stringify(error));
}

const origin = (request: FastifyRequest) => `http://${request.host}`;

function refuse(request: FastifyRequest, reply: FastifyReply, given: boolean): FastifyReply {
  const resource = `resource_metadata="${origin(request)}${RESOURCE}"`;
  reply.header('www-authenticate', given ? `Bearer error="invalid_token", ${resource}` : `Bearer ${resource}`);
  return rpcError(reply, 401, -32001, given ? 'Invalid Bearer token' : 'Missing Bearer token');
}

/** Session ids that only their own caller can use: a random id and its HMAC with the caller, good after a restart too. */
function createSessions(secret: string) {
  const key = createHmac('sha256', secret).update('mcp-session').digest();
  const seal = (id: string, { subject }: Caller) => createHmac('sha256', key).update(`${id}:${subject}`).digest('hex');
  return {
    issue: (caller: Caller): string => {
      const id = randomUUID();
      return `${id}.${seal(id, caller)}`;
    },
    belongs: (session: string, caller: Caller): boolean => {
      const [id = '', given = ''] = session.split('.');
      const expected = seal(id, caller);
      return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
    },
  };
}

const methodOf = (body: unknown) => (body as { method?: unknown } | null)?.method;

/** A fault counts for a tool's name in tools/call, else for the JSON-RPC method. */
function operationOf(body: unknown): string {
  const name = (body as { params?: { name?: unknown } } | null)?.params?.name;
  return String(methodOf(body) === 'tools/call' ? name : methodOf(body));
}

/** A stand-in for an AgentCore Gateway with a CUSTOM_JWT authorizer and OpenAPI targets whose schemas lie in S3. */
export function createGateway(options: GatewayOptions): GatewayServer {
  const check = createTokenCheck(options);
  const sessions = createSessions(options.apiKey);
  const catalogue = createToolCatalogue({ ...options, bucket: options.configBucket });
  const faults = createFaults();
  const app = fastify({ forceCloseConnections: true, bodyLimit: BODY_LIMIT });
  app.register(async (scope) => faults.register(scope));
  app.get('/health', async () => ({ status: 'ok' }));
  app.get('/ready', async (_request, reply) => {
    const tools = await catalogue.tools().catch(() => undefined);
    return tools ? { status: 'ready', tools: tools.length } : reply.code(503).send({ status: 'no schemas' });
  });
  app.get(RESOURCE, async (request) => ({
    resource: `${origin(request)}/mcp`,
    authorization_servers: [options.discoveryUrl.replace(/\/\.well-known\/openid-configuration$/, '')],
  }));
  app.route({
    method: ['GET', 'DELETE'],
    url: '/mcp',
    handler: (_request, reply) => rpcError(reply.header('allow', 'POST'), 405, -32000, 'Method not allowed.'),
  });
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    return rpcError(reply, status, status < 500 ? -32700 : -32603, status < 500 ? 'Parse error' : 'Internal error');
  });

  async function authenticate(request: FastifyRequest, reply: FastifyReply): Promise<Caller | undefined> {
    const token = /^Bearer ([\w.~+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!token) {
      refuse(request, reply, request.headers.authorization !== undefined);
      return undefined;
    }
    try {
      return await check(token);
    } catch (error) {
      if (!(error instanceof RefusedToken)) throw error;
      refuse(request, reply, true);
      return undefined;
    }
  }

  app.post('/mcp', async (request, reply) => {
    const caller = await authenticate(request, reply);
    if (!caller) return reply;
    const fault = await faults.take(operationOf(request.body));
    if (fault === 'throttle') return rpcError(reply.header('retry-after', '1'), 429, -32003, 'Too many requests');
    if (fault === 'expire') return refuse(request, reply, true);
    if (fault === 'fail' || fault === 'hang') {
      return rpcError(reply, 500, -32603, 'An internal error occurred. Please retry later.');
    }
    if (fault) return spoil(reply, fault);
    const session = request.headers['mcp-session-id'];
    if (session !== undefined && !sessions.belongs(String(session), caller)) {
      return rpcError(reply, 404, -32001, 'Session not found');
    }
    const gone = new AbortController();
    const server = createMcpServer({
      tools: await catalogue.tools(),
      apiKey: options.apiKey,
      timeoutMs: options.timeoutMs ?? 55_000,
      pageSize: options.pageSize ?? 15,
      signal: gone.signal,
    });
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: undefined,
      enableJsonResponse: options.streaming !== true,
    });
    reply.hijack();
    const { raw } = reply;
    const began = performance.now();
    raw.once('close', () => {
      gone.abort();
      void server.close();
      const operation = operationOf(request.body);
      const ms = Math.round(performance.now() - began);
      options.onAnswered?.({ operation, subject: caller.subject, status: raw.statusCode, ms });
    });
    if (methodOf(request.body) === 'initialize') raw.setHeader('mcp-session-id', sessions.issue(caller));
    await server.connect(transport);
    await transport.handleRequest(request.raw, raw, request.body);
    return reply;
  });
  return { app, faults };
}
