import type { Finding } from '../../../domain/finding.ts';
import type { ServiceLogs } from '../../../domain/signals.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { totalBuckets } from '../../log-reading/background.ts';
import { readParties } from '../../log-reading/parties.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { SILENCE } from './parameters.ts';

/** A service that wrote steadily and then stopped while the others went on. */
export const silentService = defineAnalyzer({
  id: 'silent-service',
  title: 'Service went silent',
  causes: [],
  needs: ['logs'],
  example: 'A service that logged every minute has written nothing for the last ten, and the others still write.',
  analyze: (evidence) => {
    if (evidence.logs.status === 'unknown') return { status: 'unknown', reason: evidence.logs.reason };
    const { value, tool } = evidence.logs;
    const timed = value.filter((logs) => logs.lastSeen !== undefined);
    if (timed.length < 2)
      return { status: 'unknown', reason: 'logs: fewer than two services whose lines carry a time' };
    const parties = readParties(evidence);
    const last = timed
      .map((logs) => logs.lastSeen!)
      .sort()
      .at(-1)!;
    const lastSlice = Math.max(...timed.map((logs) => lastActive(logs)));
    const findings = timed.flatMap((logs): Finding[] => {
      const missed = lastSlice - lastActive(logs);
      const pause = longestPause(logs);
      if (pause === undefined || missed <= pause * SILENCE.pauses || missed < SILENCE.leastMissed) return [];
      const component = parties.writer(logs);
      const text = `${logs.service} wrote its last line at ${logs.lastSeen}; others wrote until ${last}.`;
      return [
        {
          analyzer: 'silent-service',
          component,
          statement: `${logs.service} stopped writing at ${logs.lastSeen}.`,
          strength: STRENGTH.faint,
          grade: 'coincides',
          evidence: [{ source: 'logs', tool, target: component, text, observedAt: logs.lastSeen! }],
          onset: logs.lastSeen!,
        },
      ];
    });
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${timed.length} services wrote until the end or were never steady` };
  },
});

function lastActive(logs: ServiceLogs): number {
  return totalBuckets(logs).findLastIndex((lines) => lines > 0);
}

/** The longest distance between slices with lines; undefined for a service that hardly writes. */
function longestPause(logs: ServiceLogs): number | undefined {
  const active = totalBuckets(logs).flatMap((lines, slice) => (lines > 0 ? [slice] : []));
  if (active.length < SILENCE.leastActive) return undefined;
  return Math.max(...active.slice(1).map((slice, index) => slice - active[index]!));
}
