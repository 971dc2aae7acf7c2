import { causeFamily } from '../../domain/cause.ts';
import type { EvidenceDraft } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { EvidenceSet, LogPattern, ServiceLogs } from '../../domain/signals.ts';
import { isClientAbort } from '../knowledge/client-aborts.ts';
import { isClientFault } from '../knowledge/client-faults.ts';
import { totalBuckets } from '../log-reading/background.ts';
import { BACKGROUND } from '../log-reading/parameters.ts';
import { quotePattern } from '../log-reading/quoting.ts';
import { nameOf } from '../metric-reading/entity.ts';
import type { Parameters } from '../parameters.ts';
import type { Candidate } from './candidates.ts';
import type { Reach } from './reach.ts';

/**
 * What those who call a store say since it is not as it was, where only figures tell of it: a session that is not found, a
 * write that is not there yet. The figures say what is wrong, the words whom it harms.
 */
export function feltInWords(
  { cause, component, evidence: own }: Candidate,
  {
    reach,
    observations,
    evidence,
    parameters,
  }: {
    readonly reach: Reach;
    readonly observations: readonly Observation[];
    readonly evidence: EvidenceSet;
    readonly parameters: Parameters;
  },
): readonly EvidenceDraft[] {
  const { logs } = evidence;
  const isOfStore = causeFamily(cause) === 'dependencies' || cause === 'cache_eviction' || cause === 'cache_stampede';
  if (!isOfStore || logs.status !== 'observed') return [];
  const { name } = nameOf(component);
  const callers = logs.value.filter(({ service }) => service !== name && reach.callees(service).includes(name));
  if (
    callers.some(({ service }) => own.some(({ target, source }) => source === 'logs' && target.endsWith(`/${service}`)))
  )
    return [];
  const said = callers.flatMap((one) =>
    one.patterns
      .filter((pattern) => hasGrown(pattern, one, parameters) && !isLivedWith(pattern, one, observations))
      .map((pattern) => ({ one, pattern })),
  );
  return said
    .sort((a, b) => b.pattern.count - a.pattern.count)
    .slice(0, 2)
    .map(({ one, pattern }) => quotePattern(one, pattern, logs.tool));
}

/** Whether errors stand, or are lived with: they come oftener with the requests, and tell nothing of what is wrong. */
export function isLivedWith(pattern: LogPattern, logs: ServiceLogs, observations: readonly Observation[]): boolean {
  const { target, text } = quotePattern(logs, pattern, '');
  return observations.some(
    (one) =>
      one.kind === 'log-errors' &&
      one.class !== 'relevant' &&
      one.evidence.some((piece) => piece.target === target && piece.text === text),
  );
}

/**
 * A warning or an error that comes far more often in the last half of what was read of its log than in the first, or that
 * begins well after that did: what was read begins with the log's first line, be that long after the reading's beginning.
 */
export function hasGrown(
  { level, count, buckets = [], samples }: LogPattern,
  logs: ServiceLogs,
  { errorLines, errorGrowth }: Parameters,
): boolean {
  if (level === 'debug' || level === 'info' || count < errorLines) return false;
  if (samples.some(({ text }) => isClientAbort(text) || isClientFault(text))) return false;
  const begun = Math.max(
    0,
    totalBuckets(logs).findIndex((lines) => lines > 0),
  );
  const half = Math.floor((begun + buckets.length) / 2);
  const sum = (counts: readonly number[]) => counts.reduce((total, one) => total + one, 0);
  const first = buckets.findIndex((lines) => lines > 0);
  if (first - begun >= BACKGROUND.newAfterShare * (buckets.length - begun)) return true;
  return half > 0 && sum(buckets.slice(half)) > errorGrowth * sum(buckets.slice(begun, half));
}
