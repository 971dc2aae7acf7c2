import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Arguments = Record<string, unknown>;

/** How the next call of a method goes wrong. `lose` does the work and then breaks the line. */
export type Trouble =
  | { readonly retryAfter: number }
  | { readonly status: number }
  | { readonly error: string }
  | { readonly lose: true };

export interface Call {
  readonly method: string;
  readonly args: Arguments;
  /** Milliseconds. */
  readonly at: number;
}

/** The few Web API methods the bot calls, with failures on demand. Messages are kept by channel. */
export interface FakeSlack {
  readonly apiUrl: string;
  readonly calls: readonly Call[];
  readonly messages: readonly Arguments[];
  /** What was sent to a `response_url`. */
  readonly responses: readonly Arguments[];
  readonly responseUrl: string;
  /** The contents of uploaded files. */
  readonly uploads: readonly string[];
  /** Set to make the workspace know streams and agent sessions. */
  streams: boolean;
  /** Also of `upload` and `respond`, where only `retryAfter` is known. */
  trouble(method: string, ...troubles: Trouble[]): void;
  of(method: string): readonly Arguments[];
  close(): Promise<void>;
}

export async function startFakeSlack(): Promise<FakeSlack> {
  const calls: Call[] = [];
  const messages: Arguments[] = [];
  const responses: Arguments[] = [];
  const uploads: string[] = [];
  const troubles = new Map<string, Trouble[]>();
  let clock = 1_700_000_000;

  function answer(method: string, args: Arguments): Arguments {
    if (method === 'chat.postMessage') {
      clock += 1;
      const message = { ...args, ts: `${clock}.000100` };
      messages.push(message);
      return { ok: true, channel: args.channel, ts: message.ts, message };
    }
    if (method === 'chat.update') {
      const index = messages.findIndex((message) => message.ts === args.ts);
      if (index < 0) return { ok: false, error: 'message_not_found' };
      messages[index] = { ...messages[index], ...args };
      return { ok: true, channel: args.channel, ts: args.ts };
    }
    if (method === 'conversations.replies' || method === 'conversations.history') {
      const inPlace = messages.filter((message) => message.channel === args.channel && message.thread_ts === args.ts);
      return { ok: true, messages: inPlace };
    }
    if (method === 'users.info') {
      const profile = { email: `${String(args.user).toLowerCase()}@example.com`, display_name: 'Ann' };
      return { ok: true, user: { id: args.user, profile, is_email_confirmed: true } };
    }
    if (/^(?:chat\.(?:start|append|stop)Stream|agents\.)/.test(method) && !fake.streams) {
      return { ok: false, error: 'unknown_method' };
    }
    if (method === 'chat.startStream') {
      clock += 1;
      const message = { ...args, ts: `${clock}.000100`, user: 'UBOT', streaming_state: 'in_progress' };
      messages.push(message);
      return { ok: true, channel: args.channel, ts: message.ts };
    }
    if (method === 'chat.stopStream') {
      const index = messages.findIndex((message) => message.ts === args.ts);
      if (index >= 0) messages[index] = { ...messages[index], streaming_state: 'completed' };
      return { ok: true, channel: args.channel, ts: args.ts };
    }
    if (method === 'conversations.open') {
      return { ok: true, channel: { id: String(args.users).replace(/^U/, 'D') } };
    }
    if (method === 'files.getUploadURLExternal') {
      return { ok: true, upload_url: `${address}/upload`, file_id: `F${uploads.length}` };
    }
    if (method === 'views.open') return { ok: true, view: { id: 'V1' } };
    if (method === 'chat.getPermalink') return { ok: true, permalink: `https://example.slack.com/${args.message_ts}` };
    const self = { user_id: 'UBOT', bot_id: 'BBOT', team_id: 'T1', url: 'https://example.slack.com/' };
    if (/^auth\./.test(method)) return { ok: true, ...self };
    return {
      ok: true,
      ...self,
      channel: { id: 'C0NEW00001' },
      canvas_id: 'F0CANVAS01',
      users: ['U1'],
      user: { id: 'U1' },
    };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const beside = request.url === '/upload' || request.url === '/respond' ? request.url.slice(1) : undefined;
    const early = beside && troubles.get(beside)?.shift();
    if (beside !== undefined) calls.push({ method: beside, args: {}, at: performance.now() });
    if (early && 'retryAfter' in early) {
      return void response.writeHead(429, { 'retry-after': `${early.retryAfter}` }).end();
    }
    if (request.url === '/upload') {
      uploads.push(body);
      return void response.end('OK');
    }
    if (request.url === '/respond') {
      responses.push(JSON.parse(body) as Arguments);
      return void response.end('ok');
    }
    const method = request.url!.replace('/api/', '');
    const args = parse(body);
    calls.push({ method, args, at: performance.now() });
    const trouble = troubles.get(method)?.shift();
    const send = (status: number, value: Arguments, headers: Record<string, string> = {}) =>
      void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
    if (trouble && 'retryAfter' in trouble) {
      return send(429, { ok: false, error: 'ratelimited' }, { 'retry-after': `${trouble.retryAfter}` });
    }
    if (trouble && 'status' in trouble) return send(trouble.status, {});
    if (trouble && 'error' in trouble) return send(200, { ok: false, error: trouble.error });
    const value = answer(method, args);
    if (trouble) return void request.socket.destroy();
    send(200, value);
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: FakeSlack = {
    streams: false,
    apiUrl: `${address}/api/`,
    responseUrl: `${address}/respond`,
    calls,
    messages,
    responses,
    uploads,
    trouble: (method, ...list) => troubles.set(method, [...(troubles.get(method) ?? []), ...list]),
    of: (method) => calls.filter((call) => call.method === method).map((call) => call.args),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return fake;
}

function parse(body: string): Arguments {
  const args: Arguments = {};
  for (const [name, value] of new URLSearchParams(body)) {
    args[name] = ['blocks', 'metadata', 'view', 'chunks', 'files'].includes(name) ? JSON.parse(value) : value;
  }
  return args;
}
