import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, KubernetesObject } from '../../../domain/signals.ts';
import { namedAddresses } from '../../cluster/addresses.ts';
import { allPolicies } from '../../cluster/cilium-policies.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, parametersOf, seen } from '../../cluster/observe.ts';
import { ownLines } from '../../cluster/own-logs.ts';
import { blockingPolicies } from '../../cluster/policies.ts';
import { fields, readSelector, records, timeMs } from '../../cluster/read-objects.ts';
import { describeLabels, matchesSelector } from '../../cluster/selectors.ts';
import type { Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { PORTS } from '../../knowledge/ports.ts';
import { readComplaints } from '../../log-reading/complaints.ts';
import type { Parameters } from '../../parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { LONG_STANDING_MS, SHOWN } from './parameters.ts';
import { shutIn } from './way-out.ts';

/** Calls that the topology, an environment or a log shows, checked against every NetworkPolicy at both ends. */
export const networkPolicy = defineAnalyzer({
  id: 'network-policy',
  title: 'NetworkPolicy stops a call',
  causes: ['network_policy_blocks_traffic'],
  needs: ['objects'],
  kinds: ['NetworkPolicy'],
  example: 'A policy lets only label role=api reach the database, and the caller carries role=web.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const policies = allPolicies(cluster);
    if (policies.length === 0) return { status: 'clear', checked: 'no NetworkPolicy' };
    const calls = callsOf(cluster, evidence);
    return conclude(
      [
        ...calls.flatMap(([caller, callee]) => examine(caller, callee, cluster)),
        ...cluster.workloads.flatMap((workload) => withoutNames(workload, cluster, evidence, parameters)),
        ...shutIn(evidence, parameters),
      ],
      `${calls.length} calls against ${policies.length} policies`,
    );
  },
});

/** Calls by the topology, by addresses in environments, and by calls that the caller's log says to get no answer. */
function callsOf(cluster: Cluster, evidence: EvidenceSet): readonly (readonly [Workload, Workload])[] {
  const topology = evidence.topology.status === 'observed' ? evidence.topology.value : {};
  const calls = new Map<string, readonly [Workload, Workload]>();
  const add = (caller: Workload, callee: Workload) =>
    calls.set(`${caller.namespace}/${caller.name} ${callee.namespace}/${callee.name}`, [caller, callee]);
  const nameOf = (component: string) => component.slice(component.indexOf('/') + 1);
  for (const { writer, party, failure } of readComplaints(evidence).present) {
    if (party === undefined || failure.kind !== 'timeout') continue;
    const [caller] = cluster.workloadsByService(nameOf(writer));
    const [callee] = cluster.workloadsByService(nameOf(party.component));
    if (caller !== undefined && callee !== undefined) add(caller, callee);
  }
  for (const [name, callees] of Object.entries(topology)) {
    for (const caller of cluster.workloadsByService(name)) {
      for (const callee of callees.flatMap((item) => cluster.workloadsByService(item))) add(caller, callee);
    }
  }
  for (const address of namedAddresses(cluster)) {
    const callee = cluster
      .workloadsByService(address.host)
      .find((workload) => workload.namespace === address.namespace);
    if (callee !== undefined) add(address.workload, callee);
  }
  return [...calls.values()];
}

function examine(caller: Workload, callee: Workload, cluster: Cluster): readonly Finding[] {
  const ports = callee.spec.containers.flatMap((container) => container.ports);
  const blocked = (ports.length === 0 ? [{ containerPort: 0, protocol: 'TCP' }] : ports).map((port) =>
    blockingPolicies(caller, callee, Number(port.containerPort), port.protocol ?? 'TCP', cluster),
  );
  if (blocked.some((policies) => policies.length === 0)) return [];
  const policy = blocked[0]?.[0];
  if (policy === undefined) return [];
  const made = timeMs(policy.metadata.creationTimestamp);
  const standing = made !== undefined && cluster.now - made > LONG_STANDING_MS;
  const what = `no rule of ${policy.metadata.name} lets ${caller.name} reach ${callee.name}`;
  // The policy belongs to the end that it selects; one that selects both stands before the called.
  const atCallee =
    policy.metadata.namespace === callee.namespace &&
    matchesSelector(readSelector(fields(policy.spec).podSelector), callee.labels);
  const [shut, other] = atCallee ? [callee, caller] : [caller, callee];
  const named = wanted(policy, atCallee ? ['ingress', 'from'] : ['egress', 'to']);
  const labels =
    named.length === 0
      ? ''
      : ` (it names ${named.join(' or ')}; ${other.name} carries ${describeLabels(other.labels)})`;
  return [
    {
      analyzer: 'network-policy',
      component: shut.component,
      cause: 'network_policy_blocks_traffic',
      statement: `${caller.name} calls ${callee.name}, and ${what}.`,
      strength: standing ? STRENGTH.moderate : STRENGTH.strong,
      evidence: [seen(policy, `${what}${labels}`, policy.metadata.creationTimestamp)],
      onset: policy.metadata.creationTimestamp,
      explains: [other.component],
      parameters: { ...parametersOf(shut), policy: policy.metadata.name },
    },
  ];
}

/** The labels that a policy's rules ask of the pods at the other end: what is misspelt shows beside what is there. */
function wanted({ spec }: KubernetesObject, [rules, peers]: readonly [string, string]): readonly string[] {
  const selectors = records(fields(spec)[rules]).flatMap((rule) =>
    records(rule[peers]).map(({ podSelector }) => readSelector(podSelector)?.matchLabels ?? {}),
  );
  return [...new Set(selectors.filter((labels) => Object.keys(labels).length > 0).map(describeLabels))].slice(
    0,
    SHOWN.selectors,
  );
}

/** Cluster DNS as kubeadm and the distributions label it; its own labels where it was read. */
const NAME_SERVER = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
const FAILED_LOOKUP =
  /\blookup \S+.*(?:i\/o timeout|connection refused|timed out)|EAI_AGAIN|Temporary failure in name resolution|getaddrinfo.*(?:timed? ?out|EAI)|could not resolve host|UnknownHostException/i;

/** A policy that shuts a workload's way out forgets its name server, and its lookups fail. */
function withoutNames(
  workload: Workload,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  const server = cluster.workloads.find(({ labels }) => labels['k8s-app'] === 'kube-dns') ?? NAME_SERVER;
  const [policy] = blockingPolicies(workload, server, PORTS.dns, 'UDP', cluster);
  if (policy === undefined || policy.metadata.namespace !== workload.namespace) return [];
  const [line] = ownLines(workload, FAILED_LOOKUP, evidence);
  if (line === undefined) return [];
  const what = `no rule of ${policy.metadata.name} lets ${workload.name} reach the name server at port ${PORTS.dns}`;
  return [
    {
      analyzer: 'network-policy',
      component: workload.component,
      cause: 'network_policy_blocks_traffic',
      statement: `${workload.name} cannot look up names: ${what}.`,
      ...graded('shown', parameters),
      evidence: [line.quote, seen(policy, what, policy.metadata.creationTimestamp)],
      onset: line.pattern.firstSeen,
      parameters: { ...parametersOf(workload), policy: policy.metadata.name },
    },
  ];
}
