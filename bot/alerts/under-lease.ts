import type { AlertInbox } from '../ports/alert-inbox.ts';
import type { Lease } from '../ports/leases.ts';
import type { DutyRecord, RecordStore } from '../ports/record-store.ts';

/** Records that are changed under a lease: once another process has it, a change throws SreError `cancelled`. */
export function recordsUnder<T extends DutyRecord>(plain: RecordStore<T>, lease: Lease): RecordStore<T> {
  return {
    ...plain,
    change: (id, change) => plain.change(id, change, lease),
    keep: (records, change) => plain.keep(records, change, lease),
  };
}

/** The inbox, worked on under a lease. What comes in is kept by every process. */
export function inboxUnder(plain: AlertInbox, lease: Lease): AlertInbox {
  return {
    ...plain,
    done: (ids) => plain.done(ids, lease),
    hold: (ids, until) => plain.hold(ids, until, lease),
    release: (now) => plain.release(now, lease),
    recovered: (recoveries) => plain.recovered(recoveries, lease),
  };
}
