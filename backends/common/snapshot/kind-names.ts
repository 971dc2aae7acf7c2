/** The kinds that Kubernetes itself and common add-ons serve. */
const KINDS =
  'Namespace Node Pod Service Endpoints EndpointSlice ConfigMap Secret ServiceAccount PersistentVolume PersistentVolumeClaim ' +
  'ResourceQuota LimitRange ReplicationController Deployment ReplicaSet StatefulSet DaemonSet ControllerRevision Job CronJob ' +
  'HorizontalPodAutoscaler PodDisruptionBudget Ingress IngressClass NetworkPolicy StorageClass PriorityClass RuntimeClass ' +
  'VolumeAttachment CSIDriver CSINode CSIStorageCapacity ValidatingWebhookConfiguration MutatingWebhookConfiguration APIService ' +
  'CustomResourceDefinition Role RoleBinding ClusterRole ClusterRoleBinding Lease Event PodMetrics NodeMetrics ' +
  'CertificateSigningRequest VolumeSnapshot VolumeSnapshotClass VolumeSnapshotContent Gateway GatewayClass HTTPRoute GRPCRoute ' +
  'Certificate CertificateRequest Issuer ClusterIssuer VirtualService DestinationRule ServiceEntry PeerAuthentication ' +
  'ExternalSecret SecretStore ClusterSecretStore ServiceMonitor PodMonitor PrometheusRule Application ClusterOperator Route';

/** Short names as `kubectl api-resources` prints them. */
const SHORT: Readonly<Record<string, string>> = {
  ns: 'Namespace',
  no: 'Node',
  po: 'Pod',
  svc: 'Service',
  ep: 'Endpoints',
  cm: 'ConfigMap',
  sa: 'ServiceAccount',
  pv: 'PersistentVolume',
  pvc: 'PersistentVolumeClaim',
  quota: 'ResourceQuota',
  limits: 'LimitRange',
  rc: 'ReplicationController',
  deploy: 'Deployment',
  rs: 'ReplicaSet',
  sts: 'StatefulSet',
  ds: 'DaemonSet',
  cj: 'CronJob',
  hpa: 'HorizontalPodAutoscaler',
  pdb: 'PodDisruptionBudget',
  ing: 'Ingress',
  netpol: 'NetworkPolicy',
  sc: 'StorageClass',
  pc: 'PriorityClass',
  crd: 'CustomResourceDefinition',
  ev: 'Event',
};

const BY_NAME = new Map<string, string>(Object.entries(SHORT));
for (const kind of KINDS.split(' ')) for (const name of namesOf(kind)) BY_NAME.set(name, kind);

/** The ways a kind is written as a resource, in lower case: `ingress`, `ingresses`. */
function namesOf(kind: string): string[] {
  const name = kind.toLowerCase();
  const plural = /(s|x|ch)$/.test(name) ? `${name}es` : name.endsWith('y') ? `${name.slice(0, -1)}ies` : `${name}s`;
  return [name, plural, `${name}s`];
}

/**
 * The kind that a resource's name stands for: `pods`, `po`, `Pod`, `deployments.apps`, `PodList`. Undefined for a name
 * that is no known kind.
 */
export function knownKind(resource: string): string | undefined {
  const name = resource.toLowerCase().replace(/\..*$/, '');
  return BY_NAME.get(name) ?? BY_NAME.get(name.replace(/list$/, ''));
}

/** The same for any name: one that is not known is taken for the plural of a kind, which is then in lower case. */
export function kindOfResource(resource: string): string {
  const name = resource.toLowerCase().replace(/\..*$/, '');
  return (
    knownKind(name) ??
    name
      .replace(/ies$/, 'y')
      .replace(/(ss|x|ch)es$/, '$1')
      .replace(/(?<!s)s$/, '')
  );
}
