import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { generate } from 'selfsigned';

/** One list of a stand-in API server, at `/api/v1/pods` or `/apis/apps/v1/deployments`. */
export interface ServedList {
  readonly kind: string;
  readonly apiVersion: string;
  readonly items: readonly Record<string, unknown>[];
}

export interface StandInApi {
  readonly url: string;
  /** The certificate to trust, PEM. */
  readonly ca: string;
  readonly token: string;
  /** What was asked, in order. */
  readonly requests: { readonly path: string; readonly query: URLSearchParams; readonly accept: string }[];
  /** Trouble to make, by path; `times` runs down, and without it the trouble stays. */
  readonly trouble: Map<string, Trouble>;
  stop(): Promise<void>;
}

export interface Trouble {
  readonly status: 403 | 410 | 429 | 500;
  times?: number;
  readonly retryAfter?: string;
  /** Milliseconds before anything is answered. */
  readonly delayMs?: number;
}

const TOKEN = 'stand-in-token';
const REASON: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
};

/**
 * An API server as far as lists go: TLS, bearer tokens, `limit` and `continue` bound to one version of the list, lists of
 * one namespace, PartialObjectMetadataList by Accept, and a `Status` for each failure. `lists` by path; others are 404.
 */
export async function startKubernetesApi(lists: Readonly<Record<string, ServedList>>): Promise<StandInApi> {
  const pair = await generate([{ name: 'commonName', value: 'localhost' }], {
    algorithm: 'sha256',
    keyType: 'ec',
    curve: 'P-256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  const requests: StandInApi['requests'] = [];
  const trouble: StandInApi['trouble'] = new Map();
  const server = createServer({ key: pair.private, cert: pair.cert }, (request, response) => {
    void answer(request, response);
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'https://stand-in');
    const accept = request.headers.accept ?? '';
    requests.push({ path: url.pathname, query: url.searchParams, accept });
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return fail(response, 401);
    const made = trouble.get(url.pathname);
    // A continue token expires; a first page never does.
    if (made !== undefined && (made.status !== 410 || url.searchParams.has('continue'))) {
      if (made.times !== undefined && --made.times <= 0) trouble.delete(url.pathname);
      if (made.delayMs !== undefined) await sleep(made.delayMs, undefined, { ref: false });
      if (made.delayMs === undefined || made.status !== 500)
        return fail(response, made.status, made.retryAfter === undefined ? {} : { 'retry-after': made.retryAfter });
    }
    const one = /^(\/.*)\/namespaces\/([^/]+)\/([^/]+)$/.exec(url.pathname);
    const list = lists[one === null ? url.pathname : `${one[1]}/${one[3]}`];
    if (list === undefined) return fail(response, 404);
    const namespace = one?.[2];
    const all = list.items.filter(
      ({ metadata }) => namespace === undefined || (metadata as { namespace?: string }).namespace === namespace,
    );
    const from = Number(url.searchParams.get('continue') ?? 0);
    const limit = Number(url.searchParams.get('limit') ?? 0) || all.length;
    const page = all.slice(from, from + limit);
    const rest = all.length - from - page.length;
    const metadataOnly = accept.includes('as=PartialObjectMetadataList');
    send(response, 200, {
      kind: metadataOnly ? 'PartialObjectMetadataList' : `${list.kind}List`,
      apiVersion: metadataOnly ? 'meta.k8s.io/v1' : list.apiVersion,
      metadata: {
        resourceVersion: '1000',
        ...(rest > 0 ? { continue: String(from + page.length), remainingItemCount: rest } : {}),
      },
      items: metadataOnly
        ? page.map(({ metadata }) => ({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata }))
        : page,
    });
  };

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: `https://127.0.0.1:${port}`,
    ca: pair.cert,
    token: TOKEN,
    requests,
    trouble,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function fail(response: ServerResponse, code: number, headers: Record<string, string> = {}): void {
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: REASON[code], code };
  send(response, code, { ...status, message: `stand-in: ${REASON[code]}` }, headers);
}

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
