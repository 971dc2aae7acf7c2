/** Who a source says is on call; the e-mail address leads to the person in Slack. */
export interface OnCallEntry {
  readonly name: string;
  readonly email?: string;
  readonly slackUserId?: string;
}

/** One system that knows who is on call. */
export interface OnCallSource {
  /**
   * Who is on call on `schedule` (in the source's own form: an id, a group, an object) at `at`. Empty when nobody is.
   * Throws SreError: `not-found` for an unknown schedule, `unauthenticated`, `forbidden`, `rate-limited`, `timeout`,
   * `unavailable` or `bad-upstream`.
   */
  onCall(schedule: string, at: Date, signal: AbortSignal): Promise<readonly OnCallEntry[]>;
}

/** Finds the Slack user of an e-mail address; undefined when there is none. */
export type FindByEmail = (email: string, signal: AbortSignal) => Promise<string | undefined>;
