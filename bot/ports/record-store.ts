import type { Lease } from './leases.ts';

/** What every kept record says of itself. JSON-serialisable. */
export interface DutyRecord {
  readonly id: string;
  readonly teamId: string;
  /** Where it stands in its life; each kind has its own words. */
  readonly state: string;
  /** The Slack channel and thread it speaks in, once it does. */
  readonly channel?: string;
  readonly threadTs?: string;
}

/**
 * Records of one kind (alert groups, pages, incidents, actions, silences), changed by one writer at a time. A change
 * `under` a lease that another holder has by now throws SreError `cancelled` and changes nothing.
 */
export interface RecordStore<T extends DutyRecord> {
  /** Keeps a new record; false when one of this id is there already, which stays as it is. */
  add(record: T): Promise<boolean>;
  find(id: string): Promise<T | undefined>;
  /**
   * Changes a record while nobody else can; `change` gets it as it stands and returns the new one, or undefined to
   * leave it. Returns the new record, or undefined when it was left or is unknown. `change` may be called several times.
   */
  change(id: string, change: (current: T) => T | undefined, under?: Lease): Promise<T | undefined>;
  /**
   * Keeps many at once: a record that is not known yet as it is, a known one as `change` makes it of how it stands and
   * of the one given. `change` may be called several times for a record.
   */
  keep(records: readonly T[], change: (current: T, given: T) => T, under?: Lease): Promise<void>;
  /** Newest first, at most `limit` (200 when absent; `Infinity` for all); empty when there is none. */
  list(filter: {
    readonly teamId?: string;
    readonly states?: readonly T['state'][];
    readonly channel?: string;
    readonly threadTs?: string;
    readonly limit?: number;
  }): Promise<readonly T[]>;
}
