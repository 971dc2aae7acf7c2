import type { SourceDescription } from '../../schemas/generated/runbooks.ts';

/** Options of every provider call. */
export interface CallOptions {
  readonly signal: AbortSignal;
}

/** One Markdown document as its author wrote it, front matter included. */
export interface RunbookDocument {
  /** Fits in a URL path segment. */
  readonly id: string;
  readonly markdown: string;
}

/** A source of authored runbooks. Failures are BackendErrors: `unavailable`, `timeout`, `bad-upstream`. */
export interface RunbooksProvider {
  now(): Date;
  describe(options: CallOptions): Promise<SourceDescription>;
  /** Every document; `present` is false when the source holds none. The same array while nothing changed. */
  documents(options: CallOptions): Promise<{ readonly present: boolean; readonly items: readonly RunbookDocument[] }>;
}
