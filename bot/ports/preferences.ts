import type { Preferences } from '../domain/preferences.ts';

/** One person, as Slack names them. */
export interface Person {
  readonly teamId: string;
  readonly slackUserId: string;
}

/** What people asked the bot to do differently for them. */
export interface PreferenceStore {
  /** The defaults for who has set nothing. */
  read(person: Person): Promise<Preferences>;
  write(person: Person, preferences: Preferences): Promise<void>;
  /** Forgets all of a person's preferences; does nothing when there are none. */
  forget(person: Person): Promise<void>;
}
