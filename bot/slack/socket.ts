import { SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Secret } from '../domain/secret.ts';
import { boltLogger } from './bolt-logger.ts';

/**
 * Receives Slack's deliveries over a connection that the bot opens itself, for trying it without a public address.
 * A delivery whose handlers fail is not acknowledged, so that Slack sends it again.
 */
export function createSocketReceiver(options: {
  readonly appToken: Secret;
  readonly apiUrl: string;
  readonly log: Logger;
}): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken: options.appToken.reveal(),
    logger: boltLogger(options.log),
    installerOptions: { clientOptions: { slackApiUrl: options.apiUrl } },
    processEventErrorHandler: async ({ error }) => {
      options.log.error({ err: error }, 'a delivery could not be handled');
      return false;
    },
  });
}
