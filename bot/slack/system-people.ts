import { isSystemActor, SYSTEM_ACTOR } from '../domain/system-actor.ts';
import type { People } from '../ports/people.ts';

/** People, and the bot itself as one of them, which Slack need not be asked about. */
export function withSystemActor(people: People): People {
  return {
    async find(teamId, userId, options) {
      if (!isSystemActor({ teamId, userId })) return people.find(teamId, userId, options);
      return { teamId, userId, emailConfirmed: false, displayName: SYSTEM_ACTOR.name, deactivated: false };
    },
  };
}
