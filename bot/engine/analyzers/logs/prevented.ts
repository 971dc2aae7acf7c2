import type { LogPattern } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { endingWorkload } from '../../log-reading/last-words.ts';
import type { Parties } from '../../log-reading/parties.ts';
import type { Statement } from '../../log-reading/read-statements.ts';
import type { Parameters } from '../../parameters.ts';

/** True when every pod of the component is ready: what prevents a program from running is not there. */
export function runsWell(component: Component, { cluster }: Parties): boolean {
  const pods = cluster.workloadsByService(component.slice(component.indexOf('/') + 1)).flatMap(({ pods }) => pods);
  return pods.length > 0 && pods.every((pod) => pod.healthy);
}

/** Whether what keeps a program from running was its own word, and a container of it still keeps ending. */
export function isStillPrevented({ match: { row }, logs }: Statement, { cluster }: Parties): boolean {
  return row.prevents === true && row.blamed === 'writer' && endingWorkload(logs, cluster) !== undefined;
}

/**
 * Whether a program wrote on for longer than any back-off after a line that came once or twice: what keeps a program from
 * running comes again with each start, and ends what is written. PostgreSQL warns so of one file and goes on (manual,
 * "Message Severity Levels"). Where a container of it keeps ending, others wrote on.
 */
export function ranOn(
  { pattern, logs }: Statement,
  { cluster }: Parties,
  { errorLines, overAfterMs }: Parameters,
): boolean {
  if (endingWorkload(logs, cluster) !== undefined) return false;
  if (pattern.count >= errorLines || pattern.lastSeen === undefined || logs.lastSeen === undefined) return false;
  return Date.parse(logs.lastSeen) - Date.parse(pattern.lastSeen) > overAfterMs;
}

/**
 * Since when a program runs that a line tells of as kept from running, where its container had ended with an error again and
 * again and was started once more after the line (RFC 3339): until then it was away. Undefined where it never kept ending,
 * or was up when it wrote the line.
 */
export function cameUpAt(component: Component, { lastSeen }: LogPattern, { cluster }: Parties): string | undefined {
  if (lastSeen === undefined) return undefined;
  return cluster
    .workloadsByService(component.slice(component.indexOf('/') + 1))
    .flatMap(({ pods }) => pods.flatMap(({ statuses }) => statuses))
    .filter(({ restarts, lastTerminated }) => restarts > 1 && (lastTerminated?.exitCode ?? 0) !== 0)
    .flatMap(({ running }) => running?.startedAt ?? [])
    .filter((startedAt) => Date.parse(startedAt) > Date.parse(lastSeen))
    .sort()
    .at(-1);
}
