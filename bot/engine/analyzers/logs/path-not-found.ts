import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, LogPattern, ServiceLogs } from '../../../domain/signals.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { backgroundOf, isPast } from '../../log-reading/background.ts';
import { isAccessLog } from '../../log-reading/client-text.ts';
import { LINES } from '../../log-reading/parameters.ts';
import { readParties } from '../../log-reading/parties.ts';
import { type Peer, readPeer } from '../../log-reading/peers.ts';
import { earliest, quotePattern } from '../../log-reading/quoting.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { QUOTED } from './parameters.ts';

/** A call of one's own that was answered 404. */
const NOT_FOUND =
  /\b(?:answered|responded|response|returned|replied|got|received|status|code|failed)\W{0,3}(?:(?:with|an?|status|code|http|error|unexpected)\W{1,3}){0,4}404\b|\b404 (?:not found|client error)\b/i;
const URL_PATH = /\bhttps?:\/\/[^/\s"']+(\/[^\s"'?#):]*)/;
/** A number or an id in a path: whether one thing is there is no matter of routes. */
const ID = /\/(?:\d+|[\da-f]{8,}|[\da-f]{8}-[\da-f-]{27})(?=\/|$)/gi;

interface Missed {
  readonly logs: ServiceLogs;
  readonly pattern: LogPattern;
  readonly text: string;
  readonly path: string;
  readonly peer: Peer;
}

/** A service asks another for a path that is answered 404 again and again since some moment: the way is written wrong, the other is well. */
export const pathNotFound = defineAnalyzer({
  id: 'path-not-found',
  title: 'Calls to a path that is not served',
  causes: ['service_env_var_address_mismatch'],
  needs: ['logs'],
  example: 'Every call of checkout to http://prices:8080/api/v2/quotes is answered 404 since 02:20.',
  analyze: (evidence) => {
    if (evidence.logs.status === 'unknown') return { status: 'unknown', reason: evidence.logs.reason };
    const { value, tool } = evidence.logs;
    const parties = readParties(evidence);
    const missed = value.flatMap((logs) =>
      logs.patterns.flatMap((pattern) => readMissed(pattern, logs, evidence) ?? []),
    );
    const groups = Map.groupBy(missed, ({ logs, peer }) => `${parties.writer(logs)} ${peer.host ?? peer.ip}`);
    const findings = [...groups.values()].flatMap((group): Finding[] => {
      if (group.reduce((lines, { pattern }) => lines + pattern.count, 0) < LINES.many) return [];
      const { logs, peer, path } = group[0]!;
      const component = parties.writer(logs);
      const onset = earliest(group.map(({ pattern }) => pattern.firstSeen));
      return [
        {
          analyzer: 'path-not-found',
          component,
          cause: 'service_env_var_address_mismatch',
          grade: 'measured',
          statement: `${component.slice(component.indexOf('/') + 1)} asks ${peer.host ?? peer.ip} for ${path}, which it does not serve (404).`,
          strength: STRENGTH.moderate,
          evidence: group.slice(0, QUOTED.lines).map((one) => quotePattern(one.logs, one.pattern, tool, one.text)),
          parameters: { callee: peer.host ?? peer.ip! },
          ...(onset === undefined ? {} : { onset }),
        },
      ];
    });
    if (findings.length > 0) return { status: 'found', findings };
    return {
      status: 'clear',
      checked: `no service of ${value.length} asks again and again for a path that is not there`,
    };
  },
});

function readMissed(pattern: LogPattern, logs: ServiceLogs, evidence: EvidenceSet): Missed | undefined {
  if (pattern.level === 'debug' || pattern.level === 'info' || isPast(pattern, evidence)) return undefined;
  for (const { text } of pattern.samples) {
    const path = URL_PATH.exec(text)?.[1]?.replace(ID, '/…');
    if (path === undefined || !NOT_FOUND.test(text) || isAccessLog(text)) continue;
    const peer = readPeer(text);
    if (peer === undefined || backgroundOf(pattern, logs, evidence) !== undefined) return undefined;
    return { logs, pattern, text, path, peer };
  }
  return undefined;
}
