import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { REPEATED } from '../../cluster/parameters.ts';
import { readyPods } from '../../cluster/readiness.ts';
import type { Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Complaint, Complaints } from '../../log-reading/complaints.ts';
import { readComplaints } from '../../log-reading/complaints.ts';
import { earliest, quotePattern } from '../../log-reading/quoting.ts';
import { readStatements, type Statement } from '../../log-reading/read-statements.ts';
import { changeTold } from '../metrics/own-change.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { machineAlone, resolverChange } from './machine-resolver.ts';
import { QUOTED } from './parameters.ts';

/** The name server that was asked: `lookup cart on 10.96.0.10:53`, `read udp OWN->10.96.0.10:53`. */
const ASKED = /(?:\bon |->)(\d{1,3}(?:\.\d{1,3}){3}):53\b/;
/** Name servers that a node runs for its own pods have an address of this kind. */
const NODE_LOCAL = /^(?:169\.254|127)\./;
const NAME_SERVER = /^(?:core|kube)-?dns$/;

/**
 * Lookups that get no answer, or are told that a Service which exists is unknown: the name server is at fault where
 * several services say so, the machine where they run on one and who runs elsewhere does not, else what the one service asks.
 */
export const nameService = defineAnalyzer({
  id: 'name-service',
  title: 'Names are not looked up',
  causes: ['coredns_unavailable', 'dns_resolution_failure', 'pod_dns_config_incorrect'],
  needs: ['logs'],
  example: 'Three services log `Temporary failure in name resolution` from one moment on.',
  analyze: (evidence) => {
    const complaints = readComplaints(evidence);
    const failed = complaints.present.filter(isFailedLookup);
    const outside = complaints.present.filter((complaint) => isUnknownOutside(complaint, complaints));
    if (failed.length + outside.length === 0)
      return { status: 'clear', checked: 'no service reports that names cannot be looked up' };
    const server = complaints.parties.cluster.workloads.find(({ name }) => NAME_SERVER.test(name));
    const above = forwardsInVain(evidence);
    const strayed = failed.filter(
      (complaint) => asksElsewhere(complaint, complaints) && !isSeenByServer(complaint, above),
    );
    const forwarded = failed.filter(
      (complaint) => !strayed.includes(complaint) && above.length > 0 && isForwarded(complaint, complaints),
    );
    const rest = failed.filter((complaint) => !strayed.includes(complaint) && !forwarded.includes(complaint));
    const writers = writersOf(rest);
    const machine = writers.length > 1 && server === undefined ? machineAlone(writers, evidence) : undefined;
    const down = server !== undefined && readyPods(server, complaints.parties.cluster) === 0;
    const findings = [
      ...(forwarded.length > 0 ? [ofForwarder(above, forwarded, complaints)] : []),
      ...writersOf(strayed).map((writer) => ofOne(writer, strayed, 'pod_dns_config_incorrect', complaints)),
      ...(machine !== undefined
        ? [ofMachine(machine, rest, complaints, evidence)]
        : writers.length > 1 || (down && rest.length > 0)
          ? [ofServer(server, down, rest, complaints)]
          : writers.map((writer) => ofOne(writer, rest, 'dns_resolution_failure', complaints))),
      ...writersOf(outside)
        .filter((writer) => !writers.includes(writer))
        .map((writer) => ofOne(writer, outside, 'dns_resolution_failure', complaints)),
    ];
    return { status: 'found', findings };
  },
});

/**
 * What the cluster's name server itself says of one above it that does not answer: names outside of the cluster are forwarded
 * to that (kubernetes.io, "Customizing DNS Service"; CoreDNS' plugins `forward` and `errors`).
 */
function forwardsInVain(evidence: EvidenceSet): readonly Statement[] {
  return readStatements(evidence).all.filter(
    ({ match, blamed }) => match.row.id === 'coredns-upstream' && NAME_SERVER.test(nameOf(blamed)),
  );
}

/**
 * Whether the cluster's name server writes that it forwarded the very name in vain: whoever looks it up asks that server, by
 * whichever of its Services' addresses (CoreDNS' plugin `errors`: code, name with its final dot, type).
 */
function isSeenByServer({ failure }: Complaint, above: readonly Statement[]): boolean {
  const asked = failure.peer?.host?.toLowerCase();
  const said = above.flatMap(({ pattern, text }) => [text, ...pattern.samples.map((sample) => sample.text)]);
  return asked !== undefined && said.some((line) => line.toLowerCase().includes(` ${asked}. `));
}

/** Whether a lookup that got no answer was one that the name server has to forward. */
function isForwarded({ failure, party }: Complaint, { parties }: Complaints): boolean {
  const host = failure.peer?.host;
  if (failure.kind !== 'no-name-service' || party?.service !== undefined) return false;
  return host === undefined || (host.includes('.') && !parties.isInternal(host));
}

/** Not answered, or unknown though the Service that it names exists. */
function isFailedLookup({ failure, party }: Complaint): boolean {
  return failure.kind === 'no-name-service' || (failure.kind === 'unknown-name' && party?.service !== undefined);
}

/** A full name outside the cluster that every name server says does not exist: its record is gone (RFC 2308, NXDOMAIN). */
function isUnknownOutside({ failure, party }: Complaint, { parties }: Complaints): boolean {
  const host = failure.peer?.host;
  if (failure.kind !== 'unknown-name' || party?.service !== undefined || host === undefined) return false;
  return host.split('.').length > 2 && !parties.isInternal(host);
}

/** True where a pod asks a name server that is not the cluster's, as far as that one is known. */
function asksElsewhere({ text }: Complaint, { parties }: Complaints): boolean {
  const asked = ASKED.exec(text)?.[1];
  const known = parties.cluster.services
    .filter(({ name }) => NAME_SERVER.test(name))
    .flatMap(({ object }) => (object.spec as { clusterIP?: string } | undefined)?.clusterIP ?? []);
  return asked !== undefined && known.length > 0 && !known.includes(asked) && !NODE_LOCAL.test(asked);
}

function writersOf(complaints: readonly Complaint[]): readonly Component[] {
  return [...new Set(complaints.map(({ writer }) => writer))];
}

function ofServer(
  server: Workload | undefined,
  down: boolean,
  failed: readonly Complaint[],
  complaints: Complaints,
): Finding {
  const writers = writersOf(failed);
  return {
    ...commonOf(failed, complaints),
    component: server?.component ?? 'service/coredns',
    cause: 'coredns_unavailable',
    grade: down ? 'shown' : 'measured',
    statement: `${writers.map(nameOf).join(', ')} cannot look up names${down ? ', and no name server is ready' : ''}.`,
    strength: down ? STRENGTH.likely : STRENGTH.moderate,
    explains: writers,
  };
}

function ofForwarder(above: readonly Statement[], failed: readonly Complaint[], complaints: Complaints): Finding {
  const [{ blamed, logs, pattern, text }] = above as readonly [Statement];
  const writers = writersOf(failed).filter((writer) => writer !== blamed);
  const common = commonOf(failed, complaints);
  return {
    ...common,
    evidence: [quotePattern(logs, pattern, complaints.tool, text), ...common.evidence],
    component: blamed,
    cause: 'dns_resolution_failure',
    grade: 'said',
    statement: `${writers.map(nameOf).join(', ')} cannot look up names outside: ${nameOf(blamed)} gets no answer from the name server above it.`,
    strength: STRENGTH.likely,
    explains: writers,
  };
}

function ofMachine(
  machine: Component,
  failed: readonly Complaint[],
  complaints: Complaints,
  evidence: EvidenceSet,
): Finding {
  const writers = writersOf(failed);
  const common = commonOf(failed, complaints);
  const change = resolverChange(machine, failed, evidence);
  const asked = change === undefined ? '' : ` since ${change.id}, which is about whom it asks`;
  return {
    ...common,
    component: machine,
    cause: 'dns_resolution_failure',
    grade: change === undefined ? 'measured' : 'shown',
    statement: `Names cannot be looked up on ${nameOf(machine)}${asked}, as ${writers.map(nameOf).join(', ')} report, and can elsewhere.`,
    strength: change === undefined ? STRENGTH.moderate : STRENGTH.likely,
    evidence: [...common.evidence, ...(change === undefined ? [] : [changeTold(change)])],
    explains: writers,
  };
}

function ofOne(
  writer: Component,
  all: readonly Complaint[],
  cause: 'dns_resolution_failure' | 'pod_dns_config_incorrect',
  complaints: Complaints,
): Finding {
  const failed = all.filter((complaint) => complaint.writer === writer);
  const often = failed.reduce((lines, { pattern }) => lines + pattern.count, 0) >= REPEATED;
  const strayed = cause === 'pod_dns_config_incorrect';
  return {
    ...commonOf(failed, complaints),
    component: writer,
    cause,
    // What is called by a name that does not exist fails as its callers count it.
    explains: [...new Set(failed.flatMap(calledOutside))],
    grade: often ? 'said' : 'coincides',
    statement: strayed
      ? `${nameOf(writer)} asks a name server that is not the cluster's and gets no answer.`
      : `${nameOf(writer)} cannot look up ${unknownName(failed) ?? 'names'}${others(failed)}.`,
    strength: strayed ? STRENGTH.probable : often ? STRENGTH.fair : STRENGTH.weak,
  };
}

function calledOutside({ failure, party }: Complaint): readonly Component[] {
  if (failure.kind !== 'unknown-name' || party?.service !== undefined) return [];
  const host = failure.peer?.host;
  return party !== undefined
    ? [party.component]
    : host === undefined
      ? []
      : [componentOf({ kind: 'service', name: host })];
}

/** The name, where all that is said is that one does not exist. */
function unknownName(failed: readonly Complaint[]): string | undefined {
  const hosts = new Set(
    failed.map(({ failure }) => (failure.kind === 'unknown-name' ? failure.peer?.host : undefined)),
  );
  return hosts.size === 1 ? [...hosts][0] : undefined;
}

function others(failed: readonly Complaint[]): string {
  const known = failed.find(({ failure, party }) => failure.kind === 'unknown-name' && party !== undefined);
  return known === undefined ? '' : `: it is told that ${nameOf(known.party!.component)} is unknown, which exists`;
}

function commonOf(failed: readonly Complaint[], { tool }: Complaints) {
  const onset = earliest(failed.map(({ pattern }) => pattern.firstSeen));
  const until = failed
    .flatMap((one) => one.until ?? [])
    .sort()
    .at(-1);
  return {
    analyzer: 'name-service',
    evidence: failed.slice(0, QUOTED.ofMany).map(({ logs, pattern, text }) => quotePattern(logs, pattern, tool, text)),
    ...(onset === undefined ? {} : { onset }),
    ...(until === undefined || failed.some((one) => one.until === undefined) ? {} : { until }),
  };
}

function nameOf(component: Component): string {
  return component.slice(component.indexOf('/') + 1);
}
