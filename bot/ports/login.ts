import type { SlackPerson } from './identity.ts';

/** How a return from the sign-in page ended. */
export type LoginEnd =
  | 'signed-in'
  /** The person said no there, or the page could not sign them in. */
  | 'declined'
  /** The state is unknown, was used or is too old. */
  | 'stale'
  /** Who signed in is not who asked in Slack. */
  | 'someone-else'
  /** The pool did not take the code, or gave tokens that do not hold. */
  | 'refused'
  /** It could not be found out; the person may try again. */
  | 'unavailable';

/** Signing in by oneself at the organisation's sign-in page, for organisations that want each person's consent. */
export interface Login {
  /** An address for this person's browser, good once and until `until`. Throws SreError. */
  begin(person: Pick<SlackPerson, 'teamId' | 'userId'>): Promise<{ readonly url: string; readonly until: Date }>;
  /** Ends a sign-in with what the browser brought back. Never throws. */
  finish(returned: { readonly state?: string; readonly code?: string; readonly error?: string }): Promise<LoginEnd>;
  /** Takes the consent back and revokes the tokens; false when there was none. Throws SreError. */
  end(person: Pick<SlackPerson, 'teamId' | 'userId'>): Promise<boolean>;
}
