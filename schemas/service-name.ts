/** `namespace/name`, with one slash only. */
const PLACED = /^[a-z0-9][\w.-]*\/([a-z0-9][\w.-]*)$/i;
/** How Traefik names a service: with the provider that told of it. */
const PROVIDED =
  /^(.+)@(?:docker|swarm|ecs|nomad|consulcatalog|consul|etcd|zookeeper|redis|http|file|rancher|marathon|kubernetes(?:crd|gateway)?)$/;
/** A service of Kubernetes stands there as `namespace-name-port`. */
const OF_KUBERNETES = /@kubernetes(?:crd|gateway)?$/;

/**
 * The name of the service in the value of a label. A PodMonitor's job is `namespace/name` unless it says otherwise, as is
 * the job of what comes by OpenTelemetry with a `service.namespace`; Traefik appends its provider after an `@`.
 */
export function plainServiceName(label: string, value: string): string {
  if (label === 'job' || label === 'exported_job') return PLACED.exec(value)?.[1] ?? value;
  const provided = value.includes('@') ? PROVIDED.exec(value)?.[1] : undefined;
  if (provided === undefined) return value;
  return OF_KUBERNETES.test(value) ? provided.replace(/-(?:\d+|https?|web)$/, '') : provided;
}

/** The namespace in front of the name that such a job holds. */
export function namespaceOfJob(job: string | undefined): string | undefined {
  return job !== undefined && PLACED.test(job) ? job.slice(0, job.indexOf('/')) : undefined;
}

/**
 * The name of a static pod without its node's, which the kubelet puts behind it for the API: `etcd` of `etcd-master-1`
 * (kubernetes.io, "Create static Pods"). Undefined for any other pod.
 */
export function staticPodName(pod: string, node: string): string | undefined {
  return pod.endsWith(`-${node}`) ? pod.slice(0, -node.length - 1) : undefined;
}
