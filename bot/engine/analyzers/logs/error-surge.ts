import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, LogPattern, ServiceLogs } from '../../../domain/signals.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { isClientAbort } from '../../knowledge/client-aborts.ts';
import { backgroundOf, isPast, totalBuckets } from '../../log-reading/background.ts';
import { isCollectorNote } from '../../log-reading/collector-note.ts';
import { BACKGROUND, LINES } from '../../log-reading/parameters.ts';
import { readParties } from '../../log-reading/parties.ts';
import { readCallFailure } from '../../log-reading/peers.ts';
import { earliest, quotePattern } from '../../log-reading/quoting.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { ERROR_SURGE, QUOTED } from './parameters.ts';

/** Errors that are new, or far more frequent than in the service's own past. */
export const errorSurge = defineAnalyzer({
  id: 'error-surge',
  title: 'New or surging errors',
  causes: ['application_error'],
  needs: ['logs'],
  example: 'An exception never seen before appears in every slice of the last ten minutes.',
  analyze: (evidence) => {
    if (evidence.logs.status === 'unknown') return { status: 'unknown', reason: evidence.logs.reason };
    const { value, tool } = evidence.logs;
    const timed = value.filter((logs) => logs.firstSeen !== undefined);
    if (value.length > 0 && timed.length === 0) return { status: 'unknown', reason: 'logs: no line carries a time' };
    const parties = readParties(evidence);
    const findings = timed.flatMap((logs): Finding[] => {
      const surging = logs.patterns.flatMap((pattern) => {
        const surge = isPast(pattern, evidence) ? undefined : surgeOf(pattern, logs, evidence);
        return surge === undefined ? [] : [{ pattern, surge }];
      });
      if (surging.length === 0) return [];
      const onset = earliest(surging.map(({ pattern }) => pattern.firstSeen));
      // Complaints about others are symptoms here; an error of the program's own may be its fault.
      const own = surging.some(({ pattern }) => isOwnFault(pattern));
      const isNew = surging.some(({ surge }) => surge === 'new');
      return [
        {
          analyzer: 'error-surge',
          component: parties.writer(logs),
          ...(own ? { cause: 'application_error' as const } : {}),
          statement: `${logs.service} writes ${isNew ? 'errors that are new' : 'many more errors than before'}.`,
          strength: own ? STRENGTH.weak : STRENGTH.standing,
          grade: own ? 'measured' : 'coincides',
          evidence: surging.slice(0, QUOTED.lines).map(({ pattern }) => quotePattern(logs, pattern, tool)),
          ...(onset === undefined ? {} : { onset }),
        },
      ];
    });
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `errors of ${timed.length} services are no more frequent than before` };
  },
});

function surgeOf(pattern: LogPattern, logs: ServiceLogs, evidence: EvidenceSet): 'new' | 'more' | undefined {
  if ((pattern.level !== 'error' && pattern.level !== 'fatal') || pattern.count < LINES.several) return undefined;
  if (pattern.buckets === undefined || backgroundOf(pattern, logs, evidence) !== undefined) return undefined;
  if (pattern.samples.some(({ text }) => isCollectorNote(text) || isClientAbort(text))) return undefined;
  const buckets = pattern.buckets;
  const active = totalBuckets(logs).flatMap((lines, slice) => (lines > 0 ? [slice] : []));
  const first = active.findIndex((slice) => (buckets[slice] ?? 0) > 0);
  if (first >= BACKGROUND.leastSeenPast && !isByChance(active.map((slice) => buckets[slice] ?? 0))) return 'new';
  const half = active.length >> 1;
  if (half < BACKGROUND.leastSeenPast) return undefined;
  const mean = (slices: readonly number[]): number =>
    slices.reduce((sum, slice) => sum + (buckets[slice] ?? 0), 0) / Math.max(1, slices.length);
  const past = mean(active.slice(0, half));
  return mean(active.slice(half)) >= Math.max(1, past) * ERROR_SURGE.factor ? 'more' : undefined;
}

/**
 * Whether errors that come at all times, as few as these, would often enough leave as much of the log without one: all after
 * a share of it by that share's rest to the power of their number, all within a stretch of it by the distribution of the
 * range of as many uniform numbers (David and Nagaraja, "Order Statistics").
 */
function isByChance(lines: readonly number[]): boolean {
  const count = lines.reduce((sum, one) => sum + one, 0);
  const first = lines.findIndex((one) => one > 0);
  const late = (1 - first / lines.length) ** count;
  const width = (lines.findLastIndex((one) => one > 0) - first + 1) / lines.length;
  const close = count * width ** (count - 1) - (count - 1) * width ** count;
  return Math.min(late, close) > ERROR_SURGE.byChance;
}

function isOwnFault({ samples }: LogPattern): boolean {
  return samples.some(
    ({ text }) =>
      readCallFailure(text) === undefined &&
      /\b\w+(?:Exception|Error)\b|\bpanic(?:ked)?\b|Traceback|undefined is not|nil pointer|null reference/i.test(
        text,
      ) &&
      !/rpc error: code = |status(?: code)?\W{0,3}5\d\d/i.test(text),
  );
}
