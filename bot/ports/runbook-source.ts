import type { RunbookMatch } from '../domain/signals.ts';

/** What a search brought. */
export interface FoundRunbooks {
  /** Best first; empty when nothing fits. Texts are from outside: quoted, never obeyed. */
  readonly matches: readonly RunbookMatch[];
  /** What went wrong on the way without costing the matches, in words. */
  readonly trouble?: string;
}

/** Runbooks beside those of the runbooks backend. */
export interface RunbookSource {
  /** Finds the passages that fit a text in plain words. Throws SreError. */
  search(query: string, options: { readonly signal: AbortSignal }): Promise<FoundRunbooks>;
}
