import { randomBytes } from 'node:crypto';
import type { CreateAuthChallengeTriggerEvent } from 'aws-lambda';

/**
 * Makes a challenge: a new nonce at every step, told to the caller and kept with the session, so an answer serves once.
 * Throws for a challenge that is not ours.
 */
export async function handler(event: CreateAuthChallengeTriggerEvent): Promise<CreateAuthChallengeTriggerEvent> {
  if (event.request.challengeName !== 'CUSTOM_CHALLENGE') throw new Error('Unsupported challenge.');
  const nonce = randomBytes(24).toString('base64url');
  return {
    ...event,
    response: {
      publicChallengeParameters: { nonce },
      privateChallengeParameters: { nonce },
      challengeMetadata: 'SLACK_USER_HMAC',
    },
  };
}
