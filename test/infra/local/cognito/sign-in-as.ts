import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { answerChallenge } from '../../../../infra/aws/triggers/challenge.ts';
import { challengeSecret } from '../stand-in.ts';

interface Pool {
  readonly client: CognitoIdentityProviderClient;
  readonly poolId: string;
  readonly clientId: string;
}

/** Makes a user of the pool with Slack ids `T1` and the given one. */
export async function createUser({ client, poolId }: Pool, username: string, slackUserId: string): Promise<void> {
  await client.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: username,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: `${username}@example.com` },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'custom:slack_team_id', Value: 'T1' },
        { Name: 'custom:slack_user_id', Value: slackUserId },
      ],
    }),
  );
}

/** Asks for a challenge. */
export function beginSignIn({ client, poolId, clientId }: Pool, username: string) {
  return client.send(
    new AdminInitiateAuthCommand({
      UserPoolId: poolId,
      ClientId: clientId,
      AuthFlow: 'CUSTOM_AUTH',
      AuthParameters: { USERNAME: username },
    }),
  );
}

/** Answers a challenge; `answer` replaces the right one. */
export function answerSignIn(
  { client, poolId, clientId }: Pool,
  begun: { Session?: string; ChallengeParameters?: Record<string, string> },
  username: string,
  slackUserId: string,
  answer?: string,
) {
  const nonce = begun.ChallengeParameters?.nonce ?? '';
  const subject = { slackTeamId: 'T1', slackUserId, nonce };
  const right = answerChallenge(challengeSecret, subject, Math.floor(Date.now() / 1000));
  return client.send(
    new AdminRespondToAuthChallengeCommand({
      UserPoolId: poolId,
      ClientId: clientId,
      ChallengeName: 'CUSTOM_CHALLENGE',
      Session: begun.Session,
      ChallengeResponses: { USERNAME: username, ANSWER: answer ?? right },
    }),
  );
}

/** The tokens of a user after a right answer. */
export async function signInAs(pool: Pool, username: string, slackUserId: string) {
  const begun = await beginSignIn(pool, username);
  const { AuthenticationResult } = await answerSignIn(pool, begun, username, slackUserId);
  if (!AuthenticationResult?.AccessToken || !AuthenticationResult.RefreshToken) throw new Error('No tokens came.');
  return { access: AuthenticationResult.AccessToken, refresh: AuthenticationResult.RefreshToken, AuthenticationResult };
}
