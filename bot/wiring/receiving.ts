import type { webApi } from '@slack/bolt';
import type { FastifyPluginAsync } from 'fastify';
import type { Logger } from 'pino';
import type { Database } from '../adapters/postgres/database.ts';
import { createDeliveryInbox } from '../adapters/postgres/delivery-inbox.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../ports/clock.ts';
import type { Instances } from '../ports/instances.ts';
import type { Metrics } from '../server/metrics.ts';
import { registerSlack, type SlackDeps } from '../slack/index.ts';
import { createBoltApp } from '../slack/receiving/bolt-app.ts';
import { createFastifyReceiver } from '../slack/receiving/fastify-receiver.ts';
import { createInboxSweep } from '../slack/receiving/inbox-sweep.ts';
import { createIntake } from '../slack/receiving/intake.ts';
import { createSocketReceiver } from '../slack/receiving/socket.ts';

export interface ReceivingParts {
  readonly config: Pick<Config, 'slack'>;
  readonly database: Pick<Database, 'db'>;
  readonly instance: Instances;
  readonly client: webApi.WebClient;
  readonly slackDeps: SlackDeps;
  readonly metrics: Pick<Metrics, 'delivery'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface ComposedReceiving {
  /** Slack's routes. */
  readonly plugin: FastifyPluginAsync;
  /** Opens the connection of Socket Mode where there is one, and goes on with what other processes left. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Builds the ways in from Slack, all of which pass through one intake. */
export function composeReceiving(parts: ReceivingParts): ComposedReceiving {
  const { config, instance, client, metrics, clock, log } = parts;
  const { apiUrl, botToken, appToken, signingSecret } = config.slack;
  const receiver = createFastifyReceiver({ signingSecret, clock, log, onAnswered: metrics.delivery });
  const socket = appToken && createSocketReceiver({ appToken, apiUrl, log });
  const inbox = createDeliveryInbox(parts.database.db);
  const started = Promise.withResolvers<void>();
  const intake = createIntake({ inbox, holder: instance.id, client, log, started: started.promise });
  const sweep = createInboxSweep({ inbox, instances: instance, intake, log });
  for (const each of [receiver, ...(socket ? [socket] : [])]) {
    const bolt = createBoltApp({ receiver: each, client, apiUrl, botToken, log });
    registerSlack(bolt, parts.slackDeps);
    intake.guard(bolt);
  }
  return {
    plugin: receiver.plugin,
    async start() {
      started.resolve();
      sweep.start();
      await socket?.start();
    },
    async stop() {
      sweep.stop();
      await socket?.stop();
    },
  };
}
