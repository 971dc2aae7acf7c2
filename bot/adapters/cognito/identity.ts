import type { Identity } from '../../ports/identity.ts';
import type { CognitoPool } from './pool.ts';
import { createTokenCache } from './tokens.ts';
import { resolveUser } from './users.ts';

/** Slack users as users of a Cognito pool, each with a token of their own. */
export function createCognitoIdentity(pool: CognitoPool): Identity {
  return { resolve: (person) => resolveUser(pool, person), token: createTokenCache(pool) };
}
