import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { readArguments } from '../api/arguments.ts';
import { type Content, readContent } from '../api/content.ts';
import { isObject } from '../block-kit/check.ts';
import type { Core } from '../core/core.ts';
import { SlackApiError } from '../core/errors.ts';
import { post, remove, replace } from '../core/messages.ts';
import type { ResponseUrlRecord } from '../state/records.ts';
import { bot } from '../state/seed.ts';

const lifetimeMs = 30 * 60_000;
const maxUses = 5;

/** A new address by which the bot may answer one act of one person: five times within half an hour. */
export function issueResponseUrl(core: Core, act: Pick<ResponseUrlRecord, 'channel' | 'user' | 'source'>): string {
  const id = core.store.nextTs().replace('.', '');
  const secret = randomBytes(12).toString('base64url');
  core.store.responseUrls.put(id, { id, secret, ...act, expiresAt: core.now().getTime() + lifetimeMs, uses: 0 });
  for (const old of core.store.responseUrls.list())
    if (old.expiresAt < core.now().getTime()) core.store.responseUrls.remove(old.id);
  return `${core.url()}/response/${id}/${secret}`;
}

/** Serves `POST /response/<id>/<secret>`: 200 `ok`, 404 for a used or expired address, 400 for what Slack refuses. */
export function registerResponseUrls(app: FastifyInstance, core: Core): void {
  app.post('/response/:id/:secret', async (request, reply) => {
    const { id, secret } = request.params as { id: string; secret: string };
    const record = core.store.responseUrls.get(id);
    if (record === undefined || !same(record.secret, secret) || core.now().getTime() > record.expiresAt)
      return reply.status(404).send({ ok: false, error: 'expired_url' });
    if (record.uses >= maxUses) return reply.status(404).send({ ok: false, error: 'used_url' });
    if (!isObject(request.body)) return reply.status(400).send({ ok: false, error: 'invalid_payload' });
    core.store.responseUrls.put(id, { ...record, uses: record.uses + 1 });
    try {
      respond(core, record, request.body);
    } catch (error) {
      if (!(error instanceof SlackApiError)) throw error;
      return reply.status(error.error === 'no_text' ? 500 : 400).send({ ok: false, error: error.error });
    }
    return reply.send({ ok: true });
  });
}

/** What a bot answers a command or an action with, over a response address or in the acknowledgement itself. */
export function respond(
  core: Core,
  act: Pick<ResponseUrlRecord, 'channel' | 'user' | 'source'>,
  body: Record<string, unknown>,
): void {
  const args = readArguments(body);
  const source = act.source;
  if (source !== undefined && args.flag('delete_original')) {
    removeOriginal(core, act.channel, source);
    return;
  }
  const content = readContent(args);
  if (source !== undefined && args.flag('replace_original')) {
    replaceOriginal(core, act.channel, act.user, source, content);
    return;
  }
  const channel = core.store.channels.get(act.channel);
  if (channel === undefined) throw new SlackApiError('channel_not_found');
  const threadTs = args.optional('thread_ts');
  if (body.response_type === 'in_channel') {
    post(core, channel, { user: bot.user, botId: bot.id, ...content, threadTs });
    return;
  }
  core.ephemerals.show({
    channel: act.channel,
    ts: core.store.nextTs(),
    recipient: act.user,
    user: bot.user,
    threadTs,
    ...content,
  });
}

type Source = NonNullable<ResponseUrlRecord['source']>;

function removeOriginal(core: Core, channel: string, source: Source): void {
  const message = core.store.message(channel, source.ts);
  if (source.ephemeral) core.ephemerals.remove(channel, source.ts);
  else if (message !== undefined) remove(core, message);
}

function replaceOriginal(core: Core, channel: string, user: string, source: Source, content: Content): void {
  if (source.ephemeral) {
    core.ephemerals.show({
      channel,
      ts: source.ts,
      recipient: user,
      user: bot.user,
      threadTs: source.threadTs,
      ...content,
    });
    return;
  }
  const message = core.store.message(channel, source.ts);
  if (message === undefined) throw new SlackApiError('message_not_found');
  replace(
    core,
    { ...message, blocks: undefined, ...content, edited: { user: bot.user, ts: core.store.nextTs() } },
    true,
  );
}

function same(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}
