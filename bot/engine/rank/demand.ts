import type { CauseCode } from '../../domain/cause.ts';
import { causeFamily } from '../../domain/cause.ts';
import type { Candidate } from './candidates.ts';
import { gradeRank } from './grades.ts';

/** What makes a program burn more of its processor for as many requests, whatever quota it has. */
const DOES_MORE: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'event_loop_blocked',
  'garbage_collection_pressure',
  'slow_query',
]);

/** Whether a component is told to want more of its processor than before, for as many requests or beyond its quota. */
function isDemanded({ findings }: Candidate): boolean {
  return findings.some(({ byDemand }) => byDemand === true);
}

/**
 * Whether an autoscaler that has added what it was allowed to leaves its pods short, for as much as is asked of them: not
 * where they want more for as many requests.
 */
export function leavesShort(upper: Candidate, lower: Candidate): boolean {
  if (upper.component !== lower.component || upper.cause !== 'hpa_at_maximum' || !isDemanded(upper)) return false;
  return (lower.cause === 'pod_cpu_overload' || lower.cause === 'pod_cpu_throttled') && !isDemanded(lower);
}

/**
 * Whether one is what makes a program want more of its processor, of which the other tells at the same component: a quota
 * holds back who wants more than it (kernel, CFS bandwidth control), so that the want is the deeper link of the two, and a
 * change that is tied to it, the deepest.
 */
export function makesDemand(upper: Candidate, lower: Candidate): boolean {
  if (upper.component !== lower.component || !isDemanded(lower) || gradeRank(upper.grade) === 0) return false;
  return (DOES_MORE.has(upper.cause) && !isDemanded(upper)) || causeFamily(upper.cause) === 'change';
}
