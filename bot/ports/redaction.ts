import type { Redacted } from '../domain/redacted.ts';

/** Takes secrets out of texts on their way to people, to memory and to a model. */
export interface Redactor {
  /**
   * A copy of a JSON-like value in which every text is redacted. A secret becomes `[redacted KIND N]`, and the same
   * secret the same placeholder, so that lines which share one still join. Keys of objects stay. Never throws.
   */
  redact<T>(value: T): Promise<Redacted<T>>;
}

export interface Redaction {
  /** The redactor of one investigation: placeholders are numbered within it. */
  of(investigation: string): Redactor;
}
