import type { ThreadRef } from '../domain/investigation.ts';
import type { Ruling } from '../domain/ruling.ts';

/** What people ruled out of, or back into, a thread's explanations. */
export interface Rulings {
  /** The rulings in force, oldest first; empty when there is none. */
  of(thread: ThreadRef): Promise<readonly Ruling[]>;
  /** Puts a ruling in place of an earlier one on the same subject. */
  rule(thread: ThreadRef, ruling: Ruling): Promise<void>;
}
