/** Lines that came every so often and stopped, while their writer wrote on. */
import type { Finding } from '../../domain/finding.ts';
import type { EvidenceSet, LogPattern, ServiceLogs } from '../../domain/signals.ts';
import type { Parameters } from '../parameters.ts';
import { heapsOf, wroteAfter } from './ends.ts';
import { millis } from './time.ts';

/** A pattern with the log that it stands in. */
export interface Written {
  readonly pattern: LogPattern;
  readonly logs: ServiceLogs;
}

/**
 * When lines of one matter stopped coming, and how far apart they used to be: each failing request writes one, so that a
 * pause of many times that says that none fails so any more. Undefined where one still comes, where they are few or come
 * in heaps, as those of a job do, or where their writer fell silent with them.
 */
export function fellSilent(
  members: readonly Written[],
  evidence: EvidenceSet,
  parameters: Parameters,
): Finding['fellSilent'] {
  const now = millis(evidence.asOf);
  const ends = members
    .filter(({ pattern }) => pattern.count >= parameters.surgeLines)
    .map(({ pattern, logs }) => {
      const [first, last] = [millis(pattern.firstSeen), millis(pattern.lastSeen)];
      if (first === undefined || last === undefined || now === undefined) return undefined;
      const everyMs = (last - first) / (pattern.count - 1);
      const pause = Math.max(parameters.silentStateMs, parameters.pauseGaps * everyMs);
      const isOne = heapsOf(pattern, parameters) <= 1;
      return isOne && now - last >= pause && wroteAfter(logs, pattern.lastSeen!) ? { last, everyMs } : undefined;
    });
  const known = ends.filter((end) => end !== undefined);
  if (known.length === 0 || known.length < ends.length) return undefined;
  const at = Math.max(...known.map(({ last }) => last));
  if (members.some(({ pattern }) => (millis(pattern.lastSeen) ?? Number.POSITIVE_INFINITY) > at)) return undefined;
  return { at: new Date(at).toISOString(), everyMs: Math.max(...known.map(({ everyMs }) => everyMs)) };
}
