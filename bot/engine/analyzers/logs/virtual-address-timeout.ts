import type { Finding } from '../../../domain/finding.ts';
import { componentOf } from '../../../domain/target.ts';
import { allPolicies } from '../../cluster/cilium-policies.ts';
import type { Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Complaint, Complaints } from '../../log-reading/complaints.ts';
import { readComplaints } from '../../log-reading/complaints.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import { NEVER_CONNECTED } from '../../log-reading/unmade-connections.ts';
import { STRENGTH } from '../strength-parameters.ts';

/**
 * A Service's virtual address times out although its pods are ready. A Service without ready pods refuses at once, so
 * the rules that should forward the address on the caller's node are stale: kube-proxy's work.
 */
export const virtualAddressTimeout = defineAnalyzer({
  id: 'virtual-address-timeout',
  title: 'Service address is not forwarded',
  causes: ['kube_proxy_unavailable'],
  needs: ['logs', 'objects'],
  example: 'Connections to the cluster IP of a Service with ready pods time out from one node.',
  analyze: (evidence) => {
    const complaints = readComplaints(evidence);
    const blocked = complaints.present.filter((complaint) => timesOutThoughReady(complaint, complaints));
    const findings = blocked.flatMap((complaint): Finding[] => {
      const node = callerNode(complaint, complaints);
      if (node === undefined) return [];
      const name = complaint.party!.component.slice('service/'.length);
      return [
        {
          analyzer: 'virtual-address-timeout',
          component: componentOf({ kind: 'node', name: node }),
          cause: 'kube_proxy_unavailable',
          statement: `On ${node} connections to the address of ${name} time out although its pods are ready.`,
          strength: STRENGTH.moderate,
          grade: 'measured',
          evidence: [quotePattern(complaint.logs, complaint.pattern, complaints.tool, complaint.text)],
          explains: [complaint.writer],
          parameters: { node },
          ...(complaint.pattern.firstSeen === undefined ? {} : { onset: complaint.pattern.firstSeen }),
        },
      ];
    });
    const first = [...new Map(findings.map((finding) => [finding.component, finding])).values()];
    if (first.length > 0) return { status: 'found', findings: first };
    return { status: 'clear', checked: 'no Service with ready pods times out at its virtual address' };
  },
});

function timesOutThoughReady({ failure, party, text }: Complaint, { parties }: Complaints): boolean {
  if (failure.kind !== 'timeout' || party?.virtualAddress !== true || party.service === undefined) return false;
  // The connection itself must time out; a slow answer is another matter.
  if (!NEVER_CONNECTED.test(text)) return false;
  const { namespace, selector } = party.service;
  if (allPolicies(parties.cluster).some((policy) => policy.metadata.namespace === namespace)) return false;
  const pods = parties.cluster.podsByLabels(namespace, selector);
  return pods.length > 0 && pods.every((pod) => pod.healthy);
}

/** The one node from which the failing call was made; undefined when several are possible. */
function callerNode({ failure, party, writer }: Complaint, { parties }: Complaints): string | undefined {
  const own = parties.cluster.workloadsByService(writer.slice('service/'.length));
  const callers = failure.relayed ? relays(own, party!.service!.name, parties) : own;
  const nodes = new Set(callers.flatMap((workload) => workload.pods.flatMap((pod) => pod.node ?? [])));
  return nodes.size === 1 ? [...nodes][0] : undefined;
}

/** Workloads that the writer calls and that themselves call the party. */
function relays(writers: readonly Workload[], callee: string, parties: Complaints['parties']): readonly Workload[] {
  return parties.configuredWith(callee).filter((workload) => {
    if (writers.includes(workload)) return false;
    const name = workload.component.slice('service/'.length);
    return parties.configuredWith(name).some((caller) => writers.includes(caller));
  });
}
