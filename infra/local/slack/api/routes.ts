import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Core } from '../core/core.ts';
import { refuse, SlackApiError } from '../core/errors.ts';
import { readArguments } from './arguments.ts';
import { judgeToken } from './authentication.ts';
import { apiMethods } from './methods/index.ts';
import type { RateLimiter } from './rate-limits.ts';

/** Serves `GET|POST /api/<method>`. Everything is HTTP 200 with `ok`, but 429 for too many calls. */
export function registerApi(
  app: FastifyInstance,
  core: Core,
  options: { botToken: string; rateLimiter: RateLimiter },
): void {
  const methods = new Map(apiMethods.map((method) => [method.name, method]));

  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const name = (request.params as { method: string }).method;
    const body = bodyFields(request);
    reply.header('x-slack-req-id', request.id).header('x-oauth-scopes', scopes).header('cache-control', 'no-store');
    try {
      if (body === undefined) throw new SlackApiError('invalid_json');
      const method = methods.get(name);
      if (method === undefined) throw new SlackApiError('unknown_method', []);
      const { token: _token, ...fields } = body;
      judgeToken(request.headers.authorization, body.token, options.botToken);
      const refusal = core.refusals.get(name);
      if (refusal !== undefined) throw new SlackApiError(refusal);
      refuseUnknownBlocks(core, fields);
      const channel = typeof fields.channel === 'string' ? fields.channel : undefined;
      const retryAfter = options.rateLimiter.refuse(method, channel);
      if (retryAfter !== undefined) {
        core.logger?.info({ method: name, channel, retryAfter }, 'rate limited');
        return reply.status(429).header('retry-after', String(retryAfter)).send({ ok: false, error: 'ratelimited' });
      }
      return reply.send({ ok: true, ...(await method.run(readArguments(fields), core)) });
    } catch (error) {
      if (!(error instanceof SlackApiError)) throw error;
      core.logger?.info({ method: name, error: error.error, details: error.details }, 'call refused');
      return reply.send(refusal(error, name));
    }
  };

  app.post('/api/:method', answer);
  app.get('/api/:method', answer);
}

/** Refuses blocks of types that this workspace does not have, in the words in which Slack names an unknown type. */
function refuseUnknownBlocks({ unknownBlocks }: Core, fields: Record<string, unknown>): void {
  if (unknownBlocks.size === 0) return;
  const blocks = readArguments(fields).json('blocks', 'invalid_blocks_format');
  if (!Array.isArray(blocks)) return;
  const problems = blocks.flatMap((block: { type?: unknown } | null, index) => {
    const type = String(block?.type);
    return unknownBlocks.has(type) ? [{ message: `unsupported type: ${type}`, pointer: `/blocks/${index}/type` }] : [];
  });
  if (problems.length > 0) refuse({ error: 'invalid_blocks', problems });
}

function refusal(error: SlackApiError, method: string): Record<string, unknown> {
  const messages = error.details.map((detail) => `[ERROR] ${detail}`);
  return {
    ok: false,
    error: error.error,
    ...(error.error === 'unknown_method' ? { req_method: method } : {}),
    ...(messages.length === 0 ? {} : { errors: error.details, response_metadata: { messages } }),
  };
}

function bodyFields(request: FastifyRequest): Record<string, unknown> | undefined {
  const query = request.query as Record<string, unknown>;
  if (request.body === undefined || request.body === null) return { ...query };
  if (typeof request.body !== 'object' || Array.isArray(request.body)) return undefined;
  return { ...query, ...(request.body as Record<string, unknown>) };
}

/** What the local app is granted, as the header of every answer lists it. */
const scopes = [
  'app_mentions:read',
  'assistant:write',
  'bookmarks:write',
  'canvases:write',
  'channels:history',
  'channels:join',
  'channels:manage',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'pins:write',
  'reactions:read',
  'reactions:write',
  'team:read',
  'usergroups:read',
  'users:read',
  'users:read.email',
].join(',');
