import { createHmac } from 'node:crypto';

/**
 * The headers by which the receiver knows that a request is Slack's:
 * https://docs.slack.dev/authentication/verifying-requests-from-slack. `at` is in unix seconds.
 */
export function signatureHeaders(signingSecret: string, body: string, at: number): Record<string, string> {
  const digest = createHmac('sha256', signingSecret).update(`v0:${at}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${digest}` };
}
