import type { Actor } from '../domain/actor.ts';
import type { Secret } from '../domain/secret.ts';

export interface SlackPerson {
  readonly teamId: string;
  readonly userId: string;
  readonly email?: string;
  readonly emailConfirmed: boolean;
  readonly displayName: string;
  readonly deactivated: boolean;
}

/** Maps Slack users to Cognito users and obtains their tokens. */
export interface Identity {
  /** Finds or, where policy allows, creates the user. Throws SreError `forbidden` with words for the person refused. */
  resolve(person: SlackPerson): Promise<Actor>;
  /** A valid access token of this user, from cache or anew; `fresh` forces a new one (after a 401). */
  token(actor: Actor, options?: { fresh?: boolean; signal?: AbortSignal }): Promise<Secret>;
}
