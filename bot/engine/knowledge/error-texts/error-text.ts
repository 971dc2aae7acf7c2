import type { CauseCode } from '../../../domain/cause.ts';

/**
 * Whose trouble an error text tells of: of the component that logs it; of the peer that the failing call names; of the
 * database or broker, be it the writer or the one called; of that database's client; of the node; or of the namespace whose
 * quota it names.
 */
export type Blamed = 'writer' | 'peer' | 'database' | 'client' | 'node' | 'namespace';

/** One kind of text that a program prints, and what it means. */
export interface ErrorText {
  /** `<program>-<what>`, in kebab-case, and never used for another text again. */
  readonly id: string;
  /**
   * RE2 syntax, matched without regard to case anywhere in an entry. Each alternative at its top holds some literal
   * letters, by which most lines are dismissed. Named groups become parameters of the finding; `subject` is whom it blames,
   * `callee` the peer, `caller` who felt it.
   */
  readonly pattern: string;
  /** RE2: must be in the entry as well. */
  readonly context?: string;
  /** RE2: an entry with this looks alike and means something else. */
  readonly unless?: string;
  /** A line as the program prints it. */
  readonly example: string;
  /** A line that looks alike and must not match. */
  readonly nearMiss: string;
  /** What it means, to follow a name: `takes no more connections`. */
  readonly meaning: string;
  readonly cause: CauseCode;
  readonly blamed: Blamed;
  /** 0 to 1, how far it alone establishes its cause; `DEFAULT_STRENGTH` where absent. */
  readonly strength?: number;
  /** True where other causes make a program print it too: a lead, not a statement. */
  readonly hint?: true;
  /** Meaning where most of the writer's requests fail meanwhile, of a hint that one person's slip makes a program print too. */
  readonly whenMost?: string;
  /** True where programs print it below warning level. */
  readonly anyLevel?: true;
  /** Lines needed before it is more than what happens now and then; 1 where absent. */
  readonly recurs?: number;
  /** True where it may be how a program always is: it counts where the logs show a time before without it. */
  readonly fresh?: true;
  /** True where a request is answered with a 4xx, which no share of failed requests counts. */
  readonly refuses?: true;
  /** True where each line tells of a moment in which the service was away: that it has long been so makes it no background. */
  readonly interrupts?: true;
  /** True where it keeps a program from running, so that one whose pods are ready cannot have it. */
  readonly prevents?: true;
  /** True where a client tells of what the server shows it, so that the writer itself cannot be meant. */
  readonly presented?: true;
  /** The meaning where the writer is all that is known: `is shown a certificate that has expired`. */
  readonly ofWriter?: string;
  /** Names of the settings that govern it, as configurations write them: a change of one of them is about this very error. */
  readonly settings?: readonly string[];
  /** True where its words say exactly what is wrong, though the code of its cause is coarser. */
  readonly exact?: true;
  /** True where it is said once and stays so until somebody acts: that the line does not come again ends nothing. */
  readonly lasting?: true;
  /** RE2: a later line of the same log with this says that it is over; `{callee}` stands for the name in that group. */
  readonly endedBy?: string;
  /** The database, broker or runtime whose checks and remedies apply: `postgresql`. */
  readonly engine?: string;
}

export const DEFAULT_STRENGTH = 0.75;
