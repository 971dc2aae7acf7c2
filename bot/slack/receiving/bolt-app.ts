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
 * The Bolt app of one workspace. Who the bot is gets asked of Slack at the first delivery and then kept: the bot starts
 * while Slack is away, and a delivery that comes too early fails and is delivered again.
 */
export function createBoltApp(options: BoltAppOptions): App {
  const { client, botToken } = options;
  let self: Promise<webApi.AuthTestResponse> | undefined;
  const whoAmI = () => {
    self ??= callSlack(() => client.auth.test(), { repeatable: true }).catch((error) => {
      self = undefined;
      throw error;
    });
    return self;
  };
  return new App({
    receiver: options.receiver,
    logger: boltLogger(options.log),
    clientOptions: { ...SLACK_CLIENT_OPTIONS, slackApiUrl: options.apiUrl },
    authorize: async () => {
      const { bot_id, user_id } = await whoAmI();
      return { botToken: botToken.reveal(), botId: bot_id, botUserId: user_id };
    },
  });
}
