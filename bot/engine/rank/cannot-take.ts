import type { Candidate } from './candidates.ts';
import { gradeRank } from './grades.ts';
import { beganFirst } from './onset.ts';

/**
 * Whether work waits because its taker cannot reach the broker that holds it, or what it needs for the work, as it says
 * itself and began to say first: a consumer takes by asking (Kafka, "The Consumer": pull), so that what it cannot reach
 * gives it nothing, however long the queue is seen to be afterwards.
 */
export function cannotTake(upper: Candidate, lower: Candidate): boolean {
  if (lower.cause !== 'queue_backlog' || upper.cause !== 'dependency_unavailable') return false;
  return gradeRank(upper.grade) > 0 && upper.reportedBy.includes(lower.component) && beganFirst(upper, lower);
}
