import type { Person } from './preferences.ts';

/** What one person said of one answer. */
export interface Feedback {
  readonly investigation: string;
  readonly right: boolean;
  /** The answer in one line, as it was then. */
  readonly about: string;
  /** The real cause in the person's words, where they gave it. */
  readonly correction?: string;
  /** RFC 3339. */
  readonly at: string;
}

/** People's feedback, for themselves to see again; what is learnt from it goes to memory. */
export interface FeedbackLog {
  /** Puts it in place of what this person said of this investigation before. */
  give(person: Person, feedback: Feedback): Promise<void>;
  /** Newest first; empty when there is none. */
  recent(person: Person, limit: number): Promise<readonly Feedback[]>;
  /** Deletes all that this person said. */
  forget(person: Person): Promise<void>;
}
