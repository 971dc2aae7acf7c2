import type { Alert } from '../domain/alert.ts';

export interface ReceivedAlert {
  /** Ascending in the order of arrival. */
  readonly id: string;
  readonly alert: Alert;
  /** RFC 3339. */
  readonly receivedAt: string;
}

/** Alerts that were taken and wait to be dealt with. */
export interface AlertInbox {
  /** Keeps alerts durably and returns how many are new: the same fact (fingerprint, status, start) is kept once. */
  put(alerts: readonly Alert[], now: Date): Promise<number>;
  /** The oldest that are due at `now`, at most `limit`. */
  next(limit: number, now: Date): Promise<readonly ReceivedAlert[]>;
  done(ids: readonly string[]): Promise<void>;
  /** Not due before `until` (RFC 3339). */
  hold(ids: readonly string[], until: string): Promise<void>;
  /** Forgets what was dealt with and came before this time (RFC 3339). */
  forget(before: string): Promise<void>;
}

/** Work that one process at a time may do. */
export interface Leases {
  /** True when `holder` has the lease now, for `seconds` from now; to be asked again before they end. */
  take(name: string, holder: string, seconds: number): Promise<boolean>;
}
