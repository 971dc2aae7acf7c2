/**
 * How long Slack waits for an acknowledgement when 200 commands come at once and everything behind the bot hangs: the
 * tools, the memory, the identity provider, Slack's own API and the database. Slack gives up after three seconds.
 * Measured idle, and with 24 investigations over a sample in the same process (with the backends, which the bot has in
 * processes of their own, so that the truth is better). The receiver holds a bare acknowledgement up to half a second for the
 * work to be recorded. Run: `npm run bench acknowledgement`
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { webApi } from '@slack/bolt';
import Fastify from 'fastify';
import { pino } from 'pino';
import { Secret } from '../../bot/domain/secret.ts';
import { examine } from '../../bot/investigation/investigate.ts';
import { systemClock } from '../../bot/ports/clock.ts';
import { atMost } from '../../bot/server/at-most.ts';
import { registerSlack } from '../../bot/slack/index.ts';
import { createBoltApp } from '../../bot/slack/receiving/bolt-app.ts';
import { createFastifyReceiver } from '../../bot/slack/receiving/fastify-receiver.ts';
import { SLACK_CLIENT_OPTIONS } from '../../bot/slack/transport/call.ts';
import { openInProcessGateway } from '../../infra/local/in-process-gateway.ts';
import { sendCommand } from './load/send-command.ts';

const COMMANDS = [
  'checkout is slow',
  'logs checkout',
  'pods',
  'status',
  'postmortem',
  'prefs',
  'help',
  'investigate basket 2h',
];
const SECRET = 'signing-secret';
const LIMIT_MS = 3_000;
const hang = (): Promise<never> => new Promise(() => undefined);

export interface AcknowledgementOptions {
  readonly commands?: number;
  /** Investigations that really run meanwhile, over a sample, at most four at a time as in the bot. */
  readonly busy?: number;
}

/** Milliseconds of each acknowledgement, shortest first. */
export async function measureAcknowledgements(options: AcknowledgementOptions = {}): Promise<readonly number[]> {
  const { commands = 200, busy = 0 } = options;
  // auth.test answers, as it was asked long before; everything else hangs.
  const slackApi = createServer((request, response) => {
    if (request.url?.endsWith('auth.test')) response.end(JSON.stringify({ ok: true, user_id: 'UBOT', bot_id: 'BBOT' }));
  });
  await new Promise<void>((resolve) => slackApi.listen(0, '127.0.0.1', resolve));
  const apiUrl = `http://127.0.0.1:${(slackApi.address() as AddressInfo).port}/api/`;
  const log = pino({ level: 'silent' });
  const receiver = createFastifyReceiver({ signingSecret: new Secret(SECRET), clock: systemClock, log });
  const client = new webApi.WebClient('xoxb-bench', { ...SLACK_CLIENT_OPTIONS, slackApiUrl: apiUrl });
  const everything = {
    first: hang,
    once: hang,
    recent: hang,
    of: hang,
    rule: hang,
    read: hang,
    write: hang,
    forget: hang,
    give: hang,
  };
  registerSlack(createBoltApp({ receiver, client, apiUrl, botToken: new Secret('xoxb-bench'), log }), {
    people: { find: hang },
    identity: { resolve: hang, token: hang },
    investigations: { start: hang, stop: hang },
    store: { find: hang, inThread: hang },
    directory: { known: hang },
    deliveries: everything,
    poster: everything,
    claims: { claim: hang, handled: hang, release: hang },
    asks: { count: hang },
    memory: { learn: hang },
    forgetting: { forget: hang },
    lookups: { look: hang },
    history: everything,
    rulings: everything,
    preferences: everything,
    audit: { add: hang, forget: hang },
    feedback: everything,
    documents: {
      store: { add: hang, find: hang, change: hang, keep: hang, list: hang },
      redaction: { of: () => ({ redact: hang }) },
    },
    clock: systemClock,
    log,
    limits: { perUser: commands + 1, perChannel: commands + 1 },
  });
  const server = Fastify({ bodyLimit: 1024 * 1024 });
  await server.register(receiver.plugin);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  await sendCommand(port, SECRET, 'help', -1);

  const work = await startWork(busy);
  const took = await Promise.all(
    Array.from({ length: commands }, (_, index) =>
      sendCommand(port, SECRET, COMMANDS[index % COMMANDS.length]!, index),
    ),
  );
  await work.end();
  slackApi.closeAllConnections();
  slackApi.close();
  server.server.closeAllConnections();
  await server.close();
  return took.sort((a, b) => a - b);
}

/** Real examinations of a sample, as many at a time as the bot allows. */
async function startWork(count: number) {
  if (count === 0) return { end: async () => undefined };
  const gateway = await openInProcessGateway(join(import.meta.dirname, '../../infra/samples/snapshots/checkout-slow'));
  const stop = new AbortController();
  const inTurn = atMost(4);
  const request = {
    id: 'bench',
    question: 'checkout is slow',
    sinceSeconds: 3_600,
    askedBy: { teamId: 'T1', slackUserId: 'U1' },
    thread: { teamId: 'T1', channel: 'C1' },
    askedAt: new Date().toISOString(),
  };
  const on = { progress: () => undefined, findings: () => undefined };
  const running = Array.from({ length: count }, () =>
    inTurn(stop.signal, () => examine({ gateway, clock: systemClock }, request, on, stop.signal)).catch(
      () => undefined,
    ),
  );
  return {
    async end() {
      stop.abort();
      await Promise.all(running);
      await gateway.close();
    },
  };
}

if (import.meta.main) {
  const results = [];
  for (const busy of [0, 24]) {
    const took = await measureAcknowledgements({ busy });
    const at = (share: number) => Math.round(took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0);
    results.push({
      investigationsRunning: busy,
      commands: took.length,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      worstMs: at(1),
    });
  }
  const worst = Math.max(...results.map(({ worstMs }) => worstMs));
  console.log(JSON.stringify({ bench: 'acknowledgement', limitMs: LIMIT_MS, met: worst < LIMIT_MS, results }));
  process.exit(worst < LIMIT_MS ? 0 : 1);
}
