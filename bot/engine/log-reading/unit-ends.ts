import type { LogPattern, ServiceLogs } from '../../domain/signals.ts';

/** A unit of systemd that ended, and when it was started again; RFC 3339. */
export interface UnitEnd {
  readonly unit: string;
  readonly pattern: LogPattern;
  readonly text: string;
  readonly at: string;
  /** Absent where it was not started after it had ended last. */
  readonly startedAt?: string;
}

/** What systemd writes of a service whose process ended by itself. Source: systemd's src/core/service.c and unit.c. */
const ENDED = /\bsystemd\[1\]: ([\w@.:\\-]+)\.service: (?:Main process exited|Failed with result)/;
const STARTED = /\bsystemd\[1\]: Started ([\w@.:\\-]+)\.service\b/;

/** The units that a journal tells of as ended, each once with its last end. */
export function unitEnds({ patterns }: Pick<ServiceLogs, 'patterns'>): readonly UnitEnd[] {
  const ends = new Map<string, UnitEnd>();
  const starts = new Map<string, string>();
  for (const { pattern, text, at } of patterns.flatMap(datedLines)) {
    const ended = ENDED.exec(text)?.[1];
    if (ended !== undefined && at > (ends.get(ended)?.at ?? '')) ends.set(ended, { unit: ended, pattern, text, at });
    const started = STARTED.exec(text)?.[1];
    if (started !== undefined && at > (starts.get(started) ?? '')) starts.set(started, at);
  }
  return [...ends.values()].map((end) => {
    const startedAt = starts.get(end.unit);
    return startedAt === undefined || startedAt < end.at ? end : { ...end, startedAt };
  });
}

function datedLines(pattern: LogPattern): readonly { pattern: LogPattern; text: string; at: string }[] {
  return pattern.samples.flatMap(({ text, timestamp }) => {
    const at = timestamp ?? pattern.lastSeen;
    return at === undefined ? [] : [{ pattern, text, at }];
  });
}
