import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signatureHeaders } from '../../../infra/local/slack/delivery/sign.ts';
import type { Bot } from './bots.ts';
import { send, textOf } from './web-relay.ts';

/** A delivery that a bot answered with a success. */
export interface Accepted {
  readonly path: string;
  readonly body: string;
  /** What it said in the acknowledgement itself; empty for nothing. */
  readonly words: string;
  /** Where it may say more later; absent for what has no such address. */
  readonly responsePath?: string;
}

export interface Balancer {
  readonly url: string;
  /** Who is told of each delivery that was accepted. */
  onAccepted: (accepted: Accepted) => void;
  close(): void;
}

export interface BalancerOptions {
  readonly bots: readonly Bot[];
  /** Where each bot reaches Slack. */
  readonly slackUrls: readonly string[];
  readonly signingSecret: string;
}

/**
 * Gives the deliveries to the bots in turn, to the next where one does not listen. The addresses at which Slack takes later
 * answers are made to lead through the bot's own way to Slack, and the delivery is signed anew.
 */
export async function startBalancer({ bots, slackUrls, signingSecret }: BalancerOptions): Promise<Balancer> {
  let turn = 0;

  async function give(incoming: IncomingMessage, whole: Buffer) {
    for (let tries = 0; ; tries += 1) {
      const index = turn++ % bots.length;
      const target = bots[index]?.url ?? '';
      const { body, responsePath } = throughRelay(whole.toString(), slackUrls[index] ?? '');
      const bytes = Buffer.from(body);
      const headers = { ...incoming.headers, 'content-length': String(bytes.length) };
      const stamp = Number(incoming.headers['x-slack-request-timestamp']);
      const signed = Number.isNaN(stamp) ? headers : { ...headers, ...signatureHeaders(signingSecret, body, stamp) };
      try {
        const given = await send(target, { method: incoming.method, url: incoming.url, headers: signed }, bytes);
        return { ...given, responsePath };
      } catch (error) {
        // What was lost on its way may have been taken: only what nobody listened to goes to the next.
        if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED' || tries + 1 >= bots.length) throw error;
      }
    }
  }

  const server = createServer(async (incoming, outgoing) => {
    try {
      const whole = await textOf(incoming);
      const { status, headers, answer, responsePath } = await give(incoming, whole);
      if (status >= 200 && status < 300 && incoming.method === 'POST') {
        const more = responsePath === undefined ? {} : { responsePath };
        balancer.onAccepted({ path: incoming.url ?? '', body: whole.toString(), words: answer.toString(), ...more });
      }
      outgoing.writeHead(status, headers).end(answer);
    } catch {
      outgoing.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const balancer: Balancer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    onAccepted: () => undefined,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return balancer;
}

/** Slack's address for later answers, written plainly or within a form. */
const RESPONSE = /http(?::\/\/|%3A%2F%2F)127\.0\.0\.1(?::|%3A)\d+((?:\/|%2F)response(?:\/|%2F)\w+(?:\/|%2F)[\w-]+)/;

function throughRelay(body: string, slackUrl: string): { body: string; responsePath?: string } {
  const [found, path] = RESPONSE.exec(body) ?? [];
  if (found === undefined || path === undefined) return { body };
  const responsePath = decodeURIComponent(path);
  return { body: body.replace(found, encodeURIComponent(`${slackUrl}${responsePath}`)), responsePath };
}
