import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { AwsError } from '../aws-json.ts';
import type { AuthStep, CustomAuth } from './custom-auth.ts';
import { findUser, type Input, invalid, text, textMap, username } from './input.ts';
import { type Grant, type PoolStore, type PoolUser, unixNow } from './state.ts';
import type { TokenSigner } from './tokens.ts';

type Operation = (input: Input) => Promise<Record<string, unknown>> | Record<string, unknown>;

const REFRESH_SECONDS = 30 * 24 * 3600;
/** The key that a refresh token is kept under. */
export const tokenHash = (token: string) => createHash('sha256').update(token).digest('hex');
const refused = (message: string) => new AwsError('NotAuthorizedException', message);

/** Makes refresh tokens: each call ends what is too old and begins a sign-in of its own. */
export function createGrantIssuer({ state, save }: PoolStore) {
  return (user: PoolUser): { readonly grant: Grant; readonly refreshToken: string } => {
    const now = unixNow();
    for (const [hash, grant] of Object.entries(state.grants)) {
      if (grant.expiresAt < now) delete state.grants[hash];
    }
    const refreshToken = randomBytes(128).toString('base64url');
    const grant: Grant = {
      username: user.username,
      clientId: state.clientId,
      originJti: randomUUID(),
      authTime: now,
      expiresAt: now + REFRESH_SECONDS,
    };
    state.grants[tokenHash(refreshToken)] = grant;
    save();
    return { grant, refreshToken };
  };
}

/** The calls that give and take away tokens. Disabled users get none, whatever they hold. */
export function signInOperations(store: PoolStore, auth: CustomAuth, signer: TokenSigner): Record<string, Operation> {
  const { state } = store;

  const knownUser = (name: string): PoolUser | undefined => {
    try {
      return findUser(state, name);
    } catch {
      return undefined; // The triggers are told `userNotFound`, so that the answer does not tell who exists.
    }
  };

  const checkClient = (input: Input) => {
    if (text(input, 'ClientId', /^[\w+]{1,128}$/) !== state.clientId) {
      throw new AwsError('ResourceNotFoundException', `User pool client ${String(input.ClientId)} does not exist.`);
    }
  };

  const result = async (user: PoolUser, grant: Grant) => ({
    AccessToken: await signer.access({ user, grant }),
    IdToken: await signer.id({ user, grant }),
    ExpiresIn: signer.lifetime,
    TokenType: 'Bearer',
  });

  const newGrant = createGrantIssuer(store);
  const issue = async (user: PoolUser) => {
    const { grant, refreshToken } = newGrant(user);
    return {
      ChallengeParameters: {},
      AuthenticationResult: { ...(await result(user, grant)), RefreshToken: refreshToken },
    };
  };

  const answerStep = (step: AuthStep, user: PoolUser | undefined) => {
    if (!step.done) {
      return { ChallengeName: 'CUSTOM_CHALLENGE', Session: step.session, ChallengeParameters: step.parameters };
    }
    if (!user) throw refused('Incorrect username or password.');
    return issue(user);
  };

  const refresh = async (token: string) => {
    const grant = state.grants[tokenHash(token)];
    if (!grant) throw refused('Invalid Refresh Token');
    if (grant.expiresAt <= unixNow()) throw refused('Refresh Token has expired');
    const user = findUser(state, grant.username);
    if (!user.enabled) throw refused('User is disabled.');
    return { ChallengeParameters: {}, AuthenticationResult: await result(user, grant) };
  };

  return {
    AdminInitiateAuth: async (input) => {
      checkClient(input);
      const parameters = textMap(input, 'AuthParameters');
      const flow = text(input, 'AuthFlow');
      if (flow === 'REFRESH_TOKEN_AUTH' || flow === 'REFRESH_TOKEN') {
        if (!parameters.REFRESH_TOKEN) throw invalid('Missing required parameter REFRESH_TOKEN');
        return refresh(parameters.REFRESH_TOKEN);
      }
      if (flow !== 'CUSTOM_AUTH') throw invalid('Auth flow not enabled for this client');
      if (!parameters.USERNAME) throw invalid('Missing required parameter USERNAME');
      const user = knownUser(parameters.USERNAME);
      if (user && !user.enabled) throw refused('User is disabled.');
      const name = user?.username ?? parameters.USERNAME;
      return answerStep(await auth.begin(name, user, textMap(input, 'ClientMetadata')), user);
    },
    AdminRespondToAuthChallenge: async (input) => {
      checkClient(input);
      if (text(input, 'ChallengeName') !== 'CUSTOM_CHALLENGE') throw invalid('Challenge not offered');
      const responses = textMap(input, 'ChallengeResponses');
      if (!responses.USERNAME) throw invalid('Missing required parameter USERNAME');
      if (responses.ANSWER === undefined) throw invalid('Missing required parameter ANSWER');
      const user = knownUser(responses.USERNAME);
      const name = user?.username ?? responses.USERNAME;
      const session = text(input, 'Session', /^[\s\S]{20,2048}$/);
      const step = await auth.respond(session, responses.ANSWER, name, user, textMap(input, 'ClientMetadata'));
      if (user && !user.enabled) throw refused('User is disabled.');
      return answerStep(step, user);
    },
    AdminUserGlobalSignOut: (input) => {
      const user = findUser(state, username(input));
      for (const [hash, grant] of Object.entries(state.grants)) {
        if (grant.username === user.username) delete state.grants[hash];
      }
      store.save();
      return {};
    },
    RevokeToken: (input) => {
      checkClient(input);
      delete state.grants[tokenHash(text(input, 'Token'))];
      store.save();
      return {};
    },
  };
}
