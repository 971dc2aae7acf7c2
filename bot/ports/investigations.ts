import type { InvestigationRequest } from '../domain/investigation.ts';

/** Starts and stops investigations. Work that was accepted survives the process: it is finished at the next start. */
export interface Investigations {
  /**
   * Accepts a request durably and returns before the work is done. `started` is false when a request of this id was
   * accepted before (a redelivery): nothing is done then. Throws SreError `unavailable` when it cannot be recorded.
   */
  start(request: InvestigationRequest): Promise<{ readonly started: boolean }>;
  /**
   * Stops a running investigation and says so in its thread; `wording` is for a person, e.g. "Stopped by <@U1>.".
   * `stopped` is false when it had already ended. Throws SreError `not-found` for an unknown id.
   */
  stop(id: string, wording: string): Promise<{ readonly stopped: boolean }>;
}
