import { AdminUserGlobalSignOutCommand } from '@aws-sdk/client-cognito-identity-provider';
import { SreError } from '../../domain/errors.ts';
import type { Identity, SlackPerson } from '../../ports/identity.ts';
import { fromAws } from '../aws-errors.ts';
import type { CognitoPool } from './pool.ts';
import { createTokenCache } from './tokens.ts';
import { resolveUser, usernameOf } from './users.ts';

/** Slack users as users of a Cognito pool, each with a token of their own. */
export function createCognitoIdentity(pool: CognitoPool): Identity {
  const tokens = createTokenCache(pool);

  return {
    async resolve(person) {
      try {
        const actor = await resolveUser(pool, person);
        tokens.seen(actor);
        return actor;
      } catch (thrown) {
        if (!(thrown instanceof SreError) || thrown.kind !== 'forbidden') throw thrown;
        tokens.drop(usernameOf(person));
        if (!person.deactivated) throw thrown;
        throw new SreError('forbidden', thrown.message, { cause: await signOut(pool, person) });
      }
    },
    token: tokens.token,
  };
}

/**
 * Revokes the refresh tokens of a person, and their access tokens as far as Cognito itself takes them. Returns what went
 * wrong instead of throwing it: the refusal that comes after it matters more, and the next one tries again.
 */
async function signOut(pool: CognitoPool, person: SlackPerson): Promise<SreError | undefined> {
  try {
    const user = { UserPoolId: pool.userPoolId, Username: usernameOf(person) };
    await pool.client.send(new AdminUserGlobalSignOutCommand(user));
    return undefined;
  } catch (error) {
    return (error as Error).name === 'UserNotFoundException' ? undefined : fromAws(error, 'revoke the tokens');
  }
}
