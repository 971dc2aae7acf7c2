import { coverageOf } from '../../../domain/coverage-of.ts';
import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { componentOf } from '../../../domain/target.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Complaint, Complaints } from '../../log-reading/complaints.ts';
import { readComplaints } from '../../log-reading/complaints.ts';
import { earliest, quotePattern } from '../../log-reading/quoting.ts';
import { readMetrics } from '../../metric-reading/read-metrics.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { QUOTED } from './parameters.ts';

/** A name that is looked up and belongs to no Service: the fault is in the caller's configuration, or the Service is gone. */
export const wrongAddress = defineAnalyzer({
  id: 'wrong-address',
  title: 'Calls to an address that does not exist',
  causes: ['service_env_var_address_mismatch'],
  needs: ['logs', 'objects'],
  example: 'A service logs `lookup ledgerr: no such host`, and there is a Service `ledger` but none of that name.',
  analyze: (evidence) => {
    const complaints = readComplaints(evidence);
    const { parties, present, tool } = complaints;
    if (!parties.servicesKnown) return { status: 'unknown', reason: 'objects: no Services were observed' };
    const byHost = Map.groupBy(
      present.filter((complaint) => namesNobody(complaint, complaints, evidence)),
      (complaint) => complaint.failure.peer!.host!,
    );
    const findings = [...byHost].flatMap(([host, named]): Finding[] => {
      const name = host.split('.')[0]!;
      const onset = earliest(named.map((complaint) => complaint.pattern.firstSeen));
      const quotes = named
        .slice(0, QUOTED.lines)
        .map(({ logs, pattern, text }) => quotePattern(logs, pattern, tool, text));
      const common = { analyzer: 'wrong-address', evidence: quotes, ...(onset === undefined ? {} : { onset }) };
      const orphan = parties.cluster.workloads.find((workload) => workload.name === name);
      if (orphan !== undefined) {
        const statement = `There is no Service ${name}, though its workload exists and others look it up.`;
        return [
          { ...common, component: componentOf({ kind: 'service', name }), statement, strength: STRENGTH.guarded },
        ];
      }
      const { callers, configured } = callersOf(host, named, complaints);
      return callers.map((component) => ({
        ...common,
        component,
        cause: 'service_env_var_address_mismatch',
        grade: named.some(({ failure }) => failure.kind === 'unknown-name') || configured ? 'said' : 'measured',
        statement: `${component.slice(component.indexOf('/') + 1)} calls ${host}, and no Service has that name.`,
        // With the address seen in the environment as well, nothing is left to doubt.
        strength: configured
          ? STRENGTH.strong
          : named.every((complaint) => complaint.failure.relayed)
            ? STRENGTH.weak
            : STRENGTH.fair,
        explains: [...new Set(named.map((complaint) => complaint.writer))].filter((writer) => writer !== component),
        parameters: { address: host },
      }));
    });
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: 'every host that a failed call names is a Service or lies outside the cluster' };
  },
});

/**
 * True for a name that no Service has, in a namespace whose Services were all read. Where the name server did not
 * answer, nothing is known of the name; and somebody has it who answers to it, be it that it failed, or whose own work is
 * traced or measured: a database of the cloud stands in the zone of the network, not among the Services.
 */
function namesNobody({ failure, party, logs }: Complaint, { parties }: Complaints, evidence: EvidenceSet): boolean {
  const { objects } = evidence;
  const host = failure.peer?.host;
  if (failure.kind === 'server-error') return false;
  if (failure.kind !== 'unknown-name' && host !== undefined && isAtWork(host, evidence)) return false;
  if (host === undefined || !parties.isInternal(host) || failure.kind === 'no-name-service') return false;
  // A pod of a set is found by its name behind that of its Service only; who reached it knows it otherwise.
  if (party !== undefined && (party.service !== undefined || failure.kind !== 'unknown-name')) return false;
  const namespace = host.split('.')[1] ?? parties.namespaceOf(logs);
  return parties.cluster.namespaces.has(namespace) && coverageOf(objects, 'Service', namespace) === 'seen';
}

/** Whether something of a name is measured, or its own time is traced. */
function isAtWork(name: string, evidence: EvidenceSet): boolean {
  if (readMetrics(evidence).components.includes(`service/${name}`)) return true;
  return evidence.traces.status === 'observed' && evidence.traces.value.some(({ callee }) => callee === name);
}

/** Who is configured with the address; else who writes of it first hand; else whoever writes of it. */
function callersOf(
  host: string,
  named: readonly Complaint[],
  { parties }: Complaints,
): { callers: readonly Component[]; configured: boolean } {
  const configured = parties.configuredWith(host);
  if (configured.length > 0)
    return { callers: [...new Set(configured.map(({ component }) => component))], configured: true };
  const firstHand = named.filter((complaint) => !complaint.failure.relayed);
  const writers = (firstHand.length > 0 ? firstHand : named).map((complaint) => complaint.writer);
  return { callers: [...new Set(writers)], configured: false };
}
