import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { LocalTls } from '../../local/tls.ts';
import { NAMESPACE } from '../system.ts';
import type { ObjectList } from './objects.ts';

export interface ApiServerOptions {
  readonly tls: LocalTls;
  /** Lists by path; what is not here is 404. */
  readonly lists: Readonly<Record<string, () => ObjectList>>;
  /** May list everything. */
  readonly readToken: string;
  /** May read and restart Deployments, and nothing else. */
  readonly restartToken: string;
  /** Begins a rollout of a Deployment; `at` is the annotation that asked for it. */
  readonly restart: (deployment: string, at: string) => void;
}

export interface ApiServer {
  readonly url: string;
  stop(): Promise<void>;
}

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
const DEPLOYMENT = /^\/apis\/apps\/v1\/namespaces\/([^/]+)\/deployments\/([^/]+)$/;
const REASON: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
};

/**
 * The part of an API server that is used: lists in pages with bearer tokens over TLS, PartialObjectMetadata by Accept,
 * one Deployment, and the strategic merge patch of a rollout restart, dry runs and preconditions included.
 */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { certFile, keyFile } = options.tls;
  const server = createServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, (request, response) => {
    answer(options, request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `https://127.0.0.1:${(server.address() as { port: number }).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(options: ApiServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://lab');
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (token !== options.readToken && token !== options.restartToken) return fail(response, 401);
  const [, namespace, name] = DEPLOYMENT.exec(url.pathname) ?? [];
  if (name !== undefined)
    return deployment(options, { request, response, url, namespace: namespace ?? '', name, token });
  if (token !== options.readToken) return fail(response, 403);
  if (request.method !== 'GET') return fail(response, 405);
  const one = /^(\/.*)\/namespaces\/([^/]+)\/([^/]+)$/.exec(url.pathname);
  const list = options.lists[one === null ? url.pathname : `${one[1]}/${one[3]}`]?.();
  if (list === undefined) return fail(response, 404);
  const items = list.items.filter(
    ({ metadata }) => one === null || (metadata as { namespace?: string }).namespace === one[2],
  );
  page(
    response,
    url.searchParams,
    list,
    items,
    (request.headers.accept ?? '').includes('as=PartialObjectMetadataList'),
  );
}

function page(
  response: ServerResponse,
  query: URLSearchParams,
  { kind, apiVersion }: ObjectList,
  all: ObjectList['items'],
  metadataOnly: boolean,
): void {
  const from = Number(query.get('continue') ?? 0);
  const limit = Number(query.get('limit') ?? 0) || all.length;
  const items = all.slice(from, from + limit);
  const rest = all.length - from - items.length;
  send(response, 200, {
    kind: metadataOnly ? 'PartialObjectMetadataList' : `${kind}List`,
    apiVersion: metadataOnly ? 'meta.k8s.io/v1' : apiVersion,
    metadata: {
      resourceVersion: '1000',
      ...(rest > 0 && { continue: String(from + items.length), remainingItemCount: rest }),
    },
    items: metadataOnly
      ? items.map(({ metadata }) => ({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata }))
      : items,
  });
}

interface Patch {
  readonly metadata?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly spec?: { readonly template?: { readonly metadata?: { readonly annotations?: Record<string, string> } } };
}

async function deployment(
  options: ApiServerOptions,
  call: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly url: URL;
    readonly namespace: string;
    readonly name: string;
    readonly token: string;
  },
): Promise<void> {
  const { request, response, url, namespace, name } = call;
  const items = options.lists['/apis/apps/v1/deployments']?.().items ?? [];
  const found = items.find(({ metadata }) => (metadata as { name: string }).name === name);
  if (found === undefined || namespace !== NAMESPACE)
    return fail(response, 404, `deployments.apps "${name}" not found`);
  const object = { kind: 'Deployment', apiVersion: 'apps/v1', ...found };
  if (request.method === 'GET') return send(response, 200, object);
  if (request.method !== 'PATCH') return fail(response, 405);
  if (call.token !== options.restartToken) return fail(response, 403, `deployments.apps "${name}" is forbidden`);
  const patch = JSON.parse(await bodyOf(request)) as Patch;
  const { uid, resourceVersion } = found.metadata as { uid: string; resourceVersion: string };
  const stale = (given: string | undefined, held: string) => given !== undefined && given !== held;
  if (stale(patch.metadata?.uid, uid) || stale(patch.metadata?.resourceVersion, resourceVersion))
    return fail(response, 409, 'the object has been modified; please apply your changes to the latest version');
  const at = patch.spec?.template?.metadata?.annotations?.[RESTARTED_AT];
  if (at === undefined) return fail(response, 400, 'only restarts are done here');
  const spec = found.spec as { template: { metadata: object } };
  const metadata = { ...spec.template.metadata, annotations: { [RESTARTED_AT]: at } };
  const restarted = { ...object, spec: { ...spec, template: { ...spec.template, metadata } } };
  if (url.searchParams.get('dryRun') === null) options.restart(name, at);
  return send(response, 200, restarted);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

function fail(response: ServerResponse, code: number, message = REASON[code]): void {
  send(response, code, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    reason: REASON[code],
    code,
    message,
  });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
