import type { ErrorText } from './error-text.ts';

/**
 * Quota admission (apiserver, plugin/resourcequota/controller.go): `exceeded quota: NAME, requested: …, used: …, limited: …`
 * names under `requested` what does go over; `failed quota: NAME: must specify …` what a pod has to say of itself.
 */
const refusedByQuota = (resource: string) =>
  String.raw`(?:exceeded quota: (?P<quota>[\w.-]+), requested: |failed quota: [\w.-]+: must specify )${resource}`;

/** What of a namespace's quota is used up, as who is refused an object writes it. */
const QUOTAS: readonly ErrorText[] = [
  {
    id: 'kubernetes-quota-cpu',
    pattern: refusedByQuota(String.raw`(?:(?:requests|limits)\.)?cpu\b`),
    example:
      'pods "till-9" is forbidden: exceeded quota: team, requested: limits.cpu=4, used: limits.cpu=198, limited: limits.cpu=200',
    nearMiss:
      'pods "till-9" is forbidden: exceeded quota: team, requested: limits.memory=4Gi, used: limits.memory=98Gi, limited: limits.memory=100Gi',
    meaning: 'has used up its quota of processor time',
    ofWriter: 'is refused what it creates, as the quota of its namespace for processor time is used up',
    cause: 'namespace_cpu_quota_exceeded',
    blamed: 'namespace',
    settings: ['ResourceQuota'],
    strength: 0.9,
    recurs: 2,
  },
  {
    id: 'kubernetes-quota-memory',
    pattern: refusedByQuota(String.raw`(?:(?:requests|limits)\.)?memory\b`),
    example:
      'pods "till-9" is forbidden: exceeded quota: team, requested: requests.memory=1Gi, used: requests.memory=4Gi, limited: requests.memory=4Gi',
    nearMiss:
      'pods "till-9" is forbidden: exceeded quota: team, requested: requests.cpu=1, used: requests.cpu=4, limited: requests.cpu=4',
    meaning: 'has used up its quota of memory',
    ofWriter: 'is refused what it creates, as the quota of its namespace for memory is used up',
    cause: 'namespace_memory_quota_exceeded',
    blamed: 'namespace',
    settings: ['ResourceQuota'],
    strength: 0.9,
    recurs: 2,
  },
  {
    id: 'kubernetes-quota-pods',
    pattern: refusedByQuota(String.raw`(?:count/)?pods=`),
    example: 'pods "till-9" is forbidden: exceeded quota: team, requested: pods=1, used: pods=20, limited: pods=20',
    nearMiss:
      'pods "till-9" is forbidden: exceeded quota: team, requested: services=1, used: services=5, limited: services=5',
    meaning: 'has used up its quota of pods',
    ofWriter: 'is refused what it creates, as the quota of its namespace for pods is used up',
    cause: 'namespace_pod_quota_exceeded',
    blamed: 'namespace',
    settings: ['ResourceQuota'],
    strength: 0.9,
    recurs: 2,
  },
  {
    id: 'kubernetes-quota-services',
    pattern: refusedByQuota(String.raw`(?:count/)?services[\w.]*=`),
    example:
      'services "till-2" is forbidden: exceeded quota: team, requested: services=1, used: services=5, limited: services=5',
    nearMiss:
      'services "till-2" is forbidden: exceeded quota: team, requested: pods=1, used: pods=20, limited: pods=20',
    meaning: 'has used up its quota of services',
    ofWriter: 'is refused what it creates, as the quota of its namespace for services is used up',
    cause: 'namespace_service_quota_exceeded',
    blamed: 'namespace',
    settings: ['ResourceQuota'],
    strength: 0.9,
    recurs: 2,
  },
  {
    id: 'kubernetes-quota-storage',
    pattern: refusedByQuota(String.raw`(?:[\w.-]+/)?(?:requests\.(?:ephemeral-)?storage|persistentvolumeclaims)=`),
    example:
      'persistentvolumeclaims "data-till-2" is forbidden: exceeded quota: team, requested: requests.storage=10Gi, used: requests.storage=95Gi, limited: requests.storage=100Gi',
    nearMiss:
      'persistentvolumeclaims "data-till-2" is forbidden: exceeded quota: team, requested: pods=1, used: pods=20, limited: pods=20',
    meaning: 'has used up its quota of storage',
    ofWriter: 'is refused what it creates, as the quota of its namespace for storage is used up',
    cause: 'namespace_storage_quota_exceeded',
    blamed: 'namespace',
    settings: ['ResourceQuota'],
    strength: 0.9,
    recurs: 2,
  },
];

/** What the API server, controllers and operators print. Source: kubernetes/staging apiserver and client-go. */
export const CONTROL_PLANE: readonly ErrorText[] = [
  ...QUOTAS,
  {
    id: 'kubernetes-forbidden',
    pattern: String.raw`User "?system:serviceaccount:[^"\s]+"? cannot \w+ (?:resource|\w+ in)|is forbidden: User "?[\w:.@/-]+"? cannot \w+ resource|Configured service account doesn't have access`,
    example:
      'pods is forbidden: User "system:serviceaccount:shop:till" cannot list resource "pods" in API group "" in the namespace "shop"',
    nearMiss: 'User "system:serviceaccount:shop:till" created',
    meaning: 'may not do what it asks of the Kubernetes API',
    cause: 'rbac_forbidden',
    blamed: 'writer',
    strength: 0.8,
    settings: ['RoleBinding', 'ClusterRoleBinding', 'ClusterRole', 'serviceAccountName'],
  },
  {
    id: 'kubernetes-webhook-away',
    pattern: String.raw`failed calling webhook "(?P<webhook>[^"]+)"`,
    example:
      'Internal error occurred: failed calling webhook "validate.policy.example": failed to call webhook: Post "https://policy.policy.svc:443/validate": no endpoints available for service "policy"',
    nearMiss: 'admission webhook "validate.policy.example" denied the request: no owner label',
    meaning: 'cannot create objects, as an admission webhook does not answer',
    cause: 'admission_webhook_unavailable',
    blamed: 'writer',
    strength: 0.8,
  },
  {
    id: 'kubernetes-webhook-denies',
    pattern: String.raw`admission webhook "(?P<webhook>[^"]+)" denied the request`,
    example: 'admission webhook "validate.policy.example" denied the request: no owner label',
    nearMiss: 'Registered admission webhook "validate.policy.example"',
    meaning: 'is refused by an admission webhook',
    cause: 'admission_webhook_denied',
    blamed: 'writer',
    strength: 0.75,
  },
  {
    id: 'kubernetes-api-away',
    pattern: String.raw`failing or missing response from https://|unable to retrieve the complete list of server APIs|the server is currently unable to handle the request`,
    example:
      'v1beta1.metrics.k8s.io failed with: failing or missing response from https://10.96.4.4:443/apis/metrics.k8s.io/v1beta1: dial tcp 10.96.4.4:443: i/o timeout',
    nearMiss: 'the server could not find the requested resource',
    meaning: 'serves an extension of the Kubernetes API and does not answer',
    cause: 'api_service_unavailable',
    blamed: 'peer',
    strength: 0.6,
    recurs: 3,
  },
  {
    id: 'kubernetes-kind-missing',
    pattern: String.raw`no matches for kind "(?P<object>[^"]+)" in version "(?P<version>[^"]+)"`,
    example: 'no matches for kind "Ingress" in version "extensions/v1beta1"',
    nearMiss: 'Waiting for kind "Ingress" to be established',
    meaning: 'asks for a version of an object that the cluster no longer has',
    cause: 'api_version_removed',
    blamed: 'writer',
    strength: 0.75,
  },
  {
    // The API server answers a path of a group and version that it does not serve with plain text (apiserver's
    // NotFoundHandler), an object that is not there with a Status of JSON.
    id: 'kubernetes-version-unserved',
    pattern: String.raw`KubernetesClientException[^\n]{0,300}404 page not found|kubernetes\.client\.\w[\w.]{0,30}ApiException[^\n]{0,300}404 page not found|failed to list \*v\d\w*\.\w+: the server could not find the requested resource`,
    example:
      'reflector.go:167: Failed to watch *v1beta1.PodDisruptionBudget: failed to list *v1beta1.PodDisruptionBudget: the server could not find the requested resource',
    nearMiss:
      'kubernetes.client.exceptions.ApiException: (404) Reason: Not Found HTTP response body: {"kind":"Status","message":"cronjobs.batch \\"nightly\\" not found","code":404}',
    meaning: 'asks for a version of an API that the cluster no longer serves',
    cause: 'api_version_removed',
    blamed: 'writer',
    strength: 0.8,
    recurs: 2,
  },
  {
    id: 'kubernetes-token',
    pattern: String.raw`Unable to authenticate the request[^\n]{0,120}(?:invalid bearer token|token has (?:been )?(?:expired|invalidated)|Token has been invalidated)`,
    unless: 'not valid yet',
    example:
      'authentication.go:73] "Unable to authenticate the request" err="[invalid bearer token, Token has been invalidated]"',
    nearMiss: 'authentication.go:73] "Unable to authenticate the request" err="[x509: certificate has expired]"',
    meaning: 'is called with tokens that are no longer valid',
    cause: 'credentials_expired',
    blamed: 'writer',
    strength: 0.5,
    recurs: 10,
  },
];
