import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the clocks of the bot and of the trigger may differ, in seconds, either way. */
const CHALLENGE_WINDOW_SECONDS = 60;

/** Wrong answers after which the sign-in fails. */
export const CHALLENGE_ATTEMPTS = 3;

/** Who signs in and which challenge is answered. */
export interface ChallengeSubject {
  /** The user's attribute `custom:slack_team_id`. */
  readonly slackTeamId: string;
  /** The user's attribute `custom:slack_user_id`. */
  readonly slackUserId: string;
  /** The public challenge parameter `nonce`; used once. */
  readonly nonce: string;
}

function mac(secret: string, subject: ChallengeSubject, unixSeconds: number): Buffer {
  const message = `${subject.slackTeamId}:${subject.slackUserId}:${subject.nonce}:${unixSeconds}`;
  return createHmac('sha256', secret).update(message).digest();
}

/**
 * The answer to the CUSTOM_CHALLENGE. The bot's Cognito adapter computes the same formula by itself:
 *
 *     message = `${slackTeamId}:${slackUserId}:${nonce}:${unixSeconds}`
 *     answer  = `${unixSeconds}.${lower-case hex of HMAC-SHA256(secret, message)}`
 *
 * `unixSeconds` is the time of answering, a whole number in decimal without leading zeros. `secret` is the value of
 * COGNITO_CHALLENGE_SECRET, as UTF-8. The three parts of the message hold no colon: Slack ids are letters and digits and
 * the nonce is base64url.
 */
export function answerChallenge(secret: string, subject: ChallengeSubject, unixSeconds: number): string {
  return `${unixSeconds}.${mac(secret, subject, unixSeconds).toString('hex')}`;
}

/**
 * True when the answer is right for this subject and was made within the time window around `now` (unix seconds).
 * Comparison takes the same time wherever the answers differ. An empty secret, id or nonce is never right.
 */
export function isRightAnswer(secret: string, subject: ChallengeSubject, answer: string, now: number): boolean {
  const parts = /^([1-9][0-9]{0,11})\.([0-9a-f]{64})$/.exec(answer);
  if (!parts || !secret || !subject.slackTeamId || !subject.slackUserId || !subject.nonce) return false;
  const unixSeconds = Number(parts[1]);
  const right = timingSafeEqual(mac(secret, subject, unixSeconds), Buffer.from(parts[2] ?? '', 'hex'));
  return right && Math.abs(now - unixSeconds) <= CHALLENGE_WINDOW_SECONDS;
}
