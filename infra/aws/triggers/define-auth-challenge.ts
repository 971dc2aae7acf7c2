import type { DefineAuthChallengeTriggerEvent } from 'aws-lambda';
import { CHALLENGE_ATTEMPTS } from './challenge.ts';

/**
 * Decides each step of CUSTOM_AUTH: one right answer to our challenge brings tokens; an unknown user, another kind of
 * challenge (a password, say) or CHALLENGE_ATTEMPTS wrong answers fail the sign-in.
 */
export async function handler(event: DefineAuthChallengeTriggerEvent): Promise<DefineAuthChallengeTriggerEvent> {
  const { session, userNotFound } = event.request;
  const foreign = session.some((step) => step.challengeName !== 'CUSTOM_CHALLENGE');
  const issueTokens = !userNotFound && !foreign && session.at(-1)?.challengeResult === true;
  const failAuthentication = Boolean(userNotFound) || foreign || (!issueTokens && session.length >= CHALLENGE_ATTEMPTS);
  const next = issueTokens || failAuthentication ? {} : { challengeName: 'CUSTOM_CHALLENGE' };
  return { ...event, response: { ...next, issueTokens, failAuthentication } };
}
