import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { BackendError } from '../backend-error.ts';

/** Certificates for one source; PEM text. */
export interface TlsMaterial {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly servername?: string | undefined;
  /** False only where an operator asked not to check the certificate. */
  readonly rejectUnauthorized?: boolean | undefined;
}

export interface HttpSourceOptions {
  /** How the source is called in errors, such as `Prometheus`. */
  readonly name: string;
  /** Absolute; a path in it comes before every path asked for. */
  readonly baseUrl: string;
  /** Read at every request, so that a token may rotate. */
  readonly headers?: () => Promise<Record<string, string>> | Record<string, string>;
  readonly tls?: TlsMaterial;
  /** Time for one attempt, in milliseconds; 30,000 when absent. */
  readonly timeoutMs?: number;
  /** The longest answer read, in bytes; 64 MiB when absent. */
  readonly maxBytes?: number;
  /** Attempts at a request that was turned away with 429, 502, 503 or 504; 3 when absent. */
  readonly attempts?: number;
  /** The longest pause a Retry-After may ask for, in milliseconds; 10,000 when absent. */
  readonly longestPauseMs?: number;
}

export interface HttpRequest {
  readonly query?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Sent as a POST form: for queries longer than an address may be. The request must be a read all the same. */
  readonly form?: Readonly<Record<string, string>>;
  readonly accept?: string;
  /** Statuses that come back as an answer instead of an error. */
  readonly expect?: readonly number[];
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Reads from one HTTP service. Only reads go through it, so every request may be repeated. */
export interface HttpSource {
  readonly name: string;
  /** Rejects with a BackendError, or with the signal's own reason when that aborted. */
  get(path: string, request: HttpRequest): Promise<HttpAnswer>;
  json(path: string, request: HttpRequest): Promise<unknown>;
  close(): void;
}

const TRY_AGAIN = new Set([429, 502, 503, 504]);

/**
 * Creates a reader of one HTTP service: connections are kept, gzip is understood, answers are bounded in time and size,
 * `Retry-After` is honoured within the caller's time. A redirect is an error: credentials go nowhere else.
 */
export function createHttpSource(options: HttpSourceOptions): HttpSource {
  const base = new URL(options.baseUrl);
  const secure = base.protocol === 'https:';
  const agent = secure
    ? new HttpsAgent({ keepAlive: true, maxSockets: 8, ...options.tls })
    : new HttpAgent({ keepAlive: true, maxSockets: 8 });
  const attempts = options.attempts ?? 3;

  const once = async (path: string, request: HttpRequest): Promise<HttpAnswer> => {
    const deadline = AbortSignal.timeout(options.timeoutMs ?? 30_000);
    const signal = AbortSignal.any([request.signal, deadline]);
    try {
      const url = new URL(base.pathname.replace(/\/$/, '') + path, base);
      for (const [name, value] of base.searchParams) url.searchParams.append(name, value);
      for (const [name, value] of Object.entries(request.query ?? {}))
        for (const one of value === undefined ? [] : [value].flat()) url.searchParams.append(name, one);
      const body = request.form === undefined ? undefined : new URLSearchParams(request.form).toString();
      const headers: Record<string, string> = {
        accept: request.accept ?? 'application/json',
        'accept-encoding': 'gzip',
        ...(await options.headers?.()),
        ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      };
      return await send(url, { method: body === undefined ? 'GET' : 'POST', headers, body, signal });
    } catch (error) {
      request.signal.throwIfAborted();
      if (deadline.aborted)
        throw new BackendError('timeout', `${options.name} did not answer in time.`, { cause: error });
      if (error instanceof BackendError) throw error;
      throw new BackendError('unavailable', `${options.name} cannot be reached (${codeOf(error)}).`, { cause: error });
    }
  };

  const send = (
    url: URL,
    {
      method,
      headers,
      body,
      signal,
    }: { method: string; headers: object; body: string | undefined; signal: AbortSignal },
  ): Promise<HttpAnswer> =>
    new Promise((resolve, reject) => {
      const sent = (secure ? httpsRequest : httpRequest)(url, { method, headers: { ...headers }, agent, signal });
      sent.once('error', reject);
      sent.once('response', (response) => readAnswer(response).then(resolve, reject));
      sent.end(body);
    });

  const readAnswer = async (response: IncomingMessage): Promise<HttpAnswer> => {
    const most = options.maxBytes ?? 64 * 1024 * 1024;
    const stream = response.headers['content-encoding'] === 'gzip' ? response.pipe(createGunzip()) : response;
    // `pipe` does not carry errors on: a cut connection would otherwise never end the reading.
    if (stream !== response) response.once('error', (error) => stream.destroy(error));
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of stream) {
      bytes += (piece as Buffer).length;
      if (bytes > most) {
        response.destroy();
        throw new BackendError('bad-upstream', `${options.name} answered with more than ${most} bytes.`);
      }
      pieces.push(piece as Buffer);
    }
    const headers: Record<string, string | undefined> = {};
    for (const [name, value] of Object.entries(response.headers))
      headers[name] = Array.isArray(value) ? value[0] : value;
    return { status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8'), headers };
  };

  const get = async (path: string, request: HttpRequest): Promise<HttpAnswer> => {
    for (let attempt = 1; ; attempt++) {
      request.signal.throwIfAborted();
      const answer = await once(path, request);
      if (answer.status >= 200 && answer.status < 300) return answer;
      if (request.expect?.includes(answer.status)) return answer;
      const pause = pauseAfter(answer, attempt);
      if (!TRY_AGAIN.has(answer.status) || attempt >= attempts || pause > (options.longestPauseMs ?? 10_000))
        throw failureOf(options.name, answer);
      await sleep(pause, undefined, { signal: request.signal }).catch(() => request.signal.throwIfAborted());
    }
  };
  return {
    name: options.name,
    get,
    json: async (path, request) => {
      const { text } = await get(path, request);
      try {
        return JSON.parse(text) as unknown;
      } catch (error) {
        throw new BackendError('bad-upstream', `${options.name} answered with something that is not JSON.`, {
          cause: error,
        });
      }
    },
    close: () => agent.destroy(),
  };
}

/** What a status means for the caller. The service's own text goes into the cause, which is logged and never sent. */
function failureOf(name: string, { status, text }: HttpAnswer): BackendError {
  const cause = new Error(`${name} answered ${status}: ${text.slice(0, 300)}`);
  if (status === 401)
    return new BackendError('bad-upstream', `${name} refused this backend's credentials (401).`, { cause });
  if (status === 403)
    return new BackendError('bad-upstream', `${name} forbids this backend to read that (403).`, { cause });
  if (status === 429) return new BackendError('rate-limited', `${name} asks for fewer requests (429).`, { cause });
  if (status === 504) return new BackendError('timeout', `${name} gave up on the request (504).`, { cause });
  if (status === 502 || status === 503)
    return new BackendError('unavailable', `${name} is not available (${status}).`, { cause });
  return new BackendError('bad-upstream', `${name} answered with status ${status}.`, { cause });
}

/** Milliseconds: what Retry-After says in seconds or as a date, else a quarter of a second, doubled each time. */
function pauseAfter({ headers }: HttpAnswer, attempt: number): number {
  const asked = headers['retry-after'];
  if (asked === undefined) return 125 * 2 ** attempt;
  const seconds = Number(asked);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(asked);
  return Number.isNaN(date) ? 125 * 2 ** attempt : Math.max(0, date - Date.now());
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'unknown reason';
}
