import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Deed } from './traps.ts';

/** An exchange that had its effect: the answer may still be lost on its way back. */
export interface Exchange {
  readonly what: string;
  readonly request: string;
  readonly status: number;
  readonly answer: string;
}

export interface WebRelayOptions {
  readonly target: () => string;
  /** Number of the bot whose way out this is. */
  readonly bot: number;
  readonly take?: (what: string) => Deed | undefined;
  readonly seen?: (exchange: Exchange) => void;
}

export interface WebRelay {
  readonly url: string;
  close(): void;
}

/** Passes a bot's web requests on, whole, unless a trap does something else with them. */
export async function startWebRelay({ target, bot, take, seen }: WebRelayOptions): Promise<WebRelay> {
  const server = createServer((incoming, outgoing) => {
    const what = `${incoming.method} ${incoming.url}`;
    const deed = take?.(what);
    if (deed?.kind === 'hang') return;
    if (deed?.kind === 'cut') return void incoming.socket.destroy();
    if (deed?.kind === 'refuse') return void outgoing.writeHead(deed.status, deed.headers).end('{"ok":false}');
    if (deed?.kind === 'before') return deed.strike(bot);
    if (deed?.kind === 'tell') deed.strike(bot);
    void passOn(incoming, outgoing, deed);
  });

  async function passOn(incoming: IncomingMessage, outgoing: ServerResponse, deed: Deed | undefined): Promise<void> {
    try {
      const body = await textOf(incoming);
      const { status, headers, answer } = await send(target(), incoming, body);
      seen?.({
        what: `${incoming.method} ${incoming.url}`,
        request: body.toString(),
        status,
        answer: answer.toString(),
      });
      if (deed?.kind === 'lose') return void incoming.socket.destroy();
      if (deed?.kind === 'after') return deed.strike(bot);
      outgoing.writeHead(status, headers).end(answer);
    } catch {
      outgoing.destroy();
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export async function textOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Sends a request with this body to `target`; rejects when it is not there. */
export function send(
  target: string,
  { method, url: path, headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  body: Buffer,
): Promise<{ status: number; headers: IncomingMessage['headers']; answer: Buffer }> {
  const { hostname, port } = new URL(target);
  const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<typeof send>>>();
  const onward = httpRequest({ host: hostname, port, method, path, headers, agent: false }, (answer) => {
    textOf(answer).then(
      (whole) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, answer: whole }),
      reject,
    );
  });
  onward.on('error', reject);
  onward.end(body);
  return promise;
}
