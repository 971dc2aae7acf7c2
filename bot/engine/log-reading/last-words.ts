import type { LogPattern, ServiceLogs } from '../../domain/signals.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { LATELY_MS, SAME_TIME_MS } from '../cluster/parameters.ts';
import type { Workload } from '../cluster/types.ts';
import { EXIT_CODES } from '../knowledge/exit-codes.ts';
import { isCollectorNote, isRuntimeNote } from './collector-note.ts';

/** The workload that writes a log and whose container ends with an error of its own again and again. */
export function endingWorkload(logs: ServiceLogs, cluster: Cluster): Workload | undefined {
  return cluster.workloadsByService(logs.service).find(keepsEnding);
}

/**
 * What a program wrote before its container ended, whatever its level: the patterns seen at the end of the log, errors
 * of its last runs, and what has no time. Empty for a program that does not keep ending.
 */
export function lastWordsOf(logs: ServiceLogs, cluster: Cluster): ReadonlySet<LogPattern> {
  if (endingWorkload(logs, cluster) === undefined) return new Set();
  const end = logs.lastSeen === undefined ? undefined : Date.parse(logs.lastSeen);
  return new Set(
    logs.patterns.filter(({ lastSeen, level, samples }) => {
      if (samples.some(({ text }) => isCollectorNote(text) || isRuntimeNote(text))) return false;
      const within = level === 'error' || level === 'fatal' ? LATELY_MS : SAME_TIME_MS;
      return end === undefined || lastSeen === undefined || end - Date.parse(lastSeen) <= within;
    }),
  );
}

/** True while a container waits to be started again after it ended with an error of its own. */
function keepsEnding({ pods }: Workload): boolean {
  return pods.some((pod) =>
    pod.statuses.some(({ waiting, terminated, lastTerminated, ready }) => {
      if (ready || (waiting?.reason !== 'CrashLoopBackOff' && terminated === undefined)) return false;
      const end = terminated ?? lastTerminated;
      // Both are signals from outside: memory, probes, eviction.
      return (
        end === undefined ||
        (end.exitCode !== 0 &&
          end.exitCode !== EXIT_CODES.killed &&
          end.exitCode !== EXIT_CODES.terminated &&
          end.reason !== 'OOMKilled')
      );
    }),
  );
}
