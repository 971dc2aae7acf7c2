import type { CauseCode } from '../../../domain/cause.ts';
import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, KubernetesObject } from '../../../domain/signals.ts';
import { holderOf } from '../../cluster/certificate-holder.ts';
import { CLOUD_CAPACITY, CLOUD_QUOTA } from '../../cluster/cloud-refusals.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { placeOf } from '../../cluster/component-of.ts';
import { failureOf, isCustom } from '../../cluster/custom-resources.ts';
import { graded, stoodBefore } from '../../cluster/grading.ts';
import { conclude, newest, parametersOf, seen, told } from '../../cluster/observe.ts';
import { fields, records, text, timeMs } from '../../cluster/read-objects.ts';
import { lacksPods } from '../../cluster/readiness.ts';
import type { Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';
import { NO_SUCH_VERSION } from './platform-words.ts';

/** Where the controller's own word names what is behind it. */
const DEEPER: readonly (readonly [RegExp, CauseCode])[] = [
  [NO_SUCH_VERSION, 'api_version_removed'],
  [CLOUD_CAPACITY, 'cloud_capacity_insufficient'],
  [CLOUD_QUOTA, 'cloud_quota_exceeded'],
  [
    /AccessDenied|not authorized to perform|UnauthorizedOperation|AuthorizationFailed|PERMISSION_DENIED|does not have .{0,80}permission/i,
    'cloud_permission_denied',
  ],
  [
    /AADSTS7000222|client secret keys? [^\n]{0,80} (?:is|are) expired|\bExpiredToken(?:Exception)?\b|security token [^\n]{0,60}expired/i,
    'credentials_expired',
  ],
  [/acme:error:rateLimited/, 'upstream_rate_limited'],
  [/is forbidden: User "[^"]+" cannot/, 'rbac_forbidden'],
  [/failed calling webhook|failed to call webhook/, 'admission_webhook_unavailable'],
  [/admission webhook "[^"]+" denied/, 'admission_webhook_denied'],
  [/secrets? "?[\w.-]+"? not found/i, 'missing_secret'],
  [/configmaps? "?[\w.-]+"? not found/i, 'missing_config_map'],
  [/certificate has expired|certificate expired on/i, 'certificate_expired'],
  [/not enough disk space|insufficient disk space|no space left on device/i, 'database_storage_full'],
];

/** Objects of operators and deployers (Argo CD, Flux, cert-manager, Crossplane, databases) that say they have failed. */
export const customResource = defineAnalyzer({
  id: 'custom-resource',
  title: 'Custom resource reports a failure',
  causes: ['custom_resource_failed', ...DEEPER.map(([, cause]) => cause)],
  needs: ['objects'],
  example: 'An Argo CD Application is OutOfSync and Degraded: an object of it could not be applied.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const custom = [...cluster.kinds].flatMap((kind) => cluster.ofKind(kind)).filter(isCustom);
    if (custom.length === 0) return { status: 'unknown', reason: 'no custom resource was read' };
    return conclude(
      custom.flatMap((object) => examine(object, cluster, evidence, parameters)),
      `${custom.length} custom resources`,
    );
  },
});

function examine(
  object: KubernetesObject,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  const failure = failureOf(object);
  if (failure === undefined) return [];
  const since = timeMs(failure.since);
  // A controller that has only begun is on its way; a run that ended long ago is like a Job of last week.
  if (failure.onItsWay && since !== undefined && cluster.now - since < parameters.onItsWayMs) return [];
  const { kind, metadata } = object;
  const namespace = metadata.namespace ?? '';
  const owned = workloadsOf(object, cluster);
  const sick = owned.find((workload) => lacksPods(workload, cluster));
  const holder = holderOf(object, cluster);
  const place =
    sick === undefined
      ? holder === undefined
        ? placeOf(kind, namespace, metadata.name, cluster)
        : { component: holder, workload: undefined }
      : { component: sick.component, workload: sick };
  // A condition may hold a general word only, and the controller's event why: External Secrets and others write so.
  const warning = newest(cluster.eventsOf(kind, namespace, metadata.name).filter(({ type }) => type === 'Warning'));
  const deeperOf = (words: string) => DEEPER.find(([pattern]) => pattern.test(words))?.[1];
  const stated = deeperOf(`${failure.state} ${failure.message}`);
  const deeper = stated ?? deeperOf(warning?.message ?? '');
  const what = `${kind} ${metadata.name}: ${failure.state}${failure.message === '' ? '' : `: ${failure.message}`}`;
  const standing = stoodBefore(failure.since, evidence, parameters) ? parameters.standingShare : 1;
  // What runs behind it and is down tells more than that its owner is not ready.
  const general = deeper !== undefined ? 1 : sick === undefined ? parameters.generalShare : parameters.standingShare;
  return [
    {
      analyzer: 'custom-resource',
      component: place.component,
      cause: deeper ?? 'custom_resource_failed',
      statement: `${what}.`,
      grade: 'said',
      strength: graded('said', parameters).strength * standing * general,
      evidence: [
        ...(stated === undefined && deeper !== undefined && warning !== undefined ? [told(warning)] : []),
        seen(object, what, failure.since),
      ],
      onset: failure.since,
      explains: owned.map(({ component }) => component),
      parameters: {
        ...(place.workload === undefined ? { namespace } : parametersOf(place.workload)),
        object: `${kind} ${metadata.name}`,
        resourceKind: kind.toLowerCase(),
        resourceName: metadata.name,
      },
    },
  ];
}

/** Workloads that it owns, or lists as its resources. */
function workloadsOf(object: KubernetesObject, cluster: Cluster): readonly Workload[] {
  const listed = records(fields(object.status).resources).flatMap(({ kind, namespace, name }) =>
    text(kind) === undefined || text(name) === undefined
      ? []
      : (cluster.workloadOf(String(kind), String(namespace ?? ''), String(name)) ?? []),
  );
  const owned = cluster.workloads.filter((workload) =>
    (workload.object.metadata.ownerReferences ?? []).some(
      ({ kind, name }) => kind === object.kind && name === object.metadata.name,
    ),
  );
  return [...new Set([...owned, ...listed])];
}
