import { isPublicIPv4 } from '../../../domain/addresses.ts';
import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, KubernetesObject } from '../../../domain/signals.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { parametersOf, seen } from '../../cluster/observe.ts';
import { REPEATED } from '../../cluster/parameters.ts';
import { blockingPort, blockingWayOut } from '../../cluster/policies.ts';
import { timeMs } from '../../cluster/read-objects.ts';
import type { Workload } from '../../cluster/types.ts';
import { ENGINE_PORTS, PORTS } from '../../knowledge/ports.ts';
import { type Complaint, type Complaints, readComplaints } from '../../log-reading/complaints.ts';
import { engineNamedIn } from '../../log-reading/database-name.ts';
import { earliest, quotePattern } from '../../log-reading/quoting.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import type { Parameters } from '../../parameters.ts';
import { REPLACED_WITHIN_MS } from './address-parameters.ts';

/** Calls that no rule lets through, and why: as words after `no rule of POLICY lets WORKLOAD reach`. */
interface Shut {
  readonly calls: readonly Complaint[];
  readonly policy: KubernetesObject;
  readonly caller: Workload;
  readonly callee: string;
  readonly where: string;
}

/**
 * Workloads whose calls get no answer while no egress rule of the policies that select them lets anything out, or names the
 * port on which a database of the kind that is called listens by default, wherever that one is: packets that no rule allows
 * are dropped, so that the caller waits (NetworkPolicy's documentation, "Default deny all egress traffic").
 */
export function shutIn(evidence: EvidenceSet, parameters: Parameters): readonly Finding[] {
  const cluster = readCluster(evidence);
  const complaints = readComplaints(evidence);
  const waiting = complaints.present.filter(
    ({ until, failure }) => until === undefined && failure.kind === 'timeout' && !failure.relayed,
  );
  return [...Map.groupBy(waiting, ({ writer }) => writer)].flatMap(([writer, calls]) => {
    const [caller] = cluster.workloadsByService(writer.slice(writer.indexOf('/') + 1));
    if (caller === undefined) return [];
    const outward = calls.filter((one) => goesOut(one, complaints));
    const shut = wayShut(outward, caller, cluster) ?? portShut(calls, caller, cluster);
    return shut === undefined ? [] : [findingOf(shut, complaints, parameters)];
  });
}

function isOften(calls: readonly Complaint[]): boolean {
  return calls.reduce((sum, { pattern }) => sum + pattern.count, 0) >= REPEATED;
}

function goesOut({ party, failure: { peer, relayed } }: Complaint, { parties }: Complaints): boolean {
  if (party !== undefined || relayed || peer === undefined) return false;
  if (peer.ip !== undefined) return isPublicIPv4(peer.ip);
  return peer.host?.includes('.') === true && !parties.isInternal(peer.host);
}

function wayShut(calls: readonly Complaint[], caller: Workload, cluster: Cluster): Shut | undefined {
  if (!isOften(calls)) return undefined;
  const { peer } = calls[0]!.failure;
  // An address that names no port is called over HTTPS.
  const port = peer?.port ?? PORTS.https;
  const [policy] = blockingWayOut(caller, port, cluster);
  const callee = peer?.host ?? peer?.ip ?? 'outside';
  return policy && { calls, policy, caller, callee, where: `an address outside at port ${port}` };
}

/** Calls of a database or broker outside of the cluster, which its driver names by its kind. */
function portShut(all: readonly Complaint[], caller: Workload, cluster: Cluster): Shut | undefined {
  const named = all.flatMap((call) => {
    const party = call.party === undefined ? [] : cluster.workloadsByService(nameOf(call.party.component).name);
    const engine = party.length > 0 || call.failure.peer !== undefined ? undefined : engineNamedIn(call.text);
    return engine === undefined ? [] : [{ call, engine }];
  });
  for (const [engine, some] of Map.groupBy(named, (one) => one.engine)) {
    const ports = ENGINE_PORTS.get(engine) ?? [];
    const calls = some.map(({ call }) => call);
    const [policy] = ports.map((port) => blockingPort(caller, port, cluster)[0]);
    const isShut = ports.length > 0 && ports.every((port) => blockingPort(caller, port, cluster).length > 0);
    if (policy !== undefined && isShut && isOften(calls) && isSince(policy, calls)) {
      const party = calls.find((one) => one.party !== undefined)?.party;
      const callee = party === undefined ? engine : nameOf(party.component).name;
      return { calls, policy, caller, callee, where: `port ${ports.join(' or ')}, on which ${engine} listens` };
    }
  }
  return undefined;
}

/** Whether calls fail since a policy was made, and did not before: a database may listen on another port than by default. */
function isSince({ metadata }: KubernetesObject, calls: readonly Complaint[]): boolean {
  const made = timeMs(metadata.creationTimestamp);
  const first = Date.parse(earliest(calls.map(({ pattern }) => pattern.firstSeen)) ?? '');
  return made !== undefined && first >= made && first - made <= REPLACED_WITHIN_MS;
}

function findingOf(
  { calls, policy, caller, callee, where }: Shut,
  { tool }: Complaints,
  parameters: Parameters,
): Finding {
  const [{ logs, pattern, text }] = calls as readonly [Complaint];
  const what = `no rule of ${policy.metadata.name} lets ${caller.name} reach ${where}`;
  return {
    analyzer: 'network-policy',
    component: caller.component,
    cause: 'network_policy_blocks_traffic',
    statement: `${caller.name} calls ${callee}, and ${what}.`,
    ...graded('shown', parameters),
    evidence: [quotePattern(logs, pattern, tool, text), seen(policy, what, policy.metadata.creationTimestamp)],
    ...(pattern.firstSeen === undefined ? {} : { onset: pattern.firstSeen }),
    parameters: { ...parametersOf(caller), policy: policy.metadata.name },
  };
}
