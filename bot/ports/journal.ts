import type { SreError } from '../domain/errors.ts';

/** Where the engine notes what nobody is told in Slack: bound to one investigation, without text from outside. */
export interface Journal {
  note(event: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  /** A failure that was handled here and does not end the work. */
  trouble(event: string, error: SreError): void;
}
