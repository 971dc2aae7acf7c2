import type { CauseCode } from '../../domain/cause.ts';
import { READING } from '../metric-reading/reading-parameters.ts';
import type { Candidate } from './candidates.ts';
import { gradeRank } from './grades.ts';
import { beganFirst } from './onset.ts';

/** What a collector makes of a heap that is full: pauses, in which no loop turns. */
const PAUSES: ReadonlySet<CauseCode> = new Set<CauseCode>(['event_loop_blocked', 'garbage_collection_pressure']);

/**
 * Whether memory that grows without end is why a program pauses: near its limit a collector runs ever more often over a heap
 * that it cannot free, and stops the program meanwhile (Node.js, "Understanding and Tuning Memory"; HotSpot's tuning guide).
 * It has grown for some time by then; where the pauses come first, requests that wait in them are what fills the heap.
 */
export function fillsHeap(upper: Candidate, lower: Candidate): boolean {
  if (upper.component !== lower.component || upper.cause !== 'memory_leak' || !PAUSES.has(lower.cause)) return false;
  return gradeRank(upper.grade) > 0 && beganFirst(upper, lower, -READING.onsetsApartMs);
}
