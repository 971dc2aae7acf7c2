import type { Actor, Role } from '../../../bot/domain/actor.ts';
import { SreError } from '../../../bot/domain/errors.ts';
import { Secret } from '../../../bot/domain/secret.ts';
import type { Identity } from '../../../bot/ports/identity.ts';
import { createTrouble, type Trouble } from './trouble.ts';

/** An Identity in this process: confirmed people of example.com are actors with the given roles. */
export function createFakeIdentity(roles: readonly Role[] = ['viewer']): Identity & { readonly trouble: Trouble } {
  const trouble = createTrouble();
  let issued = 0;
  return {
    trouble,
    async resolve(person): Promise<Actor> {
      await trouble.meet('resolve');
      const allowed = person.emailConfirmed && !person.deactivated && person.email?.endsWith('@example.com') === true;
      if (!allowed) throw new SreError('forbidden', 'You are not one of us.');
      return {
        teamId: person.teamId,
        slackUserId: person.userId,
        username: `${person.teamId}-${person.userId}`,
        email: person.email ?? '',
        displayName: person.displayName,
        roles,
      };
    },
    async token(actor, { refused, signal } = {}) {
      await trouble.meet('token', signal);
      if (refused !== undefined || issued === 0) issued += 1;
      return new Secret(`token ${issued} of ${actor.username}`);
    },
  };
}
