import type { EvidenceDraft } from '../../domain/finding.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import { changeSeen } from '../analyzers/metrics/evidence-text.ts';
import { relevantChange } from '../analyzers/metrics/relevant-change.ts';
import { growthAround } from '../metric-reading/growth-around.ts';
import type { ReadSeries } from '../metric-reading/read-series.ts';

/**
 * A limit that is reached because it fell, as one piece of evidence: by a larger factor than the requests rose since, if any
 * did. What is in use grows with the requests and with the time of each (Little's law): the limit that there was would have
 * held so many more. Undefined where it is as it was, where it fell by less, and where that is over.
 */
export function loweredLimit(
  limit: ReadSeries,
  traffic: readonly ReadSeries[],
  evidence: EvidenceSet,
): EvidenceDraft | undefined {
  const change = relevantChange(evidence, limit, 'down');
  if (change === undefined || change.until !== undefined || !(change.during > 0)) return undefined;
  const factor = change.before / change.during;
  return factor > Math.max(1, growthAround(traffic, change) ?? 1) ? changeSeen(limit, change) : undefined;
}
