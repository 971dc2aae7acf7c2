import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, LogPattern, ServiceLogs } from '../../../domain/signals.ts';
import { graded } from '../../cluster/grading.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { isPast } from '../../log-reading/background.ts';
import { readParties } from '../../log-reading/parties.ts';
import { earliest, quotePattern } from '../../log-reading/quoting.ts';
import { FORMAT, type Parameters } from '../../parameters.ts';

/**
 * Errors in which a program writes what its own clock shows: jjwt (`Current time: …`), Microsoft.IdentityModel (`Current time
 * (UTC): '…'`) and Go's crypto/x509 (`current time … is after …`). Only times with a zone, or said to be UTC.
 */
const SHOWS_CLOCK = [
  /\bcurrent time:? (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))/i,
  /\bcurrent time \(UTC\): '?(\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d:\d\d(?: [AP]M)?)/i,
];

interface Skewed {
  readonly logs: ServiceLogs;
  readonly pattern: LogPattern;
  readonly text: string;
  /** How far its clock is ahead, milliseconds. */
  readonly ahead: number;
}

/** Programs whose errors show another time than their lines were collected at: their clock is wrong, not what they refuse. */
export const clockWords = defineAnalyzer({
  id: 'clock-words',
  title: 'A clock shows another time',
  causes: ['clock_skew'],
  needs: ['logs'],
  example: 'A pod refuses fresh tokens as expired: by its words it is 12:40, by the collector of its lines 12:00.',
  analyze: (evidence, parameters) => {
    if (evidence.logs.status === 'unknown') return { status: 'unknown', reason: evidence.logs.reason };
    const { value, tool } = evidence.logs;
    const parties = readParties(evidence);
    const skewed = value.flatMap((logs) =>
      logs.patterns.flatMap((pattern) => readSkew(pattern, logs, evidence, parameters) ?? []),
    );
    const findings = [...Map.groupBy(skewed, ({ logs }) => parties.writer(logs))].map(([component, group]): Finding => {
      const { ahead } = group[0]!;
      const minutes = Math.round(Math.abs(ahead) / FORMAT.minute);
      const onset = earliest(group.map(({ pattern }) => pattern.firstSeen));
      return {
        analyzer: 'clock-words',
        component,
        cause: 'clock_skew',
        statement: `The clock of ${component.slice(component.indexOf('/') + 1)} is at least ${minutes} minutes ${ahead > 0 ? 'ahead' : 'behind'}: its errors show another time than their lines were collected at.`,
        ...graded('said', parameters),
        exact: true,
        evidence: group.slice(0, 2).map((one) => quotePattern(one.logs, one.pattern, tool, one.text)),
        ...(onset === undefined ? {} : { onset }),
      };
    });
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `no error of ${value.length} services shows a clock that is wrong` };
  },
});

/** Until when, or from when, what was refused holds: Go's crypto/x509, jjwt and Microsoft.IdentityModel write it as well. */
const TIME = String.raw`(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)|\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d:\d\d(?: [AP]M)?)`;
const PAST = new RegExp(String.raw`\b(?:is after|expired at|ValidTo \(UTC\):) '?${TIME}`, 'i');
const NOT_DUE = new RegExp(String.raw`\b(?:before|ValidFrom \(UTC\):) '?${TIME}`, 'i');

function readSkew(
  pattern: LogPattern,
  logs: ServiceLogs,
  evidence: EvidenceSet,
  { metrics }: Parameters,
): Skewed | undefined {
  if (isPast(pattern, evidence)) return undefined;
  const shown = pattern.samples.flatMap(({ text, timestamp }) => {
    const time = SHOWS_CLOCK.map((one) => one.exec(text)?.[1]).find((one) => one !== undefined);
    return time === undefined || timestamp === undefined
      ? []
      : [{ text, at: timeOf(time), line: Date.parse(timestamp) }];
  });
  const offsets = shown.map(({ at, line }) => at - line);
  // A wrong clock is wrong by the same in every line: times that stray are no clock's.
  if (Math.max(...offsets) - Math.min(...offsets) >= metrics.leastSkewMs) return undefined;
  for (const { text, at, line } of shown) {
    if (isRefusedAnyway(text, line)) continue;
    // What has not come yet at the moment looked at is no matter of time zones.
    const beyond = at - Date.parse(evidence.asOf);
    if (beyond >= metrics.leastSkewMs) return { logs, pattern, text, ahead: beyond };
    const ahead = at - line;
    // Whole quarters of an hour are how time zones differ.
    const beside = Math.abs(ahead) % metrics.zoneStepMs;
    const isZone = Math.min(beside, metrics.zoneStepMs - beside) < metrics.zoneSlackMs;
    if (Math.abs(ahead) >= metrics.leastSkewMs && !isZone) return { logs, pattern, text, ahead };
  }
  return undefined;
}

/** Whether what was refused was past, or not yet due, by the collector's clock as well: whatever the program's shows. */
function isRefusedAnyway(text: string, line: number): boolean {
  const [past, due] = [PAST, NOT_DUE].map((one) => timeOf(one.exec(text)?.[1] ?? ''));
  return line > past! || line < due!;
}

function timeOf(written: string): number {
  return Date.parse(written.includes('/') ? `${written} UTC` : written);
}
