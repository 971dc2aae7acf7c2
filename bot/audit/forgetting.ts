import type { Actor } from '../domain/actor.ts';
import type { Audit } from '../ports/audit.ts';
import type { FeedbackLog } from '../ports/feedback-log.ts';
import type { Login } from '../ports/login.ts';
import type { Memory } from '../ports/memory.ts';
import type { PersonalData } from '../ports/personal-data.ts';
import type { PreferenceStore } from '../ports/preferences.ts';

export interface ForgettingDeps {
  readonly preferences: Pick<PreferenceStore, 'forget'>;
  readonly feedback: Pick<FeedbackLog, 'forget'>;
  readonly memory: Pick<Memory, 'forget'>;
  /** Absent where nobody signs in by themselves. */
  readonly login?: Pick<Login, 'end'>;
  readonly personal: Pick<PersonalData, 'forget'>;
  readonly audit: Pick<Audit, 'forget'>;
}

/** Forgets a person everywhere. */
export interface Forgetting {
  /**
   * `underWay` counts what still names them because it is not over; they are taken out of it when it is. Safe to repeat.
   * Throws SreError where something could not be forgotten.
   */
  forget(actor: Actor): Promise<{ readonly underWay: number }>;
}

/** The key to their name in the audit goes last: until then what goes wrong is still known to be theirs. */
export function createForgetting(deps: ForgettingDeps): Forgetting {
  return {
    async forget(actor) {
      const { teamId, slackUserId } = actor;
      const person = { teamId, slackUserId };
      await deps.preferences.forget(person);
      await deps.feedback.forget(person);
      await deps.memory.forget(actor);
      await deps.login?.end({ teamId, userId: slackUserId });
      const { username, email, displayName } = actor;
      const { underWay } = await deps.personal.forget({ ...person, username, email, displayName });
      await deps.audit.forget(person);
      return { underWay };
    },
  };
}
