import type { CauseCode } from '../../../domain/cause.ts';
import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, LogPattern, ServiceLogs } from '../../../domain/signals.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { backgroundOf, isPast } from '../../log-reading/background.ts';
import { isAccessLog } from '../../log-reading/client-text.ts';
import { matchErrorTexts } from '../../log-reading/match-error-texts.ts';
import { LINES } from '../../log-reading/parameters.ts';
import { readParties } from '../../log-reading/parties.ts';
import { type Peer, readPeer } from '../../log-reading/peers.ts';
import { earliest, quotePattern } from '../../log-reading/quoting.ts';
import { endOfErrors } from '../../observe/ends.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { QUOTED } from './parameters.ts';

/** A call that was answered 401 or 403. */
const DENIED =
  /\b(?:answered|responded|response|returned|replied|got|received|status|code|failed)\W{0,3}(?:(?:with|an?|status|code|http|error|unexpected)\W{1,3}){0,4}(401|403)\b|\b(401|403) (?:unauthorized|forbidden|client error)\b/i;
/** Clouds: a permission that is missing rather than a credential. */
const CLOUD = /\.(?:amazonaws\.com|googleapis\.com|azure\.com|windows\.net|azure\.net)$/;

interface Denied {
  readonly logs: ServiceLogs;
  readonly pattern: LogPattern;
  readonly text: string;
  readonly status: string;
  readonly peer: Peer;
}

/** Calls of a service are answered 401 or 403: what it shows to prove who it is, is not accepted. */
export const deniedCall = defineAnalyzer({
  id: 'denied-call',
  title: 'Calls are denied',
  causes: ['credentials_expired', 'cloud_permission_denied'],
  needs: ['logs'],
  example: 'Every call of one service to https://api.cards.example is answered 401 since 02:20.',
  analyze: (evidence, parameters) => {
    if (evidence.logs.status === 'unknown') return { status: 'unknown', reason: evidence.logs.reason };
    const { value, tool } = evidence.logs;
    const parties = readParties(evidence);
    const denied = value.flatMap((logs) =>
      logs.patterns.flatMap((pattern) => readDenied(pattern, logs, evidence) ?? []),
    );
    const groups = Map.groupBy(denied, ({ logs, peer }) => `${parties.writer(logs)} ${peer.host ?? peer.ip}`);
    const findings = [...groups.values()].flatMap((group): Finding[] => {
      if (group.reduce((lines, { pattern }) => lines + pattern.count, 0) < LINES.several) return [];
      const { logs, peer, status } = group[0]!;
      const component = parties.writer(logs);
      const host = peer.host ?? peer.ip!;
      const onset = earliest(group.map(({ pattern }) => pattern.firstSeen));
      const ends = group.map((one) => endOfErrors(one.pattern, one.logs, evidence, parameters));
      const until = ends.includes(undefined) ? undefined : ends.sort().at(-1);
      const cause: CauseCode = CLOUD.test(host) ? 'cloud_permission_denied' : 'credentials_expired';
      return [
        {
          analyzer: 'denied-call',
          component,
          cause,
          // The other side has authority over who may come in: 401 says that it does not know the caller.
          grade: status === '401' ? 'said' : 'measured',
          statement: `${component.slice(component.indexOf('/') + 1)} is denied what it asks of ${host} (${status}).`,
          strength: status === '401' ? STRENGTH.supported : STRENGTH.even,
          evidence: group.slice(0, QUOTED.lines).map((one) => quotePattern(one.logs, one.pattern, tool, one.text)),
          parameters: { callee: host },
          ...(onset === undefined ? {} : { onset }),
          // A partner that takes back what it changed answers again, and nothing else tells of it.
          ...(until === undefined ? {} : { until }),
        },
      ];
    });
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `no calls of ${value.length} services are denied again and again` };
  },
});

/** Undefined as well where the text itself names a cause, which says more than the status. */
function readDenied(pattern: LogPattern, logs: ServiceLogs, evidence: EvidenceSet): Denied | undefined {
  if (pattern.level === 'debug' || pattern.level === 'info' || isPast(pattern, evidence)) return undefined;
  for (const { text } of pattern.samples) {
    const match = DENIED.exec(text);
    const peer = match === null || isAccessLog(text) ? undefined : readPeer(text);
    if (match === null || peer === undefined || matchErrorTexts(text).some(({ row }) => row.hint !== true)) continue;
    if (backgroundOf(pattern, logs, evidence) !== undefined) return undefined;
    return { logs, pattern, text, status: (match[1] ?? match[2])!, peer };
  }
  return undefined;
}
