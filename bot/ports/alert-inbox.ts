import type { Alert } from '../domain/alert.ts';
import type { Lease } from './leases.ts';

export interface ReceivedAlert {
  /** Ascending in the order of arrival. */
  readonly id: string;
  readonly alert: Alert;
  /** RFC 3339. */
  readonly receivedAt: string;
}

/** Alerts of one name about one target that are held back, and how many. */
export interface HeldAlerts extends Pick<Alert, 'name' | 'target'> {
  readonly count: number;
}

/**
 * Alerts that were taken and wait to be dealt with. A change `under` a lease that another holder has by now throws
 * SreError `cancelled` and changes nothing.
 */
export interface AlertInbox {
  /** Keeps alerts durably and returns how many are new: the same fact (fingerprint, status, start) is kept once. */
  put(alerts: readonly Alert[], now: Date): Promise<number>;
  /** The oldest that are due at `now`, at most `limit`. */
  next(limit: number, now: Date): Promise<readonly ReceivedAlert[]>;
  done(ids: readonly string[], under?: Lease): Promise<void>;
  /** Not due before `until` (RFC 3339). */
  hold(ids: readonly string[], until: string, under?: Lease): Promise<void>;
  /** What is held back at `now`; empty when nothing is. */
  held(now: Date): Promise<readonly HeldAlerts[]>;
  /** Lets everything go that is held back: it is due at `now`. Who takes it next holds again what is still silenced. */
  release(now: Date, under?: Lease): Promise<void>;
  /** Drops what was held back and came before these recoveries of the same alert; returns the ids of what was dropped. */
  recovered(
    recoveries: readonly { readonly id: string; readonly fingerprint: string }[],
    under?: Lease,
  ): Promise<readonly string[]>;
  /** How many alerts began to fire in this span (RFC 3339, both ends), as far as they have come in. */
  began(from: string, to: string): Promise<number>;
}
