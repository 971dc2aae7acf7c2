import type { ActionPreview, ActionRequest } from '../domain/action.ts';

/** Does something to the system that is looked after. */
export interface ActionPort {
  /** What it would change; changes nothing. Throws SreError, `not-found` for what is not there. */
  preview(request: ActionRequest, signal: AbortSignal): Promise<ActionPreview>;
  /**
   * Does it, and returns what came of it in a sentence. `stamp` (RFC 3339) is when it was approved: done again with the
   * same stamp it changes nothing more. Throws SreError.
   */
  act(request: ActionRequest, stamp: string, signal: AbortSignal): Promise<string>;
}
