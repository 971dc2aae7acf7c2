import type { CauseCode } from '../../../domain/cause.ts';
import type { Sli } from '../../../domain/service-level.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { CAUSE_TRAITS } from '../../knowledge/causes/index.ts';
import { isNoticedLatency } from '../../metric-reading/noticed-latency.ts';
import { isBad, isOfMany } from '../../observe/service-levels.ts';
import type { Parameters } from '../../parameters.ts';

/**
 * Whether what makes slow is written while no request fails and nobody waits noticeably longer, as is measured: statements
 * are logged from a length on that somebody chose (PostgreSQL's `log_min_duration_statement`), and reports and exports take
 * it every night.
 */
export function isFeltByNobody(cause: CauseCode, { slis }: EvidenceSet, parameters: Parameters): boolean {
  if (CAUSE_TRAITS[cause].effects[0] !== 'slow' || slis?.status !== 'observed') return false;
  const felt = slis.value.items.filter(({ indicator }) => indicator !== 'rate');
  return felt.some(({ indicator }) => indicator === 'latency') && !felt.some((one) => isNoticed(one, parameters));
}

/** Of more than a few requests; a latency by its worst moment. */
function isNoticed(sli: Sli, parameters: Parameters): boolean {
  const { onset, indicator, normal, value, worst } = sli;
  if (onset === undefined || !isOfMany(sli, parameters)) return false;
  if (indicator !== 'latency') return isBad(sli, parameters);
  return normal === undefined || isNoticedLatency(normal, Math.max(value, worst), parameters);
}
