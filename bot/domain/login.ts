/** A sign-in that was begun in Slack and waits for its person to come back from the sign-in page. JSON-serialisable. */
export interface PendingLogin {
  /** A hash of the OAuth state, which is known to the browser only. */
  readonly id: string;
  readonly teamId: string;
  /** `used`: the state came back once, however that ended. */
  readonly state: 'waiting' | 'used';
  readonly slackUserId: string;
  /** RFC 3339. */
  readonly expiresAt: string;
}

/** What a person allowed the bot by signing in: a refresh token, encrypted. JSON-serialisable. */
export interface LoginGrant {
  /** The user's name in the pool. */
  readonly id: string;
  readonly teamId: string;
  readonly state: 'given' | 'ended';
  /** Absent once it has ended. */
  readonly sealed?: string;
}
