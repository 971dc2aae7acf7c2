import type { CauseCode } from '../../../domain/cause.ts';
import type { Sli } from '../../../domain/service-level.ts';
import { type EvidenceSet, type LogPattern, logSliceMs } from '../../../domain/signals.ts';
import { CAUSE_TRAITS } from '../../knowledge/causes/index.ts';
import { isNoticedLatency } from '../../metric-reading/noticed-latency.ts';
import { isBad, isOfMany } from '../../observe/service-levels.ts';
import type { Parameters } from '../../parameters.ts';

/**
 * Whether what makes slow is written while no request fails and nobody waits noticeably longer, as is measured: statements
 * are logged from a length on that somebody chose (PostgreSQL's `log_min_duration_statement`), and reports and exports take
 * it every night. Nor does whoever waits feel them where they are written as often before that and after its end: what is
 * always there brings about nothing that comes and goes.
 */
export function isFeltByNobody(
  cause: CauseCode,
  pattern: Pick<LogPattern, 'buckets'>,
  { slis, window, asOf }: Pick<EvidenceSet, 'slis' | 'window' | 'asOf'>,
  parameters: Parameters,
): boolean {
  if (CAUSE_TRAITS[cause].effects[0] !== 'slow' || slis?.status !== 'observed') return false;
  const felt = slis.value.items.filter(({ indicator }) => indicator !== 'rate');
  return (
    felt.some(({ indicator }) => indicator === 'latency') &&
    !felt.some((one) => isNoticed(one, parameters) && !isAlike(pattern, one))
  );

  /** Whether it was written as often before a shift and after its end as in it, but for chance. */
  function isAlike({ buckets = [] }: Pick<LogPattern, 'buckets'>, { onset, until }: Sli): boolean {
    if (onset === undefined || until === undefined) return false;
    const end = Date.parse(asOf);
    const slice = logSliceMs(Date.parse(window.start), end, buckets.length);
    const startOf = (index: number) => end - (buckets.length - index) * slice;
    const first = buckets.findIndex((count) => count > 0);
    const sum = (isIn: (index: number) => boolean) =>
      buckets.reduce((total, count, index) => (index >= first && isIn(index) ? total + count : total), 0);
    const isBefore = (index: number) => startOf(index) + slice <= Date.parse(onset);
    const isAfter = (index: number) => startOf(index) >= Date.parse(until);
    const [before, after] = [sum(isBefore), sum(isAfter)];
    if (before < parameters.errorLines || after < parameters.errorLines) return false;
    const inside = sum((index) => !isBefore(index) && !isAfter(index));
    const all = before + inside + after;
    const isInside = (_: number, index: number) => index >= first && !isBefore(index) && !isAfter(index);
    const share = buckets.filter(isInside).length / (buckets.length - first);
    return inside - all * share <= Math.sqrt(all * share * (1 - share));
  }
}

/** Of more than a few requests; a latency by its worst moment. */
function isNoticed(sli: Sli, parameters: Parameters): boolean {
  const { onset, indicator, normal, value, worst } = sli;
  if (onset === undefined || !isOfMany(sli, parameters)) return false;
  if (indicator !== 'latency') return isBad(sli, parameters);
  return normal === undefined || isNoticedLatency(normal, Math.max(value, worst), parameters);
}
