import { isPublicIPv4 } from '../../../domain/addresses.ts';
import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { parametersOf, seen } from '../../cluster/observe.ts';
import { blockingWayOut } from '../../cluster/policies.ts';
import { PORTS } from '../../knowledge/ports.ts';
import { type Complaint, type Complaints, readComplaints } from '../../log-reading/complaints.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import type { Parameters } from '../../parameters.ts';
import { FAILED_CALLS_OUT } from './address-parameters.ts';

/**
 * Workloads whose calls to addresses outside get no answer, while no egress rule of the policies that select them lets
 * anything out: packets that no rule allows are dropped, so that the caller waits (NetworkPolicy's documentation, "Default
 * deny all egress traffic").
 */
export function shutIn(evidence: EvidenceSet, parameters: Parameters): readonly Finding[] {
  const cluster = readCluster(evidence);
  const complaints = readComplaints(evidence);
  const outward = complaints.present.filter(
    (one) => one.until === undefined && one.failure.kind === 'timeout' && goesOut(one, complaints),
  );
  return [...Map.groupBy(outward, ({ writer }) => writer)].flatMap(([, calls]) =>
    explain(calls, complaints, cluster, parameters),
  );
}

function goesOut({ party, failure: { peer, relayed } }: Complaint, { parties }: Complaints): boolean {
  if (party !== undefined || relayed || peer === undefined) return false;
  if (peer.ip !== undefined) return isPublicIPv4(peer.ip);
  return peer.host?.includes('.') === true && !parties.isInternal(peer.host);
}

function explain(
  calls: readonly Complaint[],
  { tool }: Complaints,
  cluster: Cluster,
  parameters: Parameters,
): readonly Finding[] {
  if (calls.reduce((sum, { pattern }) => sum + pattern.count, 0) < FAILED_CALLS_OUT) return [];
  const [{ writer, failure, logs, pattern, text }] = calls as readonly [Complaint];
  const [caller] = cluster.workloadsByService(writer.slice(writer.indexOf('/') + 1));
  if (caller === undefined) return [];
  // An address that names no port is called over HTTPS.
  const port = failure.peer?.port ?? PORTS.https;
  const [policy] = blockingWayOut(caller, port, cluster);
  if (policy === undefined) return [];
  const what = `no rule of ${policy.metadata.name} lets ${caller.name} reach an address outside at port ${port}`;
  return [
    {
      analyzer: 'network-policy',
      component: caller.component,
      cause: 'network_policy_blocks_traffic',
      statement: `${caller.name} calls ${failure.peer?.host ?? failure.peer?.ip}, and ${what}.`,
      ...graded('shown', parameters),
      evidence: [quotePattern(logs, pattern, tool, text), seen(policy, what, policy.metadata.creationTimestamp)],
      ...(pattern.firstSeen === undefined ? {} : { onset: pattern.firstSeen }),
      parameters: { ...parametersOf(caller), policy: policy.metadata.name },
    },
  ];
}
