import type { CauseCode } from '../../domain/cause.ts';
import type { Observation } from '../../domain/observation.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import { componentOfSli } from '../observe/service-levels.ts';
import type { Candidate } from './candidates.ts';
import { onsetOf } from './onset.ts';

/**
 * Pressure that callers meet only in the answers of the program under it: the kernel reclaims pages before it kills, and who
 * waits for them answers late (kernel, cgroup v2: memory.max). Queues and networks before the program are another matter.
 */
const IN_ITS_ANSWERS: ReadonlySet<CauseCode> = new Set<CauseCode>(['pod_memory_pressure']);

/**
 * Whether a pressure does nothing to whom it is found at: failures and times of its own requests are measured, and nothing of
 * it is out of order since, but the figure itself. What fails at its callers then is not its doing.
 */
export function isWellAtHome(
  candidate: Candidate,
  { observations, evidence }: { readonly observations: readonly Observation[]; readonly evidence: EvidenceSet },
): boolean {
  const { cause, component } = candidate;
  if (!IN_ITS_ANSWERS.has(cause) || evidence.slis?.status !== 'observed') return false;
  const own = evidence.slis.value.items.filter((one) => one.side === 'server' && componentOfSli(one) === component);
  const isMeasured = (['error_ratio', 'latency'] as const).every((one) =>
    own.some(({ indicator, normal, requests }) => indicator === one && normal !== undefined && requests !== 0),
  );
  const began = Date.parse(onsetOf(candidate) ?? '');
  return (
    isMeasured &&
    !observations.some(
      (one) =>
        one.component === component &&
        one.class === 'relevant' &&
        one.kind !== 'limit' &&
        !(one.until !== undefined && Date.parse(one.until) <= began),
    )
  );
}
