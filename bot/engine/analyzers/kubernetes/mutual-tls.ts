import type { Finding } from '../../../domain/finding.ts';
import type { KubernetesObject } from '../../../domain/signals.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, parametersOf, seen } from '../../cluster/observe.ts';
import { fields, pairs, text } from '../../cluster/read-objects.ts';
import { matchesLabels } from '../../cluster/selectors.ts';
import type { Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { type Complaint, readComplaints } from '../../log-reading/complaints.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import type { Parameters } from '../../parameters.ts';

/** The namespace whose policy is the whole mesh's, unless Istio was installed with another `rootNamespace`. */
const ROOT = 'istio-system';
const PROXY = 'istio-proxy';

/**
 * Callers without a sidecar of workloads that take mutual TLS only: their plain text finds no filter chain, and Envoy ends
 * the connection. Source: istio.io, "PeerAuthentication" (precedence: workload, namespace, mesh) and "Mutual TLS migration".
 */
export const mutualTls = defineAnalyzer({
  id: 'mutual-tls',
  title: 'Plain text to a workload that takes mutual TLS only',
  causes: ['service_protocol_mismatch'],
  needs: ['objects', 'logs'],
  kinds: ['PeerAuthentication'],
  example: 'A PeerAuthentication is STRICT, and a job without a sidecar has its connections reset.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const policies = cluster.ofKind('PeerAuthentication');
    const { present, tool } = readComplaints(evidence);
    const reset = policies.length === 0 ? [] : present.filter(({ failure }) => failure.kind === 'reset');
    return conclude(
      reset.flatMap((complaint) => examine(complaint, tool, policies, cluster, parameters)),
      `${policies.length} PeerAuthentications`,
    );
  },
});

function examine(
  { party, failure, writer, logs, pattern, text: told }: Complaint,
  tool: string,
  policies: readonly KubernetesObject[],
  cluster: Cluster,
  parameters: Parameters,
): readonly Finding[] {
  const callers = cluster.workloads.filter(({ component }) => component === writer);
  const plain = callers.length > 0 && callers.every((caller) => caller.pods.length > 0 && !hasProxy(caller));
  const called = party?.workloads.find(hasProxy);
  if (!plain || party === undefined || called === undefined) return [];
  const policy = policyOf(called, policies);
  if (policy === undefined || modeOf(policy, failure.peer?.port) !== 'STRICT') return [];
  const { name, namespace } = policy.metadata;
  const from = writer.slice(writer.indexOf('/') + 1);
  return [
    {
      analyzer: 'mutual-tls',
      component: party.component,
      cause: 'service_protocol_mismatch',
      statement: `${called.name} takes mutual TLS only, as PeerAuthentication ${name} says, and ${from} calls it without a sidecar.`,
      ...graded('shown', parameters),
      evidence: [
        seen(
          policy,
          `PeerAuthentication ${String(namespace)}/${name}: mtls mode STRICT`,
          policy.metadata.creationTimestamp,
        ),
        seen(callers[0]!.object, `no pod of ${from} has a container ${PROXY}`),
        quotePattern(logs, pattern, tool, told),
      ],
      explains: [writer],
      parameters: parametersOf(called),
    },
  ];
}

function hasProxy({ pods }: Workload): boolean {
  return pods.some(({ spec }) => [...spec.containers, ...spec.initContainers].some(({ name }) => name === PROXY));
}

/** The policy that counts for a workload: its own, else its namespace's, else the mesh's. */
function policyOf(workload: Workload, policies: readonly KubernetesObject[]): KubernetesObject | undefined {
  const labelsOf = ({ spec }: KubernetesObject) => pairs(fields(fields(spec).selector).matchLabels);
  const isWhole = (policy: KubernetesObject) => Object.keys(labelsOf(policy)).length === 0;
  const here = policies.filter(({ metadata }) => metadata.namespace === workload.namespace);
  return (
    here.find((policy) => !isWhole(policy) && matchesLabels(labelsOf(policy), workload.labels)) ??
    here.find(isWhole) ??
    policies.find((policy) => policy.metadata.namespace === ROOT && isWhole(policy))
  );
}

function modeOf({ spec }: KubernetesObject, port: number | undefined): string | undefined {
  const { mtls, portLevelMtls } = fields(spec);
  const ofPort = port === undefined ? undefined : text(fields(fields(portLevelMtls)[String(port)]).mode);
  return ofPort ?? text(fields(mtls).mode);
}
