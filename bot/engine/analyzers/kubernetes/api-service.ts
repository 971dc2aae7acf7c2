import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, KubernetesObject } from '../../../domain/signals.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { gradedSince } from '../../cluster/grading.ts';
import { conclude, seen } from '../../cluster/observe.ts';
import { fields, records, text, timeMs } from '../../cluster/read-objects.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';

/** What the namespace controller says of a deletion that does not end, most telling first. */
const HELD_BY = [
  'NamespaceDeletionDiscoveryFailure',
  'NamespaceDeletionGroupVersionParsingFailure',
  'NamespaceDeletionContentFailure',
  'NamespaceFinalizersRemaining',
  'NamespaceContentRemaining',
];

/** Aggregated APIs that do not answer, and the namespaces whose deletion waits for such an API or for a finalizer. */
export const apiService = defineAnalyzer({
  id: 'api-service',
  title: 'Aggregated API away, or namespace that does not end',
  causes: ['api_service_unavailable', 'namespace_stuck_terminating'],
  needs: ['objects'],
  kinds: ['APIService', 'Namespace'],
  example: 'A namespace is Terminating for an hour: discovery of metrics.k8s.io/v1beta1 fails, as its Service is gone.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const services = cluster.ofKind('APIService');
    const namespaces = cluster.ofKind('Namespace');
    return conclude(
      [
        ...services.flatMap((object) => awayFinding(object, cluster, evidence, parameters)),
        ...namespaces.flatMap((object) => stuckFinding(object, cluster, evidence, parameters)),
      ],
      `${services.length} APIServices and ${namespaces.length} namespaces`,
    );
  },
});

function conditionOf(object: KubernetesObject, type: string) {
  return records(fields(object.status).conditions).find((item) => item.type === type);
}

function awayFinding(
  object: KubernetesObject,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  const available = conditionOf(object, 'Available');
  const behind = fields(fields(object.spec).service);
  const name = text(behind.name);
  // An API without a Service behind it is served by the API server itself.
  if (available?.status !== 'False' || name === undefined) return [];
  const since = text(available.lastTransitionTime);
  const what = `the API ${object.metadata.name} is not available (${String(available.reason ?? '')}: ${String(available.message ?? '')})`;
  return [
    {
      analyzer: 'api-service',
      component: componentOf({ kind: 'service', name }),
      cause: 'api_service_unavailable',
      statement: `${name}: ${what}.`,
      ...gradedSince('said', since, evidence, parameters),
      evidence: [seen(object, what, since)],
      onset: since,
      explains: stuckNamespaces(cluster, parameters),
      parameters: { namespace: text(behind.namespace) ?? '', service: name, apiService: object.metadata.name },
    },
  ];
}

function isStuck(object: KubernetesObject, cluster: Cluster, parameters: Parameters): boolean {
  const deleted = timeMs(object.metadata.deletionTimestamp);
  const ends = fields(object.status).phase === 'Terminating' || deleted !== undefined;
  return ends && (deleted === undefined || cluster.now - deleted > parameters.onItsWayMs);
}

function stuckNamespaces(cluster: Cluster, parameters: Parameters): readonly Component[] {
  return cluster
    .ofKind('Namespace')
    .filter((object) => isStuck(object, cluster, parameters))
    .map(({ metadata }) => componentOf({ kind: 'namespace', name: metadata.name }));
}

function stuckFinding(
  object: KubernetesObject,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  const held = HELD_BY.map((type) => conditionOf(object, type)).find((item) => item?.status === 'True');
  if (held === undefined || !isStuck(object, cluster, parameters)) return [];
  const { name, deletionTimestamp } = object.metadata;
  const what = `${String(held.type)}: ${String(held.message ?? held.reason ?? '')}`;
  return [
    {
      analyzer: 'api-service',
      component: componentOf({ kind: 'namespace', name }),
      cause: 'namespace_stuck_terminating',
      statement: `Namespace ${name} does not end: ${what}`,
      ...gradedSince('said', deletionTimestamp, evidence, parameters),
      evidence: [seen(object, what, text(held.lastTransitionTime))],
      onset: deletionTimestamp,
      parameters: { namespace: name },
    },
  ];
}
