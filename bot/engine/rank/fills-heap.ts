import type { CauseCode } from '../../domain/cause.ts';
import { READING } from '../metric-reading/reading-parameters.ts';
import type { Candidate } from './candidates.ts';
import { gradeRank } from './grades.ts';
import { beganFirst } from './onset.ts';
import type { Reach } from './reach.ts';

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

/** What runtimes say of a heap of their own that has grown to the most it may (-Xmx, --max-old-space-size). */
const HEAP_IS_FULL = /OutOfMemoryError: (?:Java heap space|GC overhead limit exceeded)|JavaScript heap out of memory/;

/**
 * Whether a machine is short of memory under a program whose own heap is full: that is a limit of the program, which no want
 * of the machine brings about (Java SE, "Understand the OutOfMemoryError Exception"), and all of it was taken from there.
 */
export function isFullHeapOn(upper: Candidate, lower: Candidate, reach: Reach): boolean {
  if (upper.cause !== 'oom_killed' || lower.cause !== 'node_memory_pressure') return false;
  return (
    reach.places(upper.component).has(lower.component) && upper.evidence.some(({ text }) => HEAP_IS_FULL.test(text))
  );
}
