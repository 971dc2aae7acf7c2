import type { SlackPerson } from './identity.ts';

/** The people of the Slack workspace. */
export interface People {
  /**
   * Who this user is, from Slack's own directory; `fresh` believes nothing that was kept. Throws SreError `not-found`,
   * `rate-limited` or `unavailable`.
   */
  find(teamId: string, userId: string, options?: { signal?: AbortSignal; fresh?: boolean }): Promise<SlackPerson>;
}
