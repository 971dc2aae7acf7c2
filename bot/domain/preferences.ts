/** What one person asked the bot to do differently for them. */
export interface Preferences {
  /** An IANA zone for files and texts in which Slack does not convert times; absent means UTC. */
  readonly timeZone?: string;
  /** `short` leaves the other explanations and the runbook of an answer to the button. */
  readonly detail: 'full' | 'short';
  /** Whether a direct message comes when an investigation that the person asked for has ended. */
  readonly notify: 'thread' | 'direct';
  /** Whether replies in the bot's own threads are answered without a mention; on unless switched off. */
  readonly unaddressed: boolean;
}

export const DEFAULT_PREFERENCES: Preferences = { detail: 'full', notify: 'thread', unaddressed: true };
