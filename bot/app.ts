import type { Server as HttpsServer } from 'node:https';
import Fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { readCertificate, watchCertificate } from './server/certificate.ts';
import type { Metrics } from './server/metrics.ts';
import { type OperationsOptions, serveOperations } from './server/operations.ts';
import type { Readiness } from './server/readiness.ts';

export interface AppOptions {
  readonly config: Pick<Config, 'tls'>;
  /** Slack's routes (`createFastifyReceiver(…).plugin`). */
  readonly slack: FastifyPluginAsync;
  /** The routes of alerts, where they are set up. */
  readonly alerts?: FastifyPluginAsync;
  /** Where people come back to from the sign-in page, where there is one. */
  readonly login?: FastifyPluginAsync;
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: Metrics;
  readonly log: Logger;
}

export interface BotServer {
  readonly server: FastifyInstance;
  /** Reads the certificate files again; open connections stay as they are. Does nothing without TLS. */
  reloadCertificate(): void;
}

/** Browsers that came over HTTPS once are to come no other way for a year. */
const HSTS = 'max-age=31536000; includeSubDomains';

/**
 * The bot's HTTP side: Slack's deliveries, alerts and `/health` (alive) for everyone; `/ready` and `/metrics` for this
 * machine only.
 */
export async function createApp(options: AppOptions): Promise<BotServer> {
  const { config, log } = options;
  const server = createServer(options);

  server.addHook('onSend', async (request, reply) => {
    if (config.tls !== undefined || request.headers['x-forwarded-proto'] === 'https') {
      reply.header('strict-transport-security', HSTS);
    }
    reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store');
  });
  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ err: error }, 'request failed');
    return reply.code(status).send({ error: { kind: status >= 500 ? 'internal' : 'invalid-input', message: '' } });
  });
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: { kind: 'not-found', message: '' } }));

  server.get('/health', async () => ({ status: 'ok' }));
  serveOperations(server, options, 'this machine');
  await server.register(options.slack);
  if (options.alerts) await server.register(options.alerts);
  if (options.login) await server.register(options.login);

  if (config.tls === undefined) return { server, reloadCertificate: () => undefined };
  const watching = watchCertificate(
    config.tls,
    (pair) => (server.server as unknown as HttpsServer).setSecureContext({ ...pair, minVersion: 'TLSv1.2' }),
    log,
  );
  server.addHook('onClose', async () => watching.stop());
  return { server, reloadCertificate: watching.reload };
}

/** A server of its own for `/health`, `/ready` and `/metrics`, for a port of a private network. */
export function createOperationsApp(options: OperationsOptions): FastifyInstance {
  const server = Fastify({ logger: false, bodyLimit: 1024, requestTimeout: 10_000 });
  server.get('/health', async () => ({ status: 'ok' }));
  serveOperations(server, options, 'all');
  return server;
}

function createServer({ config }: AppOptions): FastifyInstance {
  const limits = { bodyLimit: 1024 * 1024, requestTimeout: 10_000, connectionTimeout: 30_000, logger: false } as const;
  if (config.tls === undefined) return Fastify(limits);
  const https = { ...readCertificate(config.tls), minVersion: 'TLSv1.2' as const };
  return Fastify({ ...limits, https }) as unknown as FastifyInstance;
}
