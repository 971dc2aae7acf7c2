/** The investigations that this process accepted and has not looked into yet, so that people are told at once where they stand. */
export interface Line {
  /** How many wait before one that comes now; undefined where it begins at once. */
  before(): number | undefined;
  /** One more is about to be accepted; `gone` once it entered, or came to nothing. */
  coming(): { gone(): void };
  enter(id: string): void;
  /** Looked into, or ended before; may be called again. */
  leave(id: string): void;
}
