import type { Alert } from '../domain/alert.ts';

/** Where alerts come in. */
export interface AlertDesk {
  /**
   * Keeps the alerts durably and returns before any work is done; what was taken before is not taken again. `taken`
   * says how many were new. Throws SreError `unavailable` when they cannot be kept.
   */
  accept(alerts: readonly Alert[]): Promise<{ readonly taken: number }>;
}
