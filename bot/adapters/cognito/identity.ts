import { AdminUserGlobalSignOutCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Actor } from '../../domain/actor.ts';
import { SreError } from '../../domain/errors.ts';
import { isSystemActor } from '../../domain/system-actor.ts';
import type { Audit } from '../../ports/audit.ts';
import type { Identity, SlackPerson } from '../../ports/identity.ts';
import { fromAws } from '../aws-errors.ts';
import { type Consent, SIGN_IN_FIRST } from './login.ts';
import type { CognitoPool } from './pool.ts';
import { createTokenCache, signIn } from './tokens.ts';
import { resolveUser, usernameOf } from './users.ts';

/**
 * Slack users as users of a Cognito pool, each with a token of their own: by the bot's signed answer or, with `consent`,
 * by what the person allowed at the sign-in page. The bot itself has no browser and needs no consent. Each token that
 * is made is kept in the `audit`.
 */
export function createCognitoIdentity(pool: CognitoPool, consent?: Consent, audit?: Pick<Audit, 'add'>): Identity {
  const tokens = createTokenCache(pool, async (actor) => {
    const byThemselves = consent !== undefined && !isBot(actor);
    const [token] = await Promise.all([
      byThemselves ? consent.token(actor) : signIn(pool, actor),
      audit?.add({
        kind: 'sign-in',
        teamId: actor.teamId,
        actor: actor.slackUserId,
        subject: 'token made',
        details: { roles: actor.roles, by: byThemselves ? 'their own consent' : "Slack's word" },
      }),
    ]);
    return token;
  });

  return {
    async resolve(person) {
      try {
        const actor = await resolveUser(pool, person);
        if (consent !== undefined && !isBot(actor) && !(await consent.isGiven(actor.username))) {
          throw new SreError('forbidden', SIGN_IN_FIRST);
        }
        tokens.seen(actor);
        return actor;
      } catch (thrown) {
        if (!(thrown instanceof SreError) || thrown.kind !== 'forbidden') throw thrown;
        tokens.drop(usernameOf(person));
        if (!person.deactivated) throw thrown;
        await consent?.end(usernameOf(person)).catch(() => false); // What follows ends every session of theirs.
        throw new SreError('forbidden', thrown.message, { cause: await signOut(pool, person) });
      }
    },
    token: tokens.token,
  };
}

function isBot({ teamId, slackUserId }: Actor): boolean {
  return isSystemActor({ teamId, userId: slackUserId });
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
