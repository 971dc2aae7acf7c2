import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Heard {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Milliseconds of the wall clock. */
  readonly at: number;
}

export interface FakeBot {
  readonly url: string;
  readonly heard: readonly Heard[];
  /** The events' envelopes in order, of this type if given. */
  events(type?: string): readonly { event_id: string; event: Record<string, unknown> }[];
  interactions(): readonly Record<string, unknown>[];
  commands(): readonly URLSearchParams[];
  /** What it answers from now on; by default 200 without a body. */
  answer(handler: (heard: Heard, response: ServerResponse) => void): void;
  /** Resolves with the first request that fits, also one that came before. */
  next(fits: (heard: Heard) => boolean): Promise<Heard>;
  /** Away, it answers its health with 503 and the rest as before. */
  away(is: boolean): void;
  stop(): Promise<void>;
}

/** A bot that keeps what it hears and answers as a test says. */
export async function startFakeBot(tls?: { key: string; cert: string }): Promise<FakeBot> {
  const heard: Heard[] = [];
  let away = false;
  const waiting = new Set<() => void>();
  let handler = (_heard: Heard, response: ServerResponse): void => void response.end();
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url === '/health') return void response.writeHead(away ? 503 : 200).end();
      const one = {
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
        at: Date.now(),
      };
      heard.push(one);
      handler(one, response);
      for (const look of waiting) look();
    });
  };
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const envelopes = () =>
    heard
      .filter((one) => one.path === '/slack/events')
      .map((one) => JSON.parse(one.body) as { event_id: string; event: Record<string, unknown> });
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    heard,
    events: (type) => envelopes().filter((one) => type === undefined || one.event.type === type),
    interactions: () =>
      heard
        .filter((one) => one.path === '/slack/interactions')
        .map((one) => JSON.parse(new URLSearchParams(one.body).get('payload')!) as Record<string, unknown>),
    commands: () => heard.filter((one) => one.path === '/slack/commands').map((one) => new URLSearchParams(one.body)),
    answer: (next) => {
      handler = next;
    },
    next: (fits) =>
      new Promise((resolve) => {
        const look = () => {
          const found = heard.find(fits);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    away: (is) => {
      away = is;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
