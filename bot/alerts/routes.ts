import { createHash } from 'node:crypto';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { ALERT_SOURCES, type Alert, type AlertSource } from '../domain/alert.ts';
import { ERROR_TABLE, SreError, toSreError } from '../domain/errors.ts';
import type { Secret } from '../domain/secret.ts';
import type { AlertDesk } from '../ports/alert-desk.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeliveryClaims } from '../ports/delivery-claims.ts';
import { readAlertmanager } from './alertmanager.ts';
import { readCloudWatch } from './cloudwatch.ts';
import { readDatadog } from './datadog.ts';
import { readGeneric } from './generic.ts';
import { readGrafana } from './grafana.ts';
import { createGuessLimit } from './guess-limit.ts';
import { createIntakeLimit, type IntakeLimit } from './intake-limit.ts';
import { handledOnce } from './once.ts';
import { readPagerDuty } from './pagerduty.ts';
import { proveDelivery } from './proof.ts';
import { REFUSED_FOR_NOW, REPEATS, RETRY_AFTER_SECONDS } from './repeats.ts';
import { createSnsReader, type FetchText } from './sns-message.ts';

export interface AlertRoutesOptions {
  readonly desk: AlertDesk;
  /** A source without a secret is not open. CloudWatch has its topics instead. */
  readonly secrets: Readonly<Partial<Record<AlertSource, Secret>>>;
  readonly topicArns: readonly string[];
  /** Makes a repeated delivery do nothing; without it only the alerts' own facts do. */
  readonly claims?: DeliveryClaims;
  readonly fetchText?: FetchText;
  /** What is taken in at one time; a limit of this process's own when absent. */
  readonly intake?: IntakeLimit;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/** What a proven delivery is, and what it brings. */
interface Proven {
  readonly id: string;
  readonly keptSeconds: number;
  /** The alerts; for SNS also the answer to its confirmation. */
  readonly read: () => Promise<readonly Alert[]>;
}

type Reader = (payload: unknown, now: Date) => readonly Alert[];

const READERS: Readonly<Record<Exclude<AlertSource, 'cloudwatch'>, Reader>> = {
  alertmanager: readAlertmanager,
  pagerduty: readPagerDuty,
  grafana: readGrafana,
  datadog: readDatadog,
  generic: readGeneric,
};
/** Alerts that are kept by one statement; how many come at once only the body's size limits. */
const AT_ONCE = 1_000;
/** SNS repeats for an hour and names each message; the others' next attempt comes soon, and later the same may be news. */
const SNS_KEPT_SECONDS = 86_400;
const BODY_KEPT_SECONDS = 60;
/** Alertmanager sends all alerts of a group in one body: ten thousand are about 15 MB, and one that is refused as too large is lost. */
const BODY_LIMIT = 32 * 1024 * 1024;

/** `POST /alerts/<kind>`: proves the sender, reads the alerts, keeps them, and answers 202 before any work is done. */
export function alertRoutes(options: AlertRoutesOptions): FastifyPluginAsync {
  const { desk, clock, log } = options;
  const guesses = createGuessLimit(clock);
  const intake = options.intake ?? createIntakeLimit();
  const sns = createSnsReader({ topicArns: options.topicArns, fetchText: options.fetchText ?? fetchText, clock });

  async function prove(
    source: AlertSource,
    headers: Readonly<Record<string, string | string[] | undefined>>,
    body: Buffer,
  ): Promise<Proven> {
    if (source === 'cloudwatch') {
      if (options.topicArns.length === 0) throw notOpen(source);
      const message = await sns.read(json(body));
      const read = async () => {
        if (message.type === 'SubscriptionConfirmation') {
          await sns.confirm(message);
          log.info({ topic: message.topicArn }, 'alert subscription confirmed');
        }
        return message.type === 'Notification' ? readCloudWatch(message.message, clock.now()) : [];
      };
      return { id: `sns ${message.topicArn} ${message.id}`, keptSeconds: SNS_KEPT_SECONDS, read };
    }
    const secret = options.secrets[source];
    if (secret === undefined) throw notOpen(source);
    proveDelivery(source, secret, { headers, body }, clock.now());
    const id = `alert ${source} ${createHash('sha256').update(body).digest('hex')}`;
    return { id, keptSeconds: BODY_KEPT_SECONDS, read: async () => READERS[source](json(body), clock.now()) };
  }

  async function take(delivery: Proven): Promise<{ alerts: number; taken: number }> {
    const alerts = await delivery.read();
    let taken = 0;
    for (let from = 0; from < alerts.length; from += AT_ONCE) {
      taken += (await desk.accept(alerts.slice(from, from + AT_ONCE))).taken;
    }
    return { alerts: alerts.length, taken };
  }

  return async (server) => {
    server.removeAllContentTypeParsers();
    // SNS says text/plain; a signature is over the bytes as they came.
    server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
    // Before the body is read, which is what takes room.
    server.addHook('onRequest', async (request, reply) => {
      try {
        const said = request.headers['content-length'];
        const leave = intake.enter(said === undefined ? undefined : Number(said));
        reply.raw.once('close', leave);
      } catch (error) {
        return refuse(reply, (request.params as { kind?: string }).kind ?? '', toSreError(error, 'no room'));
      }
    });
    server.post<{ Params: { kind: string } }>('/alerts/:kind', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const { kind } = request.params;
      try {
        if (!isSource(kind)) throw new SreError('not-found', `there is no alert source ${kind.slice(0, 40)}`);
        guesses.check(request.ip);
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const delivery = await prove(kind, request.headers, body);
        const { claims } = options;
        const took = claims ? await handledOnce(claims, delivery, () => take(delivery)) : await take(delivery);
        return reply.code(202).send(took ?? { alerts: 0, taken: 0 });
      } catch (thrown) {
        if (thrown instanceof SreError && thrown.kind === 'unauthenticated') guesses.wrong(request.ip);
        return refuse(reply, kind, toSreError(thrown, 'an alert could not be taken'));
      }
    });
  };

  function refuse(reply: FastifyReply, kind: string, error: SreError) {
    // What is about now and not about what was sent: only some sources send again after another status (`REPEATS`).
    const isForNow = error.retryable || ERROR_TABLE[error.kind].status >= 500;
    const status = isForNow ? REFUSED_FOR_NOW : ERROR_TABLE[error.kind].status;
    if (isForNow && error.kind !== 'rate-limited')
      log.error({ err: error, source: kind, sentAgain: sentAgain(kind) }, 'alert not taken');
    else log.warn({ source: kind, reason: error.message }, 'alert refused');
    if (isForNow) reply.header('retry-after', Math.ceil((error.retryAfterMs ?? RETRY_AFTER_SECONDS * 1_000) / 1_000));
    // The message of a refusal is ours and names the field; of a failure it may quote an upstream.
    return reply.code(status).send({ error: { kind: error.kind, message: isForNow ? error.wording : error.message } });
  }
}

function isSource(kind: string): kind is AlertSource {
  return (ALERT_SOURCES as readonly string[]).includes(kind);
}

function sentAgain(kind: string): string {
  return isSource(kind) ? REPEATS[kind].how : 'not known';
}

function notOpen(source: AlertSource): SreError {
  return new SreError('not-found', `the alert source ${source} is not set up here`);
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new SreError('invalid-input', 'the body is not JSON', { cause: error });
  }
}

async function fetchText(url: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, { signal, redirect: 'error' });
  const text = await response.text();
  if (!response.ok) throw new SreError('unavailable', `the address answered ${response.status}`);
  return text.slice(0, 100_000);
}
