import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { bot, team } from '../state/seed.ts';
import type { BotClient } from './bot-client.ts';

export interface EventDelivery {
  /** Sends an event of the Events API to the bot and, until it is acknowledged, again after each retry delay. */
  send(event: { readonly type: string; readonly [field: string]: unknown }): void;
  /** Resolves when nothing is being sent; waiting retries do not count. */
  settled(): Promise<void>;
  stop(): void;
}

/** Slack's own: at once, after a minute, after five. */
export const slackRetryDelaysMs: readonly number[] = [0, 60_000, 300_000];

export function createEventDelivery(options: {
  client: BotClient;
  retryDelaysMs: readonly number[];
  now: () => Date;
  logger?: Logger;
}): EventDelivery {
  const timers = new Set<NodeJS.Timeout>();
  const sending = new Set<Promise<void>>();
  let stopped = false;

  function later(delayMs: number, run: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, delayMs);
    timers.add(timer);
  }

  function attempt(body: string, eventId: string, retry: number, reason?: string): void {
    if (stopped) return;
    const headers: Record<string, string> =
      reason === undefined ? {} : { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': reason };
    const sent = options.client.post('/slack/events', body, 'json', headers).then((delivery) => {
      sending.delete(sent);
      if (delivery.ok || stopped) return;
      const delay = options.retryDelaysMs[retry];
      options.logger?.warn(
        { eventId, reason: delivery.reason, status: delivery.status, retry },
        'event not acknowledged',
      );
      if (delay !== undefined && !delivery.noRetry)
        later(delay, () => attempt(body, eventId, retry + 1, delivery.reason));
    });
    sending.add(sent);
  }

  return {
    send: (event) => {
      const eventId = `Ev${randomBytes(6).toString('hex').toUpperCase()}`;
      const envelope = {
        token: 'deprecated',
        team_id: team.id,
        context_team_id: team.id,
        context_enterprise_id: null,
        api_app_id: bot.app,
        event,
        type: 'event_callback',
        event_id: eventId,
        event_time: Math.floor(options.now().getTime() / 1000),
        authorizations: [
          { enterprise_id: null, team_id: team.id, user_id: bot.user, is_bot: true, is_enterprise_install: false },
        ],
        is_ext_shared_channel: false,
        event_context: `4-${eventId}`,
      };
      attempt(JSON.stringify(envelope), eventId, 0);
    },
    settled: async () => {
      while (sending.size > 0) await Promise.all(sending);
    },
    stop: () => {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
