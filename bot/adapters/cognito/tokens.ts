import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Actor } from '../../domain/actor.ts';
import { SreError } from '../../domain/errors.ts';
import { Secret } from '../../domain/secret.ts';
import { callAws } from '../aws-errors.ts';
import { answerChallenge } from './challenge-answer.ts';
import type { CognitoPool } from './pool.ts';

interface IssuedToken {
  readonly secret: Secret;
  /** Unix milliseconds. */
  readonly refreshAt: number;
}

/** A token is renewed this long before it expires, or at four fifths of a short life. */
const RENEW_BEFORE_MS = 300_000;

/** Tokens by user: one sign-in at a time for each, kept until shortly before they expire. */
export function createTokenCache(pool: CognitoPool) {
  const issued = new Map<string, IssuedToken>();
  const signingIn = new Map<string, Promise<IssuedToken>>();

  function forgetExpired(): void {
    const now = pool.clock.now().getTime();
    for (const [username, token] of issued) if (token.refreshAt <= now) issued.delete(username);
  }

  async function renew(actor: Actor): Promise<IssuedToken> {
    try {
      const token = await signIn(pool, actor);
      forgetExpired();
      issued.set(actor.username, token);
      return token;
    } finally {
      signingIn.delete(actor.username);
    }
  }

  return async (actor: Actor, options: { fresh?: boolean; signal?: AbortSignal } = {}): Promise<Secret> => {
    options.signal?.throwIfAborted();
    const cached = issued.get(actor.username);
    if (!options.fresh && cached !== undefined && cached.refreshAt > pool.clock.now().getTime()) return cached.secret;
    let flight = signingIn.get(actor.username);
    if (flight === undefined) {
      flight = renew(actor);
      signingIn.set(actor.username, flight);
    }
    // The sign-in serves everybody who waits for it, so one caller's signal ends that caller's wait only.
    return (await withSignal(flight, options.signal)).secret;
  };
}

/** CUSTOM_AUTH: the pool asks with a nonce, and the answer proves that the bot speaks for this Slack user. */
async function signIn(pool: CognitoPool, actor: Actor): Promise<IssuedToken> {
  const { client, userPoolId, clientId, challengeSecret, clock } = pool;
  const asked = await callAws('sign in', () =>
    client.send(
      new AdminInitiateAuthCommand({
        UserPoolId: userPoolId,
        ClientId: clientId,
        AuthFlow: 'CUSTOM_AUTH',
        AuthParameters: { USERNAME: actor.username },
      }),
    ),
  );
  const nonce = asked.ChallengeParameters?.nonce;
  if (asked.ChallengeName !== 'CUSTOM_CHALLENGE' || nonce === undefined) {
    throw new SreError(
      'bad-upstream',
      `the user pool asked ${asked.ChallengeName ?? 'nothing'} instead of our challenge`,
    );
  }
  const answered = await callAws('sign in', () =>
    client.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId: userPoolId,
        ClientId: clientId,
        ChallengeName: 'CUSTOM_CHALLENGE',
        Session: asked.Session,
        ChallengeResponses: {
          USERNAME: asked.ChallengeParameters?.USERNAME ?? actor.username,
          ANSWER: answerChallenge(challengeSecret, actor, nonce, clock.now()),
        },
      }),
    ),
  );
  const { AccessToken, ExpiresIn } = answered.AuthenticationResult ?? {};
  // A wrong answer is not an error to Cognito: it asks again.
  if (AccessToken === undefined) throw new SreError('unauthenticated', 'the user pool did not accept our answer');
  const lifeMs = (ExpiresIn ?? 0) * 1000;
  const refreshAt = clock.now().getTime() + Math.max(lifeMs - RENEW_BEFORE_MS, lifeMs * 0.8);
  return { secret: new Secret(AccessToken), refreshAt };
}

function withSignal<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abandon = () => reject(signal.reason);
    signal.addEventListener('abort', abandon, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abandon));
  });
}
