import { isIP } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ActRefused } from '../acts/act-refused.ts';
import { createChannel } from '../acts/channel-acts.ts';
import { command } from '../acts/command.ts';
import { type ElementUse, type Place, press } from '../acts/interact.ts';
import { say } from '../acts/say.ts';
import { stopSession } from '../acts/sessions.ts';
import { suggestOptions } from '../acts/suggest-options.ts';
import { closeView, openHome, submitView } from '../acts/views.ts';
import type { Core } from '../core/core.ts';
import { SlackApiError } from '../core/errors.ts';
import { addReaction, removeReaction } from '../core/reactions.ts';
import type { ViewRecord } from '../state/records.ts';
import { bundlePage, type PageBundle, pageHtml } from './bundle.ts';
import { pageEvent, pageSnapshot } from './page-state.ts';

/** What the page sends: who acts, and the act's own fields. */
interface ActBody {
  readonly user: string;
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly threadTs?: string;
  readonly name: string;
  readonly place: Place;
  readonly use: ElementUse;
  readonly typed: string;
  readonly viewId: string;
  readonly values: ViewRecord['values'];
  readonly clear?: boolean;
  readonly tab: 'home' | 'messages';
}

type Act = (core: Core, body: ActBody) => unknown;

const acts: Readonly<Record<string, Act>> = {
  say: (core, body) => ({ ts: say(core, body.user, body.channel, body.text, body.threadTs).ts }),
  command: (core, body) => command(core, body.user, body.channel, body.text, body.threadTs),
  press: async (core, body) => {
    const delivery = await press(core, body.user, body.place, body.use);
    return { acknowledged: delivery.ok, reason: delivery.ok ? undefined : delivery.reason };
  },
  options: (core, body) => suggestOptions(core, body.user, body.place, body.use, body.typed),
  submit: (core, body) => submitView(core, body.user, body.viewId, body.values),
  close: (core, body) => closeView(core, body.user, body.clear),
  home: (core, body) => openHome(core, body.user, body.tab),
  stop: (core, body) => stopSession(core, body.user, body.channel, body.threadTs ?? ''),
  channel: (core, body) => ({ id: createChannel(core, body.user, body.name).id }),
  dismiss: (core, body) => core.ephemerals.remove(body.channel, body.ts),
  react: (core, body) => {
    const message = core.store.message(body.channel, body.ts);
    if (message === undefined) throw new ActRefused('This message is no longer there.');
    const mine = message.reactions.find((one) => one.name === body.name)?.users.includes(body.user);
    (mine ? removeReaction : addReaction)(core, message, body.name, body.user);
  },
};

const security =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: http://127.0.0.1:* http://localhost:*; frame-ancestors 'none'";

/** Serves the workspace page, its live events and the acts of the people in it. */
export function registerPage(app: FastifyInstance, core: Core, away: () => boolean): void {
  let bundling: Promise<PageBundle> | undefined;
  const bundle = () => {
    bundling ??= bundlePage();
    return bundling;
  };

  // A name of another site that points here is not this workspace, for looking either.
  app.addHook('onRequest', async (request, reply) => {
    if (!isThisMachine(request.headers.host ?? '')) return reply.status(403).send({ message: 'Not under this name.' });
  });

  const html = async (_request: FastifyRequest, reply: FastifyReply) => {
    bundle().catch((error: unknown) => core.logger?.error({ err: error }, 'the page could not be bundled'));
    return reply
      .header('content-security-policy', security)
      .header('cache-control', 'no-store')
      .type('text/html')
      .send(pageHtml);
  };
  app.get('/', html);
  app.get('/archives/*', html);
  app.get('/docs/*', html);
  app.get('/page/app.js', async (_request, reply) => reply.type('text/javascript').send((await bundle()).script));
  app.get('/page/app.css', async (_request, reply) => reply.type('text/css').send((await bundle()).style));

  app.get('/page/events', (request, reply) => {
    const { user } = request.query as { user: string };
    if (core.store.people.get(user) === undefined)
      return reply.status(404).send({ message: 'There is no such person.' });
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const send = (event: Record<string, unknown>) => reply.raw.write(`data: ${JSON.stringify(event)}\n\n`);
    send({ kind: 'snapshot', snapshot: pageSnapshot(core, user, away()) });
    const unsubscribe = core.changes.subscribe((change) => {
      const event = pageEvent(core, user, change);
      if (event !== undefined) send(event);
    });
    const beat = setInterval(() => reply.raw.write(': still here\n\n'), 20_000);
    request.raw.on('close', () => {
      clearInterval(beat);
      unsubscribe();
    });
    return reply;
  });

  app.post('/page/acts/:act', async (request, reply) => {
    const act = acts[(request.params as { act: string }).act];
    if (act === undefined || typeof request.body !== 'object')
      return reply.status(404).send({ message: 'No such act.' });
    if (!sameOrigin(request)) return reply.status(403).send({ message: 'Only the workspace page may do this.' });
    try {
      return reply.send((await act(core, request.body as ActBody)) ?? {});
    } catch (error) {
      if (error instanceof ActRefused || error instanceof SlackApiError)
        return reply.status(409).send({ message: error.message });
      throw error;
    }
  });
}

/**
 * Another site open in the same browser must not act here: not under its own origin, not under a name of its own that it
 * lets point to this machine (DNS rebinding), and not by a form, which needs no leave but cannot send JSON.
 */
function sameOrigin(request: FastifyRequest): boolean {
  const { origin, host = '', 'content-type': type = '' } = request.headers;
  if (!isThisMachine(host)) return false;
  if (origin === undefined) return type.startsWith('application/json');
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** The names and addresses that lead to this machine whoever asks; an address of a network interface is one too. */
function isThisMachine(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || isIP(name.replace(/^\[|\]$/g, '')) !== 0;
}
