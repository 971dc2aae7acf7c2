import { createHash, createHmac, randomBytes } from 'node:crypto';
import { RevokeTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import type { Actor } from '../../domain/actor.ts';
import { SreError, toSreError } from '../../domain/errors.ts';
import type { LoginGrant, PendingLogin } from '../../domain/login.ts';
import type { Secret } from '../../domain/secret.ts';
import type { Audit } from '../../ports/audit.ts';
import type { SlackPerson } from '../../ports/identity.ts';
import type { Login, LoginEnd } from '../../ports/login.ts';
import type { People } from '../../ports/people.ts';
import type { RecordStore } from '../../ports/record-store.ts';
import { callAws } from '../aws-errors.ts';
import { createGrants } from './grants.ts';
import type { CognitoPool } from './pool.ts';
import { askTokenEndpoint, type HostedSignIn, type TokenAnswer } from './token-endpoint.ts';
import { type IssuedToken, issuedToken } from './tokens.ts';
import { usernameOf } from './users.ts';

/** What people allowed by signing in, for the one who obtains tokens. */
export interface Consent {
  isGiven(username: string): Promise<boolean>;
  /** A token by the kept grant. Throws SreError `forbidden` where there is none (any more). */
  token(actor: Pick<Actor, 'username' | 'teamId'>): Promise<IssuedToken>;
  /** Ends the grant and revokes it. Throws SreError. */
  end(username: string): Promise<boolean>;
}

export interface LoginDeps {
  readonly pool: CognitoPool;
  readonly signIn: HostedSignIn;
  readonly logins: RecordStore<PendingLogin>;
  readonly grants: RecordStore<LoginGrant>;
  readonly people: People;
  /** Where sign-ins and sign-outs are kept. */
  readonly audit?: Pick<Audit, 'add'>;
  readonly onTrouble: (error: SreError) => void;
}

/** How long a person may take at the sign-in page. */
const WAIT_MS = 600_000;
const STATE = /^[A-Za-z0-9_-]{43}$/;
const CODE = /^[\x21-\x7e]{1,2048}$/;

export const SIGN_IN_FIRST = 'Your organisation wants you to sign in yourself first: type /sre login.';

/** Authorization code with PKCE (S256, RFC 7636) at the pool's hosted sign-in page. */
export function createLogin(deps: LoginDeps): Login & Consent {
  const { pool, signIn, logins } = deps;
  const { clientId, clock } = pool;
  const grants = createGrants(deps.grants, pool.challengeSecret);
  const keys = createRemoteJWKSet(new URL(`${signIn.issuer}/.well-known/jwks.json`), { timeoutDuration: 5_000 });

  /** Verifier and nonce follow from the state, which only the browser holds: nothing kept here can use a stolen code. */
  const derived = (use: 'verifier' | 'nonce', state: string) =>
    createHmac('sha256', pool.challengeSecret.reveal()).update(`login ${use} ${state}`).digest('base64url');

  const revoke = (token: Secret) =>
    callAws('revoke a sign-in', () =>
      pool.client.send(new RevokeTokenCommand({ Token: token.reveal(), ClientId: clientId })),
    );

  const keep = async (teamId: string, actor: string, subject: string) =>
    deps.audit?.add({ kind: 'sign-in', teamId, actor, subject });

  /** Who began the sign-in; once for each state, and not after its time. */
  async function take(state: string): Promise<PendingLogin | undefined> {
    if (!STATE.test(state)) return undefined;
    const now = clock.now().toISOString();
    return logins.change(hashOf(state), (current) =>
      current.state === 'waiting' && current.expiresAt > now ? { ...current, state: 'used' } : undefined,
    );
  }

  /** The claims of an id token that the pool made for this client and this very sign-in. Throws SreError. */
  async function claimsOf(id: string | undefined, state: string): Promise<JWTPayload> {
    if (id === undefined) throw new SreError('bad-upstream', 'the sign-in page gave no id token');
    const { payload } = await jwtVerify(id, keys, {
      issuer: signIn.issuer,
      audience: clientId,
      algorithms: ['RS256'],
      currentDate: clock.now(),
    }).catch((error: { code?: string }) => {
      const isAway = error.code === 'ERR_JWKS_TIMEOUT' || error.code === undefined || error.code === 'ERR_JOSE_GENERIC';
      throw new SreError(isAway ? 'unavailable' : 'bad-upstream', 'the id token does not hold', { cause: error });
    });
    if (payload.token_use !== 'id' || payload.nonce !== derived('nonce', state)) {
      throw new SreError('bad-upstream', 'the id token is of another sign-in');
    }
    return payload;
  }

  async function complete(pending: PendingLogin, state: string, code: string): Promise<LoginEnd> {
    const tokens = await askTokenEndpoint(signIn, {
      grant_type: 'authorization_code',
      client_id: clientId,
      code,
      redirect_uri: signIn.callbackUrl,
      code_verifier: derived('verifier', state),
    });
    try {
      const person = await deps.people.find(pending.teamId, pending.slackUserId);
      if (!isSamePerson(person, await claimsOf(tokens.id, state))) {
        await discard(tokens);
        return 'someone-else';
      }
      if (tokens.refresh === undefined) throw new SreError('bad-upstream', 'the sign-in page gave no refresh token');
      await keep(pending.teamId, pending.slackUserId, 'signed in by themselves');
      const before = await grants.keep(usernameOf(person), person.teamId, tokens.refresh);
      if (before !== undefined) await discard({ refresh: before });
      return 'signed-in';
    } catch (error) {
      await discard(tokens);
      throw error;
    }
  }

  /** Tokens that are not to be used by anybody. */
  async function discard({ refresh }: Pick<TokenAnswer, 'refresh'>): Promise<void> {
    if (refresh === undefined) return;
    await revoke(refresh).catch((error: unknown) => deps.onTrouble(toSreError(error, 'a sign-in was not revoked')));
  }

  async function end(username: string): Promise<boolean> {
    const refresh = await grants.end(username);
    if (refresh === undefined) return false;
    await revoke(refresh);
    return true;
  }

  return {
    async begin({ teamId, userId }) {
      await keep(teamId, userId, 'sign-in begun');
      const state = randomBytes(32).toString('base64url');
      const until = new Date(clock.now().getTime() + WAIT_MS);
      await logins.add({
        id: hashOf(state),
        teamId,
        state: 'waiting',
        slackUserId: userId,
        expiresAt: until.toISOString(),
      });
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: signIn.callbackUrl,
        scope: 'openid email',
        state,
        nonce: derived('nonce', state),
        code_challenge: createHash('sha256').update(derived('verifier', state)).digest('base64url'),
        code_challenge_method: 'S256',
      });
      return { url: `${signIn.url}/oauth2/authorize?${query}`, until };
    },

    async finish({ state = '', code = '', error }) {
      try {
        const pending = await take(state);
        if (pending === undefined) return 'stale';
        if (error !== undefined || !CODE.test(code)) return 'declined';
        return await complete(pending, state, code);
      } catch (thrown) {
        const known = toSreError(thrown, 'a sign-in broke off');
        deps.onTrouble(known);
        return known.retryable && known.kind !== 'bad-upstream' ? 'unavailable' : 'refused';
      }
    },

    isGiven: async (username) => (await grants.find(username)) !== undefined,

    async token({ username, teamId }) {
      const refresh = await grants.find(username);
      if (refresh === undefined) throw new SreError('forbidden', SIGN_IN_FIRST);
      try {
        const form = { grant_type: 'refresh_token', client_id: clientId, refresh_token: refresh.reveal() };
        const tokens = await askTokenEndpoint(signIn, form);
        if (tokens.refresh !== undefined) await grants.keep(username, teamId, tokens.refresh);
        return issuedToken(tokens.access, tokens.expiresIn, clock.now());
      } catch (error) {
        if (!(error instanceof SreError) || error.kind !== 'unauthenticated') throw error;
        // Another process may have put a newer one in its place.
        await grants.end(username, refresh);
        throw new SreError('forbidden', `Your sign-in has ended. ${SIGN_IN_FIRST}`, { cause: error });
      }
    },

    async end(who: string | Pick<SlackPerson, 'teamId' | 'userId'>) {
      if (typeof who === 'string') return end(who);
      await keep(who.teamId, who.userId, 'signed out');
      return end(usernameOf(who));
    },
  };
}

function hashOf(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}

/** The e-mail address is what both sides know of a person; it counts only where both have confirmed it. */
function isSamePerson(person: SlackPerson, claims: JWTPayload): boolean {
  const { email, email_verified: isVerified } = claims;
  return (
    !person.deactivated &&
    person.emailConfirmed &&
    person.email !== undefined &&
    typeof email === 'string' &&
    isVerified === true &&
    email.toLowerCase() === person.email.toLowerCase()
  );
}
