import type { VerifyAuthChallengeResponseTriggerEvent } from 'aws-lambda';
import { isRightAnswer } from './challenge.ts';

/**
 * Judges an answer with the secret in COGNITO_CHALLENGE_SECRET. The Slack ids come from the user's own attributes, so an
 * answer made for one user is wrong for every other. Throws when the secret is not configured.
 */
export async function handler(
  event: VerifyAuthChallengeResponseTriggerEvent,
): Promise<VerifyAuthChallengeResponseTriggerEvent> {
  const secret = process.env.COGNITO_CHALLENGE_SECRET;
  if (!secret) throw new Error('COGNITO_CHALLENGE_SECRET is not set.');
  const { userAttributes, privateChallengeParameters, challengeAnswer, userNotFound } = event.request;
  const subject = {
    slackTeamId: userAttributes['custom:slack_team_id'] ?? '',
    slackUserId: userAttributes['custom:slack_user_id'] ?? '',
    nonce: privateChallengeParameters.nonce ?? '',
  };
  const right = !userNotFound && isRightAnswer(secret, subject, challengeAnswer, Math.floor(Date.now() / 1000));
  return { ...event, response: { answerCorrect: right } };
}
