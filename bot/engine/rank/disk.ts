import type { Parameters } from '../parameters.ts';
import { type Candidate, isExact } from './candidates.ts';
import { beganFirst } from './onset.ts';
import type { Reach } from './reach.ts';

/**
 * Whether a database says exactly why it keeps what has filled the disk of its machine, or fails to archive since before
 * that: "if archiving fails, pg_wal/ will continue to fill with segment files" (PostgreSQL manual, "Continuous Archiving").
 */
export function fillsDisk(upper: Candidate, lower: Candidate, reach: Reach, { passingMs }: Parameters): boolean {
  if (lower.cause !== 'node_disk_filling' || !reach.places(upper.component).has(lower.component)) return false;
  if (upper.cause === 'database_storage_full') return isExact(upper);
  return upper.cause === 'wal_archiving_failed' && beganFirst(upper, lower, passingMs);
}
