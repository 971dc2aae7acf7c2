import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Actor } from '../../domain/actor.ts';
import { SreError } from '../../domain/errors.ts';
import { Secret } from '../../domain/secret.ts';
import { callAws } from '../aws-errors.ts';
import { type RetryPolicy, withRetries } from '../retry.ts';
import { answerChallenge } from './challenge-answer.ts';
import type { CognitoPool } from './pool.ts';

export interface IssuedToken {
  readonly secret: Secret;
  /** Unix milliseconds. */
  readonly refreshAt: number;
}

/** A token is renewed this long before it expires, or at four fifths of a short life. */
const RENEW_BEFORE_MS = 300_000;
const MOST_SEEN = 10_000;

/** How often a sign-in that broke off is begun anew: each one has a challenge of its own. */
const SIGN_IN: RetryPolicy = { attempts: 2, budgetMs: 20_000, firstPauseMs: 100 };

/** A token of which `expiresIn` seconds are left at `now`, with the time to renew it. */
export function issuedToken(secret: Secret, expiresIn: number, now: Date): IssuedToken {
  const lifeMs = expiresIn * 1000;
  return { secret, refreshAt: now.getTime() + Math.max(lifeMs - RENEW_BEFORE_MS, lifeMs * 0.8) };
}

/** Tokens by user: one sign-in at a time for each, kept until shortly before they expire. `obtain` makes a new one. */
export function createTokenCache(
  pool: CognitoPool,
  obtain: (actor: Actor) => Promise<IssuedToken> = (actor) => signIn(pool, actor),
) {
  const issued = new Map<string, IssuedToken>();
  const signingIn = new Map<string, Promise<IssuedToken>>();
  const rolesSeen = new Map<string, string>();

  /** Forgets a user's token; the next one is made anew. */
  function drop(username: string): void {
    issued.delete(username);
    signingIn.delete(username);
  }

  function forgetExpired(): void {
    const now = pool.clock.now().getTime();
    for (const [username, token] of issued) if (token.refreshAt <= now) issued.delete(username);
  }

  function renew(actor: Actor): Promise<IssuedToken> {
    const flight = withRetries(SIGN_IN, undefined, () => obtain(actor)).then((token) => {
      forgetExpired();
      // Not kept where it was dropped while the pool was asked: it may have the rights of before.
      if (signingIn.get(actor.username) === flight) issued.set(actor.username, token);
      return token;
    });
    const done = () => {
      if (signingIn.get(actor.username) === flight) signingIn.delete(actor.username);
    };
    flight.then(done, done);
    signingIn.set(actor.username, flight);
    return flight;
  }

  return {
    async token(actor: Actor, options: { refused?: Secret; signal?: AbortSignal } = {}): Promise<Secret> {
      options.signal?.throwIfAborted();
      const kept = issued.get(actor.username);
      if (kept !== undefined) {
        const isRefused = options.refused !== undefined && options.refused.reveal() === kept.secret.reveal();
        if (!isRefused && kept.refreshAt > pool.clock.now().getTime()) return kept.secret;
      }
      // The sign-in serves everybody who waits for it, so one caller's signal ends that caller's wait only.
      const flight = signingIn.get(actor.username) ?? renew(actor);
      return (await withSignal(flight, options.signal)).secret;
    },
    /** Forgets the token of one whose roles are others than when last seen: a token holds the groups of its time. */
    seen({ username, roles }: Actor): void {
      const now = [...roles].sort().join();
      const before = rolesSeen.get(username);
      if (rolesSeen.size >= MOST_SEEN) rolesSeen.clear();
      rolesSeen.set(username, now);
      if (before !== undefined && before !== now) drop(username);
    },
    drop,
  };
}

/** CUSTOM_AUTH: the pool asks with a nonce, and the answer proves that the bot speaks for this Slack user. */
export async function signIn(pool: CognitoPool, actor: Actor): Promise<IssuedToken> {
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
  const answered = await callAws('sign in', async () => {
    try {
      return await client.send(
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
      );
    } catch (error) {
      // A challenge serves once: a try whose answer was lost has used it up, and the SDK's next one is refused for that.
      const { name, $metadata } = error as { name?: string; $metadata?: { attempts?: number } };
      if (name !== 'NotAuthorizedException' || ($metadata?.attempts ?? 1) < 2) throw error;
      throw new SreError('unavailable', 'the challenge was used up by a try without an answer', { cause: error });
    }
  });
  const { AccessToken, ExpiresIn } = answered.AuthenticationResult ?? {};
  if (AccessToken === undefined) {
    // A wrong answer is not an error to Cognito: it asks again.
    if (answered.ChallengeName !== undefined) {
      throw new SreError('unauthenticated', 'the user pool did not accept our answer');
    }
    throw new SreError('bad-upstream', 'the user pool gave neither a token nor a question');
  }
  return issuedToken(new Secret(AccessToken), ExpiresIn ?? 0, clock.now());
}

function withSignal<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abandon = () => reject(signal.reason);
    signal.addEventListener('abort', abandon, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abandon));
  });
}
