import type { ActionPreview, ActionRequest } from '../domain/action.ts';

export interface Approval {
  /** RFC 3339. */
  readonly at: string;
  /** The version of the preview that was approved. */
  readonly version?: string;
}

/** Does something to the system that is looked after. */
export interface ActionPort {
  /** What it would change; changes nothing. Throws SreError, `not-found` for what is not there. */
  preview(request: ActionRequest, signal: AbortSignal): Promise<ActionPreview>;
  /**
   * Does it, and returns what came of it in a sentence. Done again with the same approval it changes nothing more. Throws
   * SreError, `forbidden` with words for a person when the object is no longer the one that was approved.
   */
  act(request: ActionRequest, approval: Approval, signal: AbortSignal): Promise<string>;
}
