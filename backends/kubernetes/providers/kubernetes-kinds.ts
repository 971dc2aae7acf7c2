/** One kind of object and where the API server lists it. */
export interface KindResource {
  readonly kind: string;
  readonly apiVersion: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Only names, labels and annotations are fetched: values never leave the API server. */
  readonly metadataOnly?: boolean;
  /** Served by an add-on: its failure is a warning. */
  readonly addOn?: boolean;
  /** Listed only when asked for by kind. */
  readonly onRequest?: boolean;
}

const namespaced = (apiVersion: string, kinds: Readonly<Record<string, string>>): KindResource[] =>
  Object.entries(kinds).map(([kind, plural]) => ({ kind, apiVersion, plural, namespaced: true }));
const clusterWide = (apiVersion: string, kinds: Readonly<Record<string, string>>): KindResource[] =>
  Object.entries(kinds).map(([kind, plural]) => ({ kind, apiVersion, plural, namespaced: false }));
const addOn = (resources: KindResource[]): KindResource[] => resources.map((one) => ({ ...one, addOn: true }));

/** Every kind that is read. */
export const KIND_RESOURCES: readonly KindResource[] = [
  ...clusterWide('v1', { Namespace: 'namespaces', Node: 'nodes', PersistentVolume: 'persistentvolumes' }),
  ...namespaced('v1', {
    Pod: 'pods',
    Service: 'services',
    Endpoints: 'endpoints',
    ConfigMap: 'configmaps',
    PersistentVolumeClaim: 'persistentvolumeclaims',
    ServiceAccount: 'serviceaccounts',
    ResourceQuota: 'resourcequotas',
    LimitRange: 'limitranges',
  }),
  { kind: 'Secret', apiVersion: 'v1', plural: 'secrets', namespaced: true, metadataOnly: true },
  ...namespaced('apps/v1', {
    Deployment: 'deployments',
    ReplicaSet: 'replicasets',
    StatefulSet: 'statefulsets',
    DaemonSet: 'daemonsets',
  }),
  {
    kind: 'ControllerRevision',
    apiVersion: 'apps/v1',
    plural: 'controllerrevisions',
    namespaced: true,
    onRequest: true,
  },
  ...namespaced('batch/v1', { Job: 'jobs', CronJob: 'cronjobs' }),
  ...namespaced('autoscaling/v2', { HorizontalPodAutoscaler: 'horizontalpodautoscalers' }),
  ...namespaced('policy/v1', { PodDisruptionBudget: 'poddisruptionbudgets' }),
  ...namespaced('networking.k8s.io/v1', { Ingress: 'ingresses', NetworkPolicy: 'networkpolicies' }),
  ...clusterWide('networking.k8s.io/v1', { IngressClass: 'ingressclasses' }),
  ...namespaced('discovery.k8s.io/v1', { EndpointSlice: 'endpointslices' }),
  ...clusterWide('storage.k8s.io/v1', { StorageClass: 'storageclasses' }),
  ...clusterWide('scheduling.k8s.io/v1', { PriorityClass: 'priorityclasses' }),
  ...clusterWide('admissionregistration.k8s.io/v1', {
    ValidatingWebhookConfiguration: 'validatingwebhookconfigurations',
    MutatingWebhookConfiguration: 'mutatingwebhookconfigurations',
  }),
  ...addOn([
    ...namespaced('metrics.k8s.io/v1beta1', { PodMetrics: 'pods' }),
    ...clusterWide('metrics.k8s.io/v1beta1', { NodeMetrics: 'nodes' }),
    ...namespaced('cert-manager.io/v1', { Certificate: 'certificates' }),
    ...namespaced('gateway.networking.k8s.io/v1', { Gateway: 'gateways', HTTPRoute: 'httproutes' }),
  ]),
];

/** Events are kept apart from objects. */
export const EVENTS: KindResource = { kind: 'Event', apiVersion: 'v1', plural: 'events', namespaced: true };

/** The path at which a kind is listed, in one namespace or everywhere. */
export function listPath({ apiVersion, plural, namespaced: inNamespace }: KindResource, namespace?: string): string {
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  return inNamespace && namespace !== undefined
    ? `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`
    : `${root}/${plural}`;
}
