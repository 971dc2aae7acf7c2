import { App, type Receiver, type webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Secret } from '../../domain/secret.ts';
import { callSlack, SLACK_CLIENT_OPTIONS } from '../transport/call.ts';
import { boltLogger } from './bolt-logger.ts';

export interface BoltAppOptions {
  readonly receiver: Receiver;
  readonly client: webApi.WebClient;
  readonly apiUrl: string;
  readonly botToken: Secret;
  readonly log: Logger;
}

/**
 * The Bolt app of one workspace. Slack is asked who the bot is when the app is made, and again by the next delivery where
 * it did not answer; no delivery waits for that, as each event names the bot it is for.
 */
export function createBoltApp(options: BoltAppOptions): App {
  const { client, botToken, log } = options;
  let self: { readonly botId?: string; readonly botUserId?: string } | undefined;
  let isAsking = false;
  const ask = () => {
    if (isAsking) return;
    isAsking = true;
    callSlack(() => client.auth.test(), { repeatable: true })
      .then(({ bot_id: botId, user_id: botUserId }) => {
        self = { ...(botId && { botId }), ...(botUserId && { botUserId }) };
      })
      .catch((error) => log.error({ err: error }, 'Slack did not say who the bot is'))
      .finally(() => {
        isAsking = false;
      });
  };
  ask();
  return new App({
    receiver: options.receiver,
    logger: boltLogger(options.log),
    clientOptions: { ...SLACK_CLIENT_OPTIONS, slackApiUrl: options.apiUrl },
    authorize: async (_source, body) => {
      if (self === undefined) ask();
      return { botToken: botToken.reveal(), ...(self ?? botOf(body)) };
    },
  });
}

function botOf(body: unknown): { readonly botUserId?: string } {
  const { authorizations } = (body ?? {}) as { authorizations?: readonly { user_id?: string; is_bot?: boolean }[] };
  const botUserId = authorizations?.find(({ is_bot }) => is_bot !== false)?.user_id;
  return { ...(botUserId && { botUserId }) };
}
