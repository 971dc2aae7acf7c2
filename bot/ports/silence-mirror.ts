import type { Silence } from '../domain/silence.ts';

/** A silence as the source of alerts keeps it. */
export interface MirroredSilence {
  readonly id: string;
  /** RFC 3339. */
  readonly until: string;
  /** Who made it, and about what, in the source's own words; from outside. */
  readonly by: string;
  readonly about: string;
}

/** Where silences are kept a second time, so that alerts are held back at their source too. Throws SreError. */
export interface SilenceMirror {
  /** As people know it. */
  readonly name: string;
  /** Makes it there, or extends the one of this id; returns its id, which may be another one than before. */
  keep(silence: Silence, id: string | undefined, signal: AbortSignal): Promise<string>;
  /** Ends it there; does nothing for one that has ended or is not known. */
  expire(id: string, signal: AbortSignal): Promise<void>;
  /** Those in force that were not made by the bot; at most a hundred. */
  others(signal: AbortSignal): Promise<readonly MirroredSilence[]>;
}
