import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, LogPattern, ServiceLogs } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { backgroundOf, isPast } from '../../log-reading/background.ts';
import { isCollectorNote } from '../../log-reading/complaints.ts';
import type { ErrorClass } from '../../log-reading/error-classes.ts';
import { classifyError, ERROR_CLASSES, looksLikeDatabase } from '../../log-reading/error-classes.ts';
import type { Parties } from '../../log-reading/parties.ts';
import { readParties } from '../../log-reading/parties.ts';
import { readPeer } from '../../log-reading/peers.ts';
import { earliest, quotePattern } from '../../log-reading/quoting.ts';

interface Classified {
  readonly error: ErrorClass;
  readonly logs: ServiceLogs;
  readonly pattern: LogPattern;
  readonly text: string;
  readonly blamed: Component;
  /** False where the blamed party had to be guessed. */
  readonly certain: boolean;
}

/** Errors whose words name their cause, laid to the party that they are about. */
export const errorClass = defineAnalyzer({
  id: 'error-class',
  title: 'Error that names its cause',
  causes: [...new Set(ERROR_CLASSES.map((error) => error.cause))],
  needs: ['logs'],
  example: 'A database logs `sorry, too many clients already`: its connections are used up.',
  analyze: (evidence) => {
    if (evidence.logs.status === 'unknown') return { status: 'unknown', reason: evidence.logs.reason };
    const { value, tool } = evidence.logs;
    const parties = readParties(evidence);
    const classified = value.flatMap((logs) =>
      logs.patterns.flatMap((pattern) => classify(logs, pattern, parties, evidence)),
    );
    const groups = Map.groupBy(classified, ({ error, blamed }) => `${error.id} ${blamed}`);
    const findings = [...groups.values()].flatMap((members): Finding[] => {
      const { error, blamed } = members[0]!;
      if (members.reduce((lines, { pattern }) => lines + pattern.count, 0) < (error.recurs ?? 1)) return [];
      if (error.prevents === true && runsWell(blamed, parties)) return [];
      const onset = earliest(members.map(({ pattern }) => pattern.firstSeen));
      const writers = [...new Set(members.map(({ logs }) => parties.writer(logs)))];
      const finding: Finding = {
        analyzer: 'error-class',
        component: blamed,
        cause: error.cause,
        statement: `${blamed.slice(blamed.indexOf('/') + 1)} ${error.meaning}.`,
        strength: members.some(({ certain }) => certain) ? error.strength : Math.min(0.45, error.strength * 0.7),
        evidence: members.slice(0, 3).map(({ logs, pattern, text }) => quotePattern(logs, pattern, tool, text)),
        explains: writers.filter((writer) => writer !== blamed),
        ...(onset === undefined ? {} : { onset }),
      };
      return [finding];
    });
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `no message of ${value.length} services names a cause` };
  },
});

function classify(logs: ServiceLogs, pattern: LogPattern, parties: Parties, evidence: EvidenceSet): Classified[] {
  const problem = pattern.level !== 'debug' && pattern.level !== 'info';
  for (const { text } of pattern.samples) {
    const error = isCollectorNote(text) ? undefined : classifyError(text, problem);
    if (error === undefined) continue;
    if (isPast(pattern, evidence) || backgroundOf(pattern, logs) !== undefined) return [];
    const { component, certain } = blame(error, text, logs, parties, evidence);
    return [{ error, logs, pattern, text, blamed: component, certain }];
  }
  return [];
}

function blame(
  error: ErrorClass,
  text: string,
  logs: ServiceLogs,
  parties: Parties,
  evidence: EvidenceSet,
): { component: Component; certain: boolean } {
  const writer = parties.writer(logs);
  if (error.blamed === 'writer') return { component: writer, certain: !/rpc error: code = |StatusCode\./.test(text) };
  const keepsData = isDatabase(logs.service, parties);
  if (error.blamed === 'database' && keepsData) return { component: writer, certain: true };
  const peer = readPeer(text);
  const party = peer === undefined ? undefined : parties.resolve(peer, parties.namespaceOf(logs));
  if (party !== undefined && party.component !== writer) return { component: party.component, certain: true };
  // What is named by a domain of its own lies outside: the caller is the nearest thing that can be helped.
  const outside = party === undefined && peer?.host?.includes('.') === true && !parties.isInternal(peer.host);
  if (outside || error.id === 'rate-limited') return { component: writer, certain: outside };
  // Without an address in the text: the one thing called that can be meant.
  const called = calledBy(logs.service, evidence);
  const candidates = error.blamed === 'database' ? called.filter((name) => isDatabase(name, parties)) : called;
  if (candidates.length === 1) return { component: `service/${candidates[0]!}`, certain: error.blamed === 'database' };
  return { component: writer, certain: false };
}

/** True when every pod of the component is ready: what prevents a program from running is not there. */
function runsWell(component: Component, parties: Parties): boolean {
  const pods = parties.cluster
    .workloadsByService(component.slice(component.indexOf('/') + 1))
    .flatMap(({ pods }) => pods);
  return pods.length > 0 && pods.every((pod) => pod.healthy);
}

function isDatabase(name: string, parties: Parties): boolean {
  if (looksLikeDatabase(name)) return true;
  const workloads = parties.cluster.workloadsByService(name);
  return workloads.some(({ spec }) => spec.containers.some(({ image }) => looksLikeDatabase(image)));
}

function calledBy(service: string, evidence: EvidenceSet): readonly string[] {
  const listed = evidence.topology.status === 'observed' ? (evidence.topology.value[service] ?? []) : [];
  const traced =
    evidence.traces.status === 'observed'
      ? evidence.traces.value.filter((edge) => edge.caller === service).map((edge) => edge.callee)
      : [];
  return [...new Set([...listed, ...traced])];
}
