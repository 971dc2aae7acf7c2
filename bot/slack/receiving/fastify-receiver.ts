import { type App, type Receiver, type ReceiverEvent, verifySlackRequest } from '@slack/bolt';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Redacted } from '../../domain/redacted.ts';
import type { Secret } from '../../domain/secret.ts';
import type { Clock } from '../../ports/clock.ts';
import { createAcknowledgement } from '../transport/acknowledgement.ts';
import { MalformedBodyError, readSlackBody } from './request-body.ts';

export type DeliveryKind = 'events' | 'commands' | 'interactions';
/** How a delivery was answered. */
export type DeliveryOutcome = 'acknowledged' | 'refused' | 'malformed' | 'unhandled' | 'late' | 'failed' | 'handshake';

export interface FastifyReceiverOptions {
  readonly signingSecret: Secret;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  /** Told of every delivery once it is answered. */
  readonly onAnswered?: (kind: DeliveryKind, outcome: DeliveryOutcome, milliseconds: number) => void;
  /** For tests. */
  readonly ackWithinMs?: number;
}

/** Slack allows a request to be five minutes old; the same is allowed for clocks that run ahead. */
const TIMESTAMP_WINDOW_SECONDS = 300;
/** Slack waits three seconds; this leaves time for the way back. */
const ACK_WITHIN_MS = 2_800;
const LARGEST_BODY_BYTES = 1024 * 1024;

/**
 * Bolt's receiver as a Fastify plugin: POST /slack/events, /slack/commands and /slack/interactions.
 * The signature is verified over the raw body before anything of it is read. A delivery is answered when it is
 * acknowledged, which `createIntake` makes the moment from which it cannot be lost; one that is not acknowledged in time
 * is answered with an error, on which Slack repeats an event and shows a person that their command or press failed.
 * Redeliveries are passed on with Slack's retry headers.
 */
export function createFastifyReceiver(
  options: FastifyReceiverOptions,
): Receiver & { readonly plugin: FastifyPluginAsync } {
  let app: App | undefined;

  async function handle(kind: DeliveryKind, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const began = performance.now();
    const answer = async (outcome: DeliveryOutcome, status: number, body: unknown = '') => {
      options.onAnswered?.(kind, outcome, performance.now() - began);
      await reply.code(status).send(body);
    };
    const raw = typeof request.body === 'string' ? request.body : '';
    if (!isSigned(request, raw, options)) return answer('refused', 401);
    let body: Record<string, unknown>;
    try {
      body = readSlackBody(raw, request.headers['content-type']);
    } catch (error) {
      if (!(error instanceof MalformedBodyError)) throw error;
      options.log.warn({ kind }, 'a signed delivery could not be read');
      return answer('malformed', 400);
    }
    if (body.ssl_check !== undefined) return answer('handshake', 200);
    if (body.type === 'url_verification') return answer('handshake', 200, { challenge: body.challenge });
    if (app === undefined) return answer('failed', 503);
    await dispatch(app, kind, request, body, answer);
  }

  async function dispatch(
    bolt: App,
    kind: DeliveryKind,
    request: FastifyRequest,
    body: Record<string, unknown>,
    answer: (outcome: DeliveryOutcome, status: number, body?: Redacted<unknown>) => Promise<void>,
  ): Promise<void> {
    const { promise: answered, resolve: settle } = Promise.withResolvers<() => Promise<void>>();
    let isSettled = false;
    const once = (reply: () => Promise<void>) => {
      if (isSettled) return false;
      isSettled = true;
      settle(reply);
      return true;
    };
    const acknowledge = createAcknowledgement(async (words) => {
      const isFirst = once(() => answer('acknowledged', 200, words));
      if (!isFirst) options.log.error({ kind }, 'an acknowledgement came too late or twice');
    });
    const timer = setTimeout(() => {
      if (once(() => answer('late', 504))) options.log.error({ kind }, 'a delivery was not acknowledged in time');
    }, options.ackWithinMs ?? ACK_WITHIN_MS);

    const processing = bolt.processEvent({ body, ack: acknowledge, ...retryHeaders(request) }).then(
      () => once(() => answer('unhandled', 404)),
      (error: unknown) => {
        options.log.error({ err: error, kind }, 'a delivery could not be handled');
        once(() => answer('failed', 503));
      },
    );
    const send = await answered;
    clearTimeout(timer);
    await send();
    await processing;
  }

  return {
    plugin: async (server) => {
      server.removeAllContentTypeParsers();
      server.addContentTypeParser('*', { parseAs: 'string', bodyLimit: LARGEST_BODY_BYTES }, (_request, text, done) =>
        done(null, text),
      );
      for (const kind of ['events', 'commands', 'interactions'] as const) {
        server.post(`/slack/${kind}`, (request, reply) => handle(kind, request, reply));
      }
    },
    init(bolt) {
      app = bolt;
    },
    // The Fastify server that the plugin is registered in is started and stopped by its owner.
    start: async () => undefined,
    stop: async () => undefined,
  };
}

function isSigned(request: FastifyRequest, raw: string, options: FastifyReceiverOptions): boolean {
  const signature = request.headers['x-slack-signature'];
  const timestamp = request.headers['x-slack-request-timestamp'];
  if (typeof signature !== 'string' || typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return false;
  const now = options.clock.now().getTime();
  // Bolt refuses what is too old, but not what is dated ahead.
  if (Number(timestamp) * 1000 > now + TIMESTAMP_WINDOW_SECONDS * 1000) return false;
  try {
    verifySlackRequest({
      signingSecret: options.signingSecret.reveal(),
      body: raw,
      headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(timestamp) },
      nowMilliseconds: now,
    });
    return true;
  } catch {
    return false; // Bolt says no by throwing.
  }
}

function retryHeaders(request: FastifyRequest): Pick<ReceiverEvent, 'retryNum' | 'retryReason'> {
  const number = Number(request.headers['x-slack-retry-num']);
  const reason = request.headers['x-slack-retry-reason'];
  return {
    ...(Number.isInteger(number) ? { retryNum: number } : {}),
    ...(typeof reason === 'string' ? { retryReason: reason } : {}),
  };
}
