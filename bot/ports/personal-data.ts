/** Somebody as they stand in records. */
export interface KnownPerson {
  readonly teamId: string;
  readonly slackUserId: string;
  /** Their name in the user pool. */
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
}

/** What every table and every workflow record keeps of people. */
export interface PersonalData {
  /**
   * Takes a person out of everything that is over. What is still under way needs its people: it stays, and `underWay`
   * counts it; `finish` takes them out of it later. Safe to repeat. Throws SreError.
   */
  forget(person: KnownPerson): Promise<{ readonly underWay: number }>;
  /** Goes on with everybody of whom something was left. Throws SreError. */
  finish(): Promise<void>;
}
