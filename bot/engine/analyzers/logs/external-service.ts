import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { REPEATED } from '../../cluster/parameters.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Complaint, Complaints } from '../../log-reading/complaints.ts';
import { readComplaints } from '../../log-reading/complaints.ts';
import { outsideHost, providerNamed } from '../../log-reading/outside-hosts.ts';
import type { FailureKind } from '../../log-reading/peers.ts';
import { earliest, quotePattern } from '../../log-reading/quoting.ts';
import { callGraph } from '../../propagation/call-graph.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { QUOTED } from './parameters.ts';

/** Answers of theirs that say so. */
const ANSWERED: ReadonlySet<FailureKind> = new Set(['server-error', 'no-instance']);
/** Calls to a host outside fail at the other end: its operator's trouble, which the caller can only live with. */
export const externalService = defineAnalyzer({
  id: 'external-service',
  title: 'A service outside fails',
  causes: ['external_service_outage'],
  needs: ['logs'],
  example: 'Every call to https://api.cards.example is answered 503 since 02:20, and calls inside are well.',
  analyze: (evidence) => {
    const complaints = readComplaints(evidence);
    const byHost = byHostOutside(complaints.present, complaints, evidence);
    const silent = [...byHost].filter(([, calls]) => calls.every(({ failure }) => !ANSWERED.has(failure.kind)));
    const lasting = [...byHost].flatMap(([host, calls]) => {
      if (linesOf(calls) < REPEATED) return [];
      // Several hosts at once that do not answer at all: more likely the way out than all of them.
      const wayOut = silent.length > 1 && silent.some(([silentHost]) => silentHost === host);
      const until = calls.every((one) => one.until !== undefined) ? lastOf(calls) : undefined;
      return [findingOf(host, calls, { wayOut, until }, complaints, evidence)];
    });
    // What is over is worth telling where those who called it failed their own callers meanwhile, or kept them waiting.
    const ended = complaints.ended.filter((one) => ANSWERED.has(one.failure.kind) && sufferedMeanwhile(one, evidence));
    const over = [...byHostOutside(ended, complaints, evidence)].flatMap(([host, calls]) =>
      byHost.has(host) || linesOf(calls) < REPEATED
        ? []
        : [findingOf(host, calls, { wayOut: false, until: lastOf(calls) }, complaints, evidence)],
    );
    const findings = [...lasting, ...over];
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: 'no call to a host outside fails at the other end' };
  },
});

/** The complaints that tell of hosts outside, by host. */
function byHostOutside(
  some: readonly Complaint[],
  complaints: Complaints,
  evidence: EvidenceSet,
): ReadonlyMap<string, readonly Complaint[]> {
  const named = some.flatMap((complaint) => {
    const host = outsideHost(complaint, complaints) ?? providerNamed(complaint, evidence);
    return host === undefined ? [] : [{ complaint, host }];
  });
  const byHost = [...Map.groupBy(named, ({ host }) => host)];
  return new Map(byHost.map(([host, calls]) => [host, calls.map(({ complaint }) => complaint)]));
}

function linesOf(calls: readonly Complaint[]): number {
  return calls.reduce((sum, { pattern }) => sum + pattern.count, 0);
}

/** Whether requests of the one who called failed more often, or took longer, while its calls failed. */
function sufferedMeanwhile({ writer, pattern }: Complaint, { slis }: EvidenceSet): boolean {
  if (slis.status !== 'observed' || pattern.lastSeen === undefined) return false;
  const name = writer.slice(writer.indexOf('/') + 1);
  return slis.value.items.some(
    ({ service, indicator, onset, direction }) =>
      service === name && indicator !== 'rate' && direction === 'up' && onset! <= pattern.lastSeen!,
  );
}

/** When the last of the calls failed. */
function lastOf(calls: readonly Complaint[]): string | undefined {
  return calls
    .flatMap(({ pattern }) => pattern.lastSeen ?? [])
    .sort()
    .at(-1);
}

/** What those who call it call it: an error is wrapped in the name of the callee, `cards: Post "https://…": timeout`. */
function calledAs(calls: readonly Complaint[], evidence: EvidenceSet): string | undefined {
  const { callees } = callGraph(evidence);
  const names = calls.map(({ writer, text }) =>
    callees(writer.slice(writer.indexOf('/') + 1)).find((name) => ` ${text}`.includes(` ${name}: `)),
  );
  return new Set(names).size === 1 ? names[0] : undefined;
}

interface Course {
  /** Whether the way out of the system is as likely to fail. */
  readonly wayOut: boolean;
  /** RFC 3339, where it is over. */
  readonly until?: string | undefined;
}

function findingOf(
  host: string,
  calls: readonly Complaint[],
  { wayOut, until }: Course,
  { tool }: Complaints,
  evidence: EvidenceSet,
): Finding {
  const onset = earliest(calls.map(({ pattern }) => pattern.firstSeen));
  const answers = until === undefined ? 'answers with server errors' : 'answered with server errors';
  const said = calls.some(({ failure }) => ANSWERED.has(failure.kind));
  const writers = [...new Set(calls.map(({ writer }) => writer))];
  const names = writers.map((writer) => writer.slice(writer.indexOf('/') + 1)).join(', ');
  return {
    analyzer: 'external-service',
    component: componentOf({ kind: 'service', name: calledAs(calls, evidence) ?? host }),
    cause: 'external_service_outage',
    grade: wayOut ? 'coincides' : said ? 'said' : 'measured',
    statement: `${host}, which ${names} ${writers.length === 1 ? 'calls' : 'call'}, ${said ? answers : 'does not answer'}.`,
    strength: wayOut ? STRENGTH.slight : said ? STRENGTH.probable : STRENGTH.fair,
    evidence: calls.slice(0, QUOTED.lines).map(({ logs, pattern, text }) => quotePattern(logs, pattern, tool, text)),
    explains: writers,
    parameters: { callee: host },
    ...(onset === undefined ? {} : { onset }),
    ...(until === undefined ? {} : { until }),
  };
}
