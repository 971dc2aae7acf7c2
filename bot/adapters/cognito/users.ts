import { randomBytes } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  type AdminGetUserCommandOutput,
  AdminListGroupsForUserCommand,
  AdminSetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Actor, Role } from '../../domain/actor.ts';
import { SreError } from '../../domain/errors.ts';
import { isSystemActor, SYSTEM_ACTOR } from '../../domain/system-actor.ts';
import type { SlackPerson } from '../../ports/identity.ts';
import { callAws } from '../aws-errors.ts';
import type { CognitoPool } from './pool.ts';

const ROLES: readonly Role[] = ['viewer', 'responder', 'admin'];
/** A user is in three groups here; a pool may have a few more of its own. */
const MOST_PAGES = 50;
const ASK = 'Ask an administrator of the on-call bot';

/** `slack-t0123-u0123`: derived, so that one Slack user is always the same Cognito user. The bot itself is `sre-bot`. */
export function usernameOf(person: Pick<SlackPerson, 'teamId' | 'userId'>): string {
  if (isSystemActor(person)) return SYSTEM_ACTOR.username;
  return `slack-${person.teamId}-${person.userId}`.toLowerCase();
}

/**
 * Finds the Cognito user of a Slack user, or makes one where the confirmed e-mail address is of an allowed domain.
 * Throws SreError `forbidden` with words for the person refused.
 */
export async function resolveUser(pool: CognitoPool, person: SlackPerson): Promise<Actor> {
  if (person.deactivated) throw new SreError('forbidden', 'Your Slack account is deactivated.');
  const username = usernameOf(person);
  let user = await findUser(pool, username);
  if (user === undefined) {
    await createUser(pool, person, username);
    user = await findUser(pool, username);
    if (user === undefined) throw new SreError('bad-upstream', 'a user just made cannot be found');
  }
  checkUser(user, person);
  // Making a user ends with its password; one cut short by a crash is finished here.
  if (user.UserStatus === 'FORCE_CHANGE_PASSWORD') {
    await finishUser(pool, username, isSystemActor(person) ? 'viewer' : pool.defaultRole);
  }
  const roles = await rolesOf(pool, username);
  if (roles.length === 0) {
    throw new SreError('forbidden', `You are in none of the groups ${ROLES.join(', ')}. ${ASK} to put you in one.`);
  }
  return {
    teamId: person.teamId,
    slackUserId: person.userId,
    username,
    email: attributeOf(user, 'email') ?? person.email ?? '',
    displayName: person.displayName,
    roles,
  };
}

async function findUser(pool: CognitoPool, username: string): Promise<AdminGetUserCommandOutput | undefined> {
  return callAws('find the user', async () => {
    try {
      const user = await pool.client.send(new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username: username }));
      // Without this an answer with nothing in it would read as somebody else's user.
      if (user.Username === undefined || user.UserAttributes === undefined) {
        throw new SreError('bad-upstream', 'the user pool answered without a user');
      }
      return user;
    } catch (error) {
      if ((error as Error).name === 'UserNotFoundException') return undefined;
      throw error;
    }
  });
}

function checkUser(user: AdminGetUserCommandOutput, person: SlackPerson): void {
  if (user.Enabled === false) {
    throw new SreError('forbidden', `Your access to the on-call bot was taken away. ${ASK} to give it back.`);
  }
  const isSame =
    attributeOf(user, 'custom:slack_team_id') === person.teamId &&
    attributeOf(user, 'custom:slack_user_id') === person.userId;
  if (!isSame) {
    throw new SreError('forbidden', `Your user in the pool belongs to another Slack account. ${ASK} to correct it.`);
  }
}

async function createUser(pool: CognitoPool, person: SlackPerson, username: string): Promise<void> {
  const email = isSystemActor(person) ? undefined : allowedEmail(pool, person);
  await callAws('make the user', async () => {
    try {
      await pool.client.send(
        new AdminCreateUserCommand({
          UserPoolId: pool.userPoolId,
          Username: username,
          MessageAction: 'SUPPRESS',
          UserAttributes: [
            ...(email === undefined
              ? []
              : [
                  { Name: 'email', Value: email },
                  { Name: 'email_verified', Value: 'true' },
                ]),
            { Name: 'custom:slack_team_id', Value: person.teamId },
            { Name: 'custom:slack_user_id', Value: person.userId },
          ],
        }),
      );
    } catch (error) {
      // Two requests of a new person at once: the other one made it.
      if ((error as Error).name !== 'UsernameExistsException') throw error;
    }
  });
}

/** Gives a first role, then a password that nobody knows: users with a temporary one may not sign in. */
async function finishUser(pool: CognitoPool, username: string, role: Role): Promise<void> {
  const user = { UserPoolId: pool.userPoolId, Username: username };
  await callAws('give the first role', () =>
    pool.client.send(new AdminAddUserToGroupCommand({ ...user, GroupName: role })),
  );
  const password = `aA1!${randomBytes(32).toString('base64url')}`;
  await callAws('confirm the user', () =>
    pool.client.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true })),
  );
}

function allowedEmail(pool: CognitoPool, person: SlackPerson): string {
  const { email, emailConfirmed } = person;
  if (email === undefined || !emailConfirmed) {
    throw new SreError(
      'forbidden',
      `Slack shows no confirmed e-mail address of yours. Confirm it there, then ask again.`,
    );
  }
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  if (pool.allowedEmailDomains.includes(domain)) return email;
  throw new SreError(
    'forbidden',
    `People of ${domain} do not get access by themselves. ${ASK} to add you (${usernameOf(person)}) to the user pool.`,
  );
}

async function rolesOf(pool: CognitoPool, username: string): Promise<readonly Role[]> {
  const names = new Set<string>();
  let next: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { Groups, NextToken } = await callAws('read the roles', () =>
      pool.client.send(
        new AdminListGroupsForUserCommand({ UserPoolId: pool.userPoolId, Username: username, NextToken: next }),
      ),
    );
    if (Groups === undefined) throw new SreError('bad-upstream', 'the user pool answered without groups');
    for (const { GroupName } of Groups) if (GroupName !== undefined) names.add(GroupName);
    if (NextToken === undefined) return ROLES.filter((role) => names.has(role));
    next = NextToken;
  }
  throw new SreError('bad-upstream', `the groups of a user have no end after ${MOST_PAGES} pages`);
}

function attributeOf(user: AdminGetUserCommandOutput, name: string): string | undefined {
  return user.UserAttributes?.find((attribute) => attribute.Name === name)?.Value;
}
