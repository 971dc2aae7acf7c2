import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Metrics } from './metrics.ts';
import type { Readiness } from './readiness.ts';

export interface OperationsOptions {
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: Pick<Metrics, 'registry'>;
}

const LOOPBACK = /^(::ffff:)?127\.|^::1$/;

/** Came from this machine, and not through a proxy on it. */
function isFromHere({ socket, headers }: FastifyRequest): boolean {
  const handedOn = headers['x-forwarded-for'] ?? headers['x-forwarded-proto'] ?? headers.forwarded;
  return handedOn === undefined && LOOPBACK.test(socket.remoteAddress ?? '');
}

/**
 * What those who run the bot ask: `/ready` (each dependency named) and `/metrics`. Neither is for the public: `to` says
 * who is answered; for everyone else the addresses do not exist.
 */
export function serveOperations(server: FastifyInstance, options: OperationsOptions, to: 'this machine' | 'all'): void {
  server.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      if (to === 'this machine' && !isFromHere(request)) return reply.callNotFound();
    });
    scope.get('/ready', async (_request, reply) => {
      const { ready, checks } = await options.readiness();
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', checks });
    });
    scope.get('/metrics', async (_request, reply) =>
      reply.type(options.metrics.registry.contentType).send(await options.metrics.registry.metrics()),
    );
  });
}
