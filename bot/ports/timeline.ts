import type { TimelineEntry } from '../domain/incident.ts';
import type { ThreadRef } from '../domain/investigation.ts';

/** What happened in each thread, gathered as it happens. */
export interface Timeline {
  /** Adds an entry; `fact` names what happened, and the same fact is added once. */
  add(thread: Required<ThreadRef>, fact: string, entry: TimelineEntry): Promise<void>;
  /** Oldest first, at most a thousand; empty when nothing was noted. */
  of(thread: Required<ThreadRef>): Promise<readonly TimelineEntry[]>;
}
