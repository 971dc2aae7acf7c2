import type { CauseCode } from '../../../domain/cause.ts';
import type { Finding } from '../../../domain/finding.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { controllerName, refusedCreations } from '../../cluster/creation.ts';
import { conclude, parametersOf, seen, told } from '../../cluster/observe.ts';
import { fields, records, text } from '../../cluster/read-objects.ts';
import type { Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { STRENGTH } from '../strength-parameters.ts';

const REFUSALS: readonly (readonly [RegExp, CauseCode])[] = [
  [/serviceaccount "([^"]+)" not found/, 'missing_service_account'],
  [/(?:failed calling|failed to call) webhook.*certificate has expired/s, 'certificate_expired'],
  [/failed calling webhook|failed to call webhook/, 'admission_webhook_unavailable'],
  [
    /admission webhook "[^"]+" denied|denied (the )?request|violates PodSecurity|pod ?security ?policy|security context constraint/i,
    'admission_webhook_denied',
  ],
  [/(maximum|minimum) .* usage per|limit to request ratio|LimitRange/i, 'limit_range_violated'],
  [/cannot (create|get|list|patch|update) resource|is not allowed to|User "[^"]+" cannot/, 'rbac_forbidden'],
];

/** Causes that lie with the webhook that is called, not with what it is asked about. */
const OF_WEBHOOK: ReadonlySet<CauseCode> = new Set<CauseCode>(['certificate_expired', 'admission_webhook_unavailable']);

/** Pods that the API server will not let a controller create, other than by quota. */
export const refusedCreation = defineAnalyzer({
  id: 'refused-creation',
  title: 'Pods refused at admission',
  causes: [...new Set(REFUSALS.map(([, cause]) => cause))],
  needs: ['objects'],
  prefers: ['events'],
  example: 'A Deployment names a service account that does not exist, so no pod is ever created.',
  analyze: (evidence) => {
    const cluster = readCluster(evidence);
    const refusals = refusedCreations(cluster);
    return conclude([...fromEvents(cluster), ...fromTemplates(cluster)], `${refusals.length} refusals to create pods`);
  },
});

function fromEvents(cluster: Cluster): readonly Finding[] {
  return refusedCreations(cluster).flatMap(({ event, workload, current }) => {
    if (event.message.includes('exceeded quota')) return [];
    const [pattern, cause] = REFUSALS.find(([candidate]) => candidate.test(event.message)) ?? [];
    if (pattern === undefined || cause === undefined || !current) return [];
    const name = workload?.name ?? controllerName(event);
    const account = pattern.exec(event.message)?.[1];
    const own = workload?.component ?? componentOf({ kind: 'service', name });
    // The webhook's own Service is what does not answer, or shows the certificate; whose pods are refused is its victim.
    const webhook = OF_WEBHOOK.has(cause) ? webhookOf(event.message, cluster) : undefined;
    const exists =
      cause === 'missing_service_account' && account !== undefined && hasAccount(cluster, event.namespace, account);
    return [
      {
        analyzer: 'refused-creation',
        component: webhook ?? own,
        cause,
        statement: `${name} gets no pods: ${event.message.replace(/^.*?is forbidden: /, '')}`,
        // The name of a controller that was not read is taken from its ReplicaSet's.
        strength: exists ? STRENGTH.faint : workload === undefined ? STRENGTH.probable : STRENGTH.exact,
        evidence: [told(event)],
        onset: event.first,
        ...(webhook !== undefined && { explains: [own] }),
        parameters: {
          ...(workload === undefined ? { namespace: event.namespace, workload: name } : parametersOf(workload)),
          ...(account === undefined ? {} : { account }),
        },
      },
    ];
  });
}

/** The Service that a webhook is called at: by the address, `https://NAME.NAMESPACE.svc:443/…`, else by its configuration. */
function webhookOf(message: string, cluster: Cluster): Component | undefined {
  const webhook = /webhook "([^"]+)"/.exec(message)?.[1];
  const configured = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration']
    .flatMap((kind) => cluster.ofKind(kind))
    .flatMap((object) => records(object.webhooks))
    .find(({ name }) => name === webhook);
  const name =
    /https:\/\/([\w-]+)\.[\w-]+\.svc\b/.exec(message)?.[1] ??
    text(fields(fields(configured?.clientConfig).service).name);
  return name === undefined ? undefined : componentOf({ kind: 'service', name });
}

/** A template whose service account is not among those of its namespace, while its pods are missing. */
function fromTemplates(cluster: Cluster): readonly Finding[] {
  return cluster.workloads.flatMap((workload) => {
    const account = workload.spec.serviceAccountName;
    if (!cluster.sees('ServiceAccount', workload.namespace) || !cluster.sees('Pod', workload.namespace)) return [];
    if (account === undefined || hasAccount(cluster, workload.namespace, account)) return [];
    if (workload.pods.length >= workload.desired && !wantsNewPods(workload, cluster)) return [];
    const what = `its service account ${account} is not there, and it has ${workload.pods.length} of ${workload.desired} pods`;
    return [
      {
        analyzer: 'refused-creation',
        component: workload.component,
        cause: 'missing_service_account' as const,
        statement: `${workload.name}: ${what}.`,
        strength: STRENGTH.strong,
        evidence: [seen(workload.object, what)],
        parameters: { ...parametersOf(workload), account },
      },
    ];
  });
}

/** A rollout whose new ReplicaSet has got none of the pods that it wants, while the old ones run on. */
function wantsNewPods(workload: Workload, cluster: Cluster): boolean {
  if (workload.kind !== 'Deployment') return false;
  return cluster
    .ofKind('ReplicaSet')
    .some(
      (object) =>
        cluster.workloadOf('ReplicaSet', workload.namespace, object.metadata.name) === workload &&
        Number(fields(object.spec).replicas ?? 0) > 0 &&
        !workload.pods.some((pod) =>
          (pod.object.metadata.ownerReferences ?? []).some(({ name }) => name === object.metadata.name),
        ),
    );
}

function hasAccount(cluster: Cluster, namespace: string, name: string): boolean {
  return cluster.find('ServiceAccount', namespace, name) !== undefined;
}
