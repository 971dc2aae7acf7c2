import { type App, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Secret } from '../../domain/secret.ts';
import { createAcknowledgement } from '../transport/acknowledgement.ts';
import { boltLogger } from './bolt-logger.ts';

/** How long Slack is waited for when the connection is closed. */
const GOODBYE_MS = 2_000;

/**
 * Receives Slack's deliveries over a connection that the bot opens itself, for trying it without a public address.
 * A delivery whose handlers fail is not acknowledged, so that Slack sends it again.
 */
export function createSocketReceiver(options: {
  readonly appToken: Secret;
  readonly apiUrl: string;
  readonly log: Logger;
}): SocketModeReceiver {
  const receiver = new SocketModeReceiver({
    appToken: options.appToken.reveal(),
    logger: boltLogger(options.log),
    installerOptions: { clientOptions: { slackApiUrl: options.apiUrl } },
    processEventErrorHandler: async ({ error }) => {
      options.log.error({ err: error }, 'a delivery could not be handled');
      return false;
    },
  });
  const init = receiver.init.bind(receiver);
  receiver.init = (app) => init(withRedactedAcknowledgements(app));
  // Bolt's own does not wait for the end of the connection, and what is cut off then keeps the process up for 30 s.
  receiver.stop = async () => {
    const silent = setTimeout(() => void receiver.client.disconnect(), GOODBYE_MS);
    await receiver.client.disconnect();
    clearTimeout(silent);
  };
  return receiver;
}

/** Bolt's receiver hands its own acknowledgement on; the app gets one whose words are redacted instead. */
function withRedactedAcknowledgements(app: App): App {
  const processEvent = (event: ReceiverEvent) =>
    app.processEvent({ ...event, ack: createAcknowledgement((answer) => event.ack(answer)) });
  return Object.assign(Object.create(app) as App, { processEvent });
}
