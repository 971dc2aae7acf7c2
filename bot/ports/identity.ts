import type { Actor } from '../domain/actor.ts';
import type { Secret } from '../domain/secret.ts';

export interface SlackPerson {
  readonly teamId: string;
  readonly userId: string;
  readonly email?: string;
  readonly emailConfirmed: boolean;
  readonly displayName: string;
  readonly deactivated: boolean;
  /** IANA name of the zone set in Slack. */
  readonly timeZone?: string;
}

/** Maps Slack users to Cognito users and obtains their tokens. */
export interface Identity {
  /**
   * Finds or, where policy allows, creates the user, with the roles of this moment. Throws SreError `forbidden` with
   * words for the person refused; their tokens are revoked then.
   */
  resolve(person: SlackPerson): Promise<Actor>;
  /**
   * A valid access token of this user, from cache or anew. `refused` names one that was answered with 401: where it is
   * still the kept one a new one is made, once for all who were refused with it. Throws SreError.
   */
  token(actor: Actor, options?: { refused?: Secret; signal?: AbortSignal }): Promise<Secret>;
}
