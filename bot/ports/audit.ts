/** What is kept of what people did, and of what was done for them. */
export type AuditKind =
  /** A command, a mention, a reply or a form that asks for something. */
  | 'asked'
  /** A button that passed the gate. */
  | 'pressed'
  /** Evidence, a report or the Home tab was opened. */
  | 'opened'
  /** A command, press, form or look that was not allowed. */
  | 'refused'
  /** A tool ran, with these arguments. */
  | 'tool'
  /** Something happened in a thread: a page, an acknowledgement, a silence, an incident, an alert. */
  | 'happened'
  /** An action was proposed, approved, denied, done, or came to another end. */
  | 'action'
  /** A sign-in or sign-out, or a token made for somebody. */
  | 'sign-in'
  /** Preferences or the settings of duty were changed. */
  | 'settings'
  /** Somebody asked to be forgotten, and the key to their name was destroyed. */
  | 'forgotten';

/** One thing that is to be kept. Secrets in it are taken out, people become pseudonyms before it is written. */
export interface AuditEntry {
  /** Names what happened: the same fact is kept once. Absent: each entry is a fact of its own. */
  readonly fact?: string;
  readonly kind: AuditKind;
  readonly teamId: string;
  /** The Slack user who did it; absent where the bot did. */
  readonly actor?: string;
  /** What it was done to: an id, a command, a tool. */
  readonly subject?: string;
  /** Other Slack users it concerns, by what they are in it. */
  readonly people?: Readonly<Record<string, string>>;
  /** JSON-like; without people, whose ids belong into `people`, and without what the actor said. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** What the actor said: readable only as long as the key to their name exists. */
  readonly words?: string;
}

/** The audit: entries are added, never changed, each chained to the one before it. */
export interface Audit {
  /**
   * Resolves once the entry stands in the chain. Throws SreError `unavailable` or `timeout` where it could not be kept;
   * with `withinMs` not later than that, and it may be kept all the same.
   */
  add(entry: AuditEntry, options?: { readonly withinMs?: number }): Promise<void>;
  /**
   * Destroys the key to a person's name: entries about them stay in the chain, and nobody can tell any more whose they
   * are or read what they said. Safe to repeat. Throws SreError.
   */
  forget(person: { readonly teamId: string; readonly slackUserId: string }): Promise<void>;
}
