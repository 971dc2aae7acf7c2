import { createHmac } from 'node:crypto';
import type { Actor } from '../../domain/actor.ts';
import type { Secret } from '../../domain/secret.ts';

/**
 * The answer to the pool's CUSTOM_CHALLENGE: `<unix seconds>.<hex HMAC-SHA256(secret, "team:user:nonce:seconds")>`.
 * The formula is that of the triggers in infra/aws/triggers/challenge.ts.
 */
export function answerChallenge(
  secret: Secret,
  actor: Pick<Actor, 'teamId' | 'slackUserId'>,
  nonce: string,
  now: Date,
): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const message = `${actor.teamId}:${actor.slackUserId}:${nonce}:${seconds}`;
  return `${seconds}.${createHmac('sha256', secret.reveal()).update(message).digest('hex')}`;
}
