import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { CallFailed } from './client.ts';
import { faults, leak } from './faults.ts';
import { errorFields, log } from './log.ts';
import { durations, registry, requests } from './metrics.ts';
import { resolveByCluster } from './names.ts';

export interface Route {
  readonly method: 'GET' | 'POST';
  /** `/products/:id`; the parameter, where there is one, reaches the handler. */
  readonly path: string;
  readonly handle: (parameter: string) => Promise<unknown>;
}

/** A request that cannot be answered; the status says whose fault it is. */
export class HttpError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Serves the routes, `/healthz` and, on its own port, `/metrics`, on the pod's address. */
export function serve(routes: readonly Route[], ready: () => Promise<void> = async () => undefined): void {
  const { POD_IP: host = '127.0.0.1', PORT = '8080', DNS_SERVER = '', SEARCH_DOMAINS = '' } = process.env;
  resolveByCluster(DNS_SERVER, SEARCH_DOMAINS.split(' '));
  const { crashOnStart } = faults();
  if (crashOnStart !== undefined) throw new Error(crashOnStart);
  const tls = process.env.TLS_FOLDER;
  const answer = (request: IncomingMessage, response: ServerResponse) => void handle(routes, request, response);
  const pair = () => ({ key: readFileSync(`${tls}/tls.key`), cert: readFileSync(`${tls}/tls.crt`) });
  const server = tls === undefined ? createServer(answer) : createTlsServer(pair(), answer);
  if (tls !== undefined && 'setSecureContext' in server) process.on('SIGHUP', () => server.setSecureContext(pair()));
  server.keepAliveTimeout = 65_000;
  server.listen(Number(PORT), host, () =>
    log('info', 'listening', { port: Number(PORT), version: process.env.VERSION }),
  );
  createServer((request, response) => {
    if (request.url === '/metrics') {
      void registry
        .metrics()
        .then((text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text));
      return;
    }
    ready().then(
      () => response.writeHead(200).end('ok'),
      (error: Error) => response.writeHead(503).end(error.message),
    );
  }).listen(9090, host);
  process.on('SIGTERM', () => {
    log('info', 'received SIGTERM, shutting down');
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), 2_000).unref();
  });
}

async function handle(routes: readonly Route[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '/'] = (request.url ?? '/').split('?', 1);
  const { method = 'GET' } = request;
  const found = match(routes, method, path);
  const route = found?.route.path ?? 'unknown';
  const end = durations.startTimer({ method, route });
  let status = 200;
  let body: unknown;
  try {
    if (found === undefined) throw new HttpError(404, `no route ${method} ${path}`);
    await misbehave();
    body = await found.route.handle(found.parameter);
  } catch (error) {
    status = error instanceof HttpError ? error.status : error instanceof CallFailed ? 502 : 500;
    body = { error: status === 500 ? 'internal error' : (error as Error).message };
    // A failed call has been logged where it was made.
    if (status === 500) log('error', `${method} ${route} failed`, { method, path, status, ...errorFields(error) });
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
  requests.inc({ method, route, status: String(status) });
  const seconds = end({ status: String(status) });
  if (status >= 500 || Math.random() < 0.1)
    log(status >= 500 ? 'error' : 'info', 'request completed', {
      method,
      path,
      status,
      ms: Math.round(seconds * 1000),
    });
}

async function misbehave(): Promise<void> {
  const { errorShare = 0, errorMessage, delayMs = 0 } = faults();
  leak();
  // Around the delay asked for, as real delays scatter.
  if (delayMs > 0) await sleep(delayMs * (0.7 + 0.6 * Math.random()));
  if (Math.random() < errorShare)
    throw new TypeError(errorMessage ?? "Cannot read properties of undefined (reading 'amount')");
}

function match(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; parameter: string } | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const pattern = new RegExp(`^${route.path.replace(/:\w+/, '([^/]+)')}$`);
    const found = pattern.exec(path);
    if (found !== null) return { route, parameter: found[1] ?? '' };
  }
  return undefined;
}
